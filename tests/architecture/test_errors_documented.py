"""The table of codes is whole and true, and no two failures share a code."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from milepost.entrypoints.api.codes import failures, load_all, table
from milepost.entrypoints.api.problems import STATUS
from milepost.kernel.errors import Conflict, Failure

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
REMADE_BY = "python -m milepost.entrypoints.api.codes > docs/errors.md"
CODE = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")


@pytest.fixture(scope="module")
def known() -> list[type[Failure]]:
    load_all()
    return failures()


def named(failure: type[Failure]) -> str:
    return f"{failure.__module__}.{failure.__qualname__} ({failure.code})"


def documented() -> set[str]:
    """The codes that the page tells of."""
    return set(re.findall(r"^\| `([^`]+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def undocumented(known: list[type[Failure]]) -> list[str]:
    """Those of these failures that the page does not tell of."""
    told = documented()
    return [named(each) for each in known if each.code not in told]


def test_every_failure_stands_in_the_table_and_nothing_else(known: list[type[Failure]]) -> None:
    assert undocumented(known) == [], f"undocumented: {REMADE_BY}"
    assert documented() - {each.code for each in known} == set(), f"no such failure: {REMADE_BY}"


def test_a_failure_that_nobody_wrote_down_is_found_by_its_name(known: list[type[Failure]]) -> None:
    class NobodyWroteItDown(Conflict):
        """Nobody wrote this down."""

        code = "scratch.nobody-wrote-it-down"

    (found,) = undocumented([*known, NobodyWroteItDown])
    assert found.endswith("NobodyWroteItDown (scratch.nobody-wrote-it-down)")


def test_the_table_says_what_the_failures_say(known: list[type[Failure]]) -> None:
    assert PAGE.read_text(encoding="utf-8") == table(known), REMADE_BY


def test_no_two_failures_share_a_code(known: list[type[Failure]]) -> None:
    by_code = defaultdict(list)
    for each in known:
        by_code[each.code].append(named(each))
    assert [names for names in by_code.values() if len(names) > 1] == []


def test_every_failure_has_a_kind_and_so_a_status(known: list[type[Failure]]) -> None:
    assert [named(each) for each in known if not issubclass(each, tuple(STATUS))] == []


def test_every_code_is_an_area_and_words(known: list[type[Failure]]) -> None:
    assert [named(each) for each in known if not CODE.fullmatch(each.code)] == []


def test_every_failure_has_a_title_of_its_own(known: list[type[Failure]]) -> None:
    assert [named(each) for each in known if not each.__doc__] == []
