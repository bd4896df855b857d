"""Against the types of `openapi --typescript` a strict program compiles, and a wrong one does not."""

import json
import re
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from milepost.entrypoints.api.document import document
from milepost.entrypoints.api.typescript import name_of, typescript
from milepost.entrypoints.cli.app import main
from tests.architecture.sources import ROOT

STRICT = ("--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess")
TARGET = ("--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom")
SHARED = """
import type { GoalView, SeriesView, paths } from "./api";

type OneGoal = paths["/api/v1/goals/{goal_id}"]["get"];
type Logging = paths["/api/v1/goals/{goal_id}/entries"]["post"];
type NewEntry = Logging["requestBody"]["content"]["application/json"];
type NewGoal = paths["/api/v1/goals"]["post"]["requestBody"]["content"]["application/json"];
"""
RIGHT = """
export async function goal(id: OneGoal["parameters"]["path"]["goal_id"]): Promise<GoalView> {
  const answer = await fetch(`/api/v1/goals/${id}`);
  return (await answer.json()) as OneGoal["responses"][200]["content"]["application/json"];
}
export async function logged(id: string, entry: NewEntry): Promise<string | null> {
  const answer = await fetch(`/api/v1/goals/${id}/entries`, { method: "POST", body: JSON.stringify(entry) });
  if (answer.status === 201) {
    const made = (await answer.json()) as Logging["responses"][201]["content"]["application/json"];
    return made.entry.value ?? made.goal.current_value;
  }
  const problem = (await answer.json()) as Logging["responses"][404]["content"]["application/problem+json"];
  const code: "goals.not-found" | undefined = problem.code;
  return code ?? null;
}
export function told(goal: GoalView): string {
  switch (goal.status) {
    case "active": return `${goal.title}: ${goal.current_value} ${goal.unit ?? ""}`;
    case "paused": case "completed": case "archived": return goal.deadline ?? "no day";
  }
}
export const run: NewEntry = { value: "5.20", note: "hills" };
export const end = (series: SeriesView): string | undefined => series.path?.[1].date;
export const file: paths["/api/v1/imports"]["post"]["requestBody"]["content"]["multipart/form-data"] =
  { format: "fractal", file: new Blob([]) };
"""
WRONG = {
    "a_field_that_there_is_not": ("TS2551", "export const it = (goal: GoalView) => goal.titel;"),
    "a_new_field_that_there_is_not": ("TS2353", "export const it: NewEntry = { mood: 1 };"),
    "a_number_for_an_amount": ("TS2322", 'export const it: GoalView["current_value"] = 5.2;'),
    "an_amount_as_a_number": ("TS2322", "export const it = (goal: GoalView): number => goal.current_value;"),
    "what_may_be_null": ("TS18047", "export const it = (goal: GoalView) => goal.deadline.length;"),
    "no_such_kind": ("TS2322", 'export const it: NewEntry = { kind: "dance" };'),
    "no_such_status": ("TS2367", 'export const it = (goal: GoalView) => goal.status === "done";'),
    "nothing_where_text_may_be": ("TS2375", "export const it: NewEntry = { note: undefined };"),
    "no_title": ("TS2741", 'export const it: NewGoal = { goal_type: "milestone" };'),
    "no_such_path": ("TS2339", 'export type It = paths["/api/v1/nowhere"];'),
    "no_such_method": ("TS2339", 'export type It = paths["/api/v1/goals/{goal_id}"]["put"];'),
    "no_such_answer": ("TS2339", 'export type It = OneGoal["responses"][418];'),
    "no_third_point": ("TS2493", "export const it = (series: SeriesView) => series.path?.[2];"),
}
"""What the compiler is to say of a line, and the line, by what is wrong with it."""
ERROR = re.compile(r"^(\w+)\.ts\((\d+),\d+\): error (TS\d+): ", re.MULTILINE)


def test_a_strict_program_compiles_and_each_wrong_one_does_not(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["openapi", "--typescript"], catch_exceptions=False)
    assert (said.exit_code, said.stderr) == (0, "")
    (tmp_path / "api.ts").write_text(said.stdout, encoding="utf-8")
    programs = {"right": RIGHT, **{name: f"{line}\n" for name, (_, line) in WRONG.items()}}
    for name, program in programs.items():
        (tmp_path / f"{name}.ts").write_text(SHARED + program, encoding="utf-8")
    node, _npm = runpy.run_path(str(ROOT / "frontend/build.py"))["tools"]()
    tsc = ROOT / "frontend/node_modules/typescript/bin/tsc"
    files = [f"{name}.ts" for name in programs]
    ended = subprocess.run(
        [node, tsc, *STRICT, *TARGET, *files], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    last = str(SHARED.count("\n") + 1)
    expected = [(name, last, code) for name, (code, _) in WRONG.items()]
    assert sorted(ERROR.findall(ended.stdout)) == sorted(expected), ended.stdout + ended.stderr


def _carriers(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """What of an operation carries content: its answers and, where it takes one, its body."""
    return [*operation["responses"].values(), operation.get("requestBody", {})]


def test_every_schema_path_method_and_status_is_in_it() -> None:
    whole = document()
    types = typescript(whole)
    for name in whole["components"]["schemas"]:
        assert f"export type {name_of(name)} = " in types
    blocks = dict(re.findall(r'^  "([^"]+)": \{\n(.*?)^  \};', types, re.MULTILINE | re.DOTALL))
    assert blocks.keys() == whole["paths"].keys()
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            inside = re.search(rf"^    {method}: \{{\n(.*?)^    \}};", blocks[path], re.MULTILINE | re.DOTALL)
            assert inside is not None
            codes = re.findall(r"^        (\d{3}): ", inside[1], re.MULTILINE)
            assert codes == sorted(operation["responses"])
            kinds = {kind for answer in _carriers(operation) for kind in answer.get("content", ())}
            assert kinds == set(re.findall(r'[{;] "([a-z]+/[a-z+-]+)": ', inside[1]))
            for each in operation.get("parameters", ()):
                place = re.search(rf"^        {each['in']}\??: \{{ (.*) \}};$", inside[1], re.MULTILINE)
                assert place is not None and re.search(rf'(^|; )"?{each["name"]}"?\??: ', place[1])


def test_only_schemas_are_referred_to_and_only_as_schemas() -> None:
    whole = document()
    known = {f"#/components/schemas/{name}" for name in whole["components"]["schemas"]}
    assert set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(whole))) <= known
    assert not any(
        "$ref" in each
        for methods in whole["paths"].values()
        for operation in methods.values()
        for each in (*_carriers(operation), *operation.get("parameters", ()))
    )


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "string"),
        ({"type": "number"}, "number"),
        ({"type": ["integer", "null"]}, "number | null"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string | null"),
        ({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "(string | null)[]"),
        ({"enum": ["a", None, 1]}, '"a" | null | 1'),
        ({"const": False}, "false"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "Record<string, number>"),
        ({"type": "object", "additionalProperties": False}, "Record<string, never>"),
        (
            {"properties": {"a": {"type": "integer"}}, "additionalProperties": True},
            "{ a?: number } & Record<string, unknown>",
        ),
        ({"type": "array", "items": {"type": "array", "items": {"enum": ["a", "b"]}}}, '(("a" | "b")[])[]'),
        ({"type": "array", "prefixItems": [{"type": "string"}, {"type": "null"}]}, "[string, null]"),
        ({}, "unknown"),
        ({"$ref": "#/components/schemas/Other"}, "Other"),
        ({"allOf": [{"$ref": "#/components/schemas/Other"}, {"type": "null"}]}, "Other & null"),
        (
            {"properties": {"a-b": {"type": "boolean"}, "c": {}}, "required": ["c"]},
            '{ "a-b"?: boolean; c: unknown }',
        ),
    ],
)
def test_a_schema_becomes_its_type(schema: dict[str, Any], expected: str) -> None:
    whole = {
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {"It": schema, "Other": {"type": "string", "description": "A */ trap"}}},
    }
    assert f"export type It = {expected};\n" in typescript(whole)
    assert "/** A * / trap */" in typescript(whole)


def test_what_is_no_identifier_is_renamed_or_quoted() -> None:
    field = {
        "type": "object",
        "properties": {"2nd": {"$ref": "#/components/schemas/2FA"}},
        "required": ["2nd"],
    }
    header = {"name": "X-It", "in": "header", "required": True, "schema": {"type": "string"}}
    answers = {"4XX": {}, "default": {"content": {"text/plain": {"schema": {"type": "string"}}}}}
    whole = {
        "info": {"title": "T", "version": "1"},
        "paths": {"/it/{a-b}": {"get": {"parameters": [header], "responses": answers}}},
        "components": {"schemas": {"2FA": {"type": "string"}, "Page[It]": field}},
    }
    types = typescript(whole)
    assert "export type _2FA = string;\n" in types
    assert 'export type Page_It_ = { "2nd": _2FA };\n' in types
    assert '  "/it/{a-b}": {\n' in types
    assert '        header: { "X-It": string };\n' in types
    assert '        "4XX": { content?: never };\n' in types
    assert '        default: { content: { "text/plain": string } };\n' in types


def test_a_reference_to_nothing_is_refused() -> None:
    schemas = {"It": {"$ref": "#/components/schemas/Gone"}}
    with pytest.raises(KeyError):
        typescript({"info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": schemas}})
