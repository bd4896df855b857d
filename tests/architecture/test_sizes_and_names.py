"""What a reader can hold: short modules, functions and templates, named for what they are."""

from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, functions, ill_named, python_files, tree

MODULE, FUNCTION, TEMPLATE = 250, 40, 150
FOLDERS = ("src", "tests", "benchmarks", "frontend")
PYTHON = python_files(*FOLDERS)
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "src").rglob("*.html"))
# What is longer than it should be, with the lines it may have. This list may only shrink.
TOO_LONG: dict[str, int] = {}


def overlong(path: str, lines: int, most: int, exceptions: dict[str, int]) -> str:
    """What is wrong with the length of a thing, or nothing."""
    allowed = exceptions.get(path)
    if allowed is None:
        return f"{path} has {lines} lines, {most} at most" if lines > most else ""
    if lines <= most:
        return f"{path} has {lines} lines: take it off the list of exceptions"
    return f"{path} has {lines} lines, not the {allowed} of its exception" if lines != allowed else ""


def lines_of(path: str) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", PYTHON)
def test_a_module_is_short_and_so_are_its_functions(path: str) -> None:
    found = [overlong(path, lines_of(path), MODULE, TOO_LONG)]
    found += [overlong(f"{path}:{name}", lines, FUNCTION, TOO_LONG) for name, lines in functions(tree(path))]
    assert [each for each in found if each] == []


@pytest.mark.parametrize("path", TEMPLATES)
def test_a_template_is_short(path: str) -> None:
    assert overlong(path, lines_of(path), TEMPLATE, TOO_LONG) == ""


def test_an_exception_is_for_something_that_is_there() -> None:
    assert [each for each in TOO_LONG if not (ROOT / each.split(":")[0]).exists()] == []


def test_a_length_is_judged_by_its_limit_or_its_exception() -> None:
    assert overlong("a.py", 251, 250, {}) == "a.py has 251 lines, 250 at most"
    assert overlong("a.py", 250, 250, {}) == ""
    assert overlong("a.py", 250, 250, {"a.py": 260}) == (
        "a.py has 250 lines: take it off the list of exceptions"
    )
    assert overlong("a.py", 255, 250, {"a.py": 260}) == "a.py has 255 lines, not the 260 of its exception"
    assert overlong("a.py", 261, 250, {"a.py": 260}) == "a.py has 261 lines, not the 260 of its exception"


def test_a_file_is_named_for_what_it_is() -> None:
    assert ill_named([*PYTHON, *TEMPLATES]) == []


def test_a_file_named_for_nothing_is_refused() -> None:
    bad = [
        "src/milepost/goals/utils.py",
        "src/milepost/goals/service.py",
        "src/milepost/kernel/services/mail.py",
        "src/milepost/kernel/manager_of_goals.py",
        "src/milepost/common.py",
        "tests/helpers.py",
    ]
    assert ill_named([*bad, "src/milepost/goals/rules/measure.py"]) == bad


def test_a_long_function_is_found_by_its_name(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch.py"
    scratch.write_text("def long():\n" + "    print()\n" * FUNCTION)
    assert list(functions(tree(str(scratch)))) == [("long", FUNCTION + 1)]
