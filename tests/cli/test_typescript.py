"""Against the types of `openapi --typescript` a strict program compiles, and a wrong one does not."""

import re
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest

from milepost.entrypoints.api.document import document
from milepost.entrypoints.api.typescript import name_of, typescript
from tests.architecture.sources import ROOT
from tests.cli.conftest import Terminal

STRICT = ("--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess")
TARGET = ("--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom")
PROGRAM = """
import type { GoalView, paths } from "./api";

type OneGoal = paths["/api/v1/goals/{goal_id}"]["get"];
type Logging = paths["/api/v1/goals/{goal_id}/entries"]["post"];
type NewEntry = Logging["requestBody"]["content"]["application/json"];

export async function goal(id: OneGoal["parameters"]["path"]["goal_id"]): Promise<GoalView> {
  const answer = await fetch(`/api/v1/goals/${id}`);
  return (await answer.json()) as OneGoal["responses"][200]["content"]["application/json"];
}
export function told(goal: GoalView): string {
  switch (goal.status) {
    case "active": return `${goal.title}: ${goal.current_value} ${goal.unit ?? ""}`;
    case "paused": case "completed": case "archived": return goal.deadline ?? "no day";
  }
}
export const run: NewEntry = { value: "5.20", note: "hills" };
export const file: paths["/api/v1/imports"]["post"]["requestBody"]["content"]["multipart/form-data"] =
  { format: "fractal", file: new Blob([]) };

// @ts-expect-error a field that there is not
export const mood = (goal: GoalView) => goal.mood;
// @ts-expect-error an amount is text
export const sum = (goal: GoalView): number => goal.current_value;
// @ts-expect-error what may be null must be looked at
export const length = (goal: GoalView) => goal.deadline.length;
// @ts-expect-error no such kind
export const kind: NewEntry = { kind: "dance" };
// @ts-expect-error a title is needed
export const untitled: paths["/api/v1/goals"]["post"]["requestBody"]["content"]["application/json"] = {
  goal_type: "milestone",
};
// @ts-expect-error no such place
export type Nowhere = paths["/api/v1/nowhere"];
// @ts-expect-error a goal is not deleted with a body
export type Body = paths["/api/v1/goals/{goal_id}"]["delete"]["requestBody"]["content"];
"""


def test_a_strict_program_compiles_and_wrong_lines_do_not(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal("openapi", "--typescript")
    assert (said.code, said.err) == (0, "")
    (tmp_path / "api.ts").write_text(said.out, encoding="utf-8")
    (tmp_path / "program.ts").write_text(PROGRAM, encoding="utf-8")
    node, _npm = runpy.run_path(str(ROOT / "frontend/build.py"))["tools"]()
    tsc = ROOT / "frontend/node_modules/typescript/bin/tsc"
    ended = subprocess.run(
        [node, tsc, *STRICT, *TARGET, tmp_path / "program.ts"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


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


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "string"),
        ({"type": ["integer", "null"]}, "number | null"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string | null"),
        ({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "(string | null)[]"),
        ({"enum": ["a", None, 1]}, '"a" | null | 1'),
        ({"const": False}, "false"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "Record<string, number>"),
        ({"type": "object", "additionalProperties": False}, "Record<string, never>"),
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


def test_a_reference_to_nothing_is_refused() -> None:
    schemas = {"It": {"$ref": "#/components/schemas/Gone"}}
    with pytest.raises(KeyError):
        typescript({"info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": schemas}})
