"""How entries make a value: kinds, order, back-dating, limits."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.goals.rules.entries import BeyondLimit, Entry, folded, history, reached_on, step
from milepost.kernel.amounts import LIMIT
from tests.goals.slow_model import Happened, first_reached, values

TODAY = date(2026, 11, 25)
YESTERDAY = TODAY - timedelta(1)


def test_deltas_add_up_from_the_start_value() -> None:
    assert folded([Entry("delta", 500, TODAY, 1), Entry("delta", -120, TODAY, 2)], 1000) == 1380


def test_no_entries_leave_the_start_value() -> None:
    assert folded([], 1000) == 1000


def test_a_set_replaces_what_was_before() -> None:
    assert (
        folded([Entry("delta", 500, TODAY, 1), Entry("set", 200, TODAY, 2), Entry("delta", 5, TODAY, 3)], 0)
        == 205
    )


def test_a_reset_returns_to_the_start_value() -> None:
    assert folded([Entry("delta", 500, TODAY, 1), Entry("reset", None, TODAY, 2)], 1000) == 1000


def test_five_days_then_a_reset_then_without_it() -> None:
    five = [Entry("delta", 100, TODAY - timedelta(5 - number), number) for number in range(1, 6)]
    assert folded(five, 0) == 500
    assert folded([*five, Entry("reset", None, TODAY, 6)], 0) == 0
    assert folded(five, 0) == 500


def test_a_back_dated_entry_lands_where_it_belongs() -> None:
    logged = [Entry("delta", 500, YESTERDAY, 1), Entry("set", 200, TODAY, 2)]
    assert folded([*logged, Entry("delta", 70, YESTERDAY, 3)], 0) == 200
    assert folded([*logged, Entry("delta", 70, TODAY, 3)], 0) == 270
    assert [after for _, after in history([*logged, Entry("delta", 70, YESTERDAY, 3)], 0)] == [500, 570, 200]


def test_on_one_date_the_number_decides() -> None:
    assert folded([Entry("set", 200, TODAY, 2), Entry("delta", 500, TODAY, 1)], 0) == 200
    assert folded([Entry("set", 200, TODAY, 10), Entry("delta", 500, TODAY, 9)], 0) == 200


def test_the_limit_itself_can_be_reached_and_nothing_beyond() -> None:
    assert step(LIMIT - 1, 0, "delta", 1) == LIMIT
    assert step(1 - LIMIT, 0, "delta", -1) == -LIMIT
    with pytest.raises(BeyondLimit):
        step(LIMIT, 0, "delta", 1)
    with pytest.raises(BeyondLimit):
        step(-LIMIT, 0, "delta", -1)


def test_a_value_beyond_the_limit_on_the_way_is_refused_though_the_end_is_small() -> None:
    with pytest.raises(BeyondLimit):
        folded(
            [Entry("delta", LIMIT, YESTERDAY, 1), Entry("delta", 1, YESTERDAY, 2), Entry("set", 0, TODAY, 3)],
            0,
        )


@pytest.mark.parametrize(("kind", "value"), [("delta", None), ("set", None), ("double", 2), ("Reset", None)])
def test_an_entry_that_says_nothing_is_an_error(kind: str, value: int | None) -> None:
    with pytest.raises(ValueError, match="no such entry"):
        step(0, 0, kind, value)


def test_the_target_is_reached_on_the_date_of_the_entry_that_reaches_it() -> None:
    entries = [
        Entry("delta", 400, YESTERDAY, 1),
        Entry("delta", 100, TODAY, 2),
        Entry("delta", -50, TODAY, 3),
    ]
    assert reached_on(entries, 0, 500) == TODAY
    assert reached_on(entries, 0, 501) is None
    assert reached_on([*entries, Entry("delta", 100, YESTERDAY, 4)], 0, 500) == YESTERDAY


def test_a_downward_target_is_reached_from_above() -> None:
    entries = [Entry("set", 7300, YESTERDAY, 1), Entry("set", 7150, TODAY, 2)]
    assert reached_on(entries, 7800, 7200) == TODAY
    assert reached_on(entries, 7800, 7300) == YESTERDAY
    assert reached_on(entries, 7800, 0) is None


AMOUNTS = st.one_of(st.integers(-500, 500), st.integers(-LIMIT, LIMIT))
DATES = st.dates(TODAY - timedelta(12), TODAY)


@st.composite
def entry_lists(draw: st.DrawFn) -> list[Entry]:
    """Entries with numbers of their own, in no order."""
    kinds = draw(st.lists(st.sampled_from(["delta", "delta", "delta", "set", "reset"]), max_size=12))
    entries = [
        Entry(kind, None if kind == "reset" else draw(AMOUNTS), draw(DATES), seq)
        for seq, kind in enumerate(kinds, 1)
    ]
    return draw(st.permutations(entries))


def slowly(entries: list[Entry]) -> list[Happened]:
    return [
        (entry.entry_date, entry.seq, entry.kind, None if entry.value is None else Fraction(entry.value, 100))
        for entry in entries
    ]


@given(entry_lists(), AMOUNTS)
def test_the_fold_equals_the_slow_model(entries: list[Entry], start: int) -> None:
    try:
        expected = values(slowly(entries), Fraction(start, 100))
    except OverflowError:
        with pytest.raises(BeyondLimit):
            folded(entries, start)
        return
    found = history(entries, start)
    assert [entry.seq for entry, _ in found] == [entry[1] for entry, _ in expected]
    assert [Fraction(value, 100) for _, value in found] == [value for _, value in expected]
    assert folded(entries, start) == (found[-1][1] if found else start)


@given(entry_lists(), AMOUNTS, st.sampled_from(["delta", "set", "reset"]), AMOUNTS)
def test_one_step_on_the_newest_date_equals_the_whole_fold(
    entries: list[Entry], start: int, kind: str, value: int
) -> None:
    newest = max((entry.entry_date for entry in entries), default=TODAY)
    added = Entry(kind, None if kind == "reset" else value, newest, len(entries) + 1)
    try:
        before = folded(entries, start)
    except BeyondLimit:
        return
    try:
        after = step(before, start, added.kind, added.value)
    except BeyondLimit:
        with pytest.raises(BeyondLimit):
            folded([*entries, added], start)
        return
    assert folded([*entries, added], start) == after


@given(entry_lists(), AMOUNTS, AMOUNTS)
def test_the_completion_date_equals_the_slow_model(entries: list[Entry], start: int, target: int) -> None:
    if start == target:
        return
    try:
        expected = first_reached(slowly(entries), Fraction(start, 100), Fraction(target, 100))
    except OverflowError:
        return
    assert reached_on(entries, start, target) == expected
