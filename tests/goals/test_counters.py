"""The figures of a counter: days and best run."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from milepost.goals.rules.counter import Counter, Run, counter
from milepost.goals.rules.entries import Entry
from tests.goals.slow_model import Happened
from tests.goals.slow_model import counter as slow_counter

START = date(2026, 11, 1)
TODAY = date(2026, 11, 25)


def ticks(*days: int, first_seq: int = 1) -> list[Entry]:
    return [Entry("delta", 100, date(2026, 11, day), seq) for seq, day in enumerate(days, first_seq)]


def reset(day: int, seq: int) -> Entry:
    return Entry("reset", None, date(2026, 11, day), seq)


def test_five_days_are_five_and_the_best_run() -> None:
    assert counter(ticks(1, 2, 3, 4, 5), 0, START, date(2026, 11, 5)) == Counter(
        current_value=500,
        days_since_start=4,
        days_since_reset=4,
        best_run=Run(500, START, date(2026, 11, 5)),
    )


def test_a_reset_begins_anew_and_keeps_the_best_run() -> None:
    assert counter([*ticks(1, 2, 3, 4, 5), reset(6, 6)], 0, START, date(2026, 11, 8)) == Counter(
        current_value=0,
        days_since_start=7,
        days_since_reset=2,
        best_run=Run(500, START, date(2026, 11, 5)),
    )


def test_a_longer_run_after_a_reset_is_the_best() -> None:
    entries = [*ticks(1, 2), reset(3, 3), *ticks(4, 5, 9, first_seq=4)]
    found = counter(entries, 0, START, TODAY)
    assert found.current_value == 300
    assert found.best_run == Run(300, date(2026, 11, 3), date(2026, 11, 9))


def test_of_equal_runs_the_earliest_is_the_best() -> None:
    entries = [*ticks(1, 2), reset(3, 3), *ticks(4, 5, first_seq=4)]
    assert counter(entries, 0, START, TODAY).best_run == Run(200, START, date(2026, 11, 2))


def test_a_best_run_ends_when_its_value_was_first_reached() -> None:
    back_and_forth = [*ticks(1, 2), Entry("delta", -100, date(2026, 11, 3), 3), *ticks(4, first_seq=4)]
    assert counter(back_and_forth, 0, START, TODAY).best_run == Run(200, START, date(2026, 11, 2))


def test_a_back_dated_reset_splits_a_run() -> None:
    entries = [*ticks(1, 2, 3, 4, 5), reset(2, 6)]
    found = counter(entries, 0, START, TODAY)
    assert found == Counter(300, 24, 23, Run(300, date(2026, 11, 2), date(2026, 11, 5)))


def test_the_first_run_begins_with_an_entry_before_the_start_date() -> None:
    found = counter(ticks(1, 2), 0, date(2026, 11, 2), date(2026, 11, 2))
    assert found.best_run == Run(200, date(2026, 11, 1), date(2026, 11, 2))
    assert (found.days_since_start, found.days_since_reset) == (0, 0)


def test_the_newest_reset_is_the_one_of_the_latest_date() -> None:
    assert counter([reset(20, 1), reset(10, 2)], 0, START, TODAY).days_since_reset == 5


def test_a_run_of_nothing_but_a_reset_is_worth_the_start_value() -> None:
    assert counter([reset(6, 1)], 1000, START, TODAY) == Counter(
        1000, 24, 19, Run(1000, date(2026, 11, 6), date(2026, 11, 6))
    )


def test_before_the_first_entry_there_is_no_best_run() -> None:
    assert counter([], 700, START, TODAY) == Counter(700, 24, 24, None)


def test_days_are_never_below_zero() -> None:
    assert counter([], 0, TODAY + timedelta(3), TODAY) == Counter(0, 0, 0, None)
    # Logged on the 25th in the east, read on the 24th after moving west.
    assert counter([reset(25, 1)], 0, START, date(2026, 11, 24)).days_since_reset == 0


DATES = st.dates(TODAY - timedelta(12), TODAY)
KINDS = st.sampled_from(["delta", "delta", "delta", "set", "reset"])


@given(
    st.lists(st.tuples(KINDS, st.integers(-3, 3), DATES), max_size=12),
    st.integers(-2, 2),
    st.dates(TODAY - timedelta(15), TODAY + timedelta(3)),
)
def test_the_figures_equal_the_slow_model(
    drawn: list[tuple[str, int, date]], start: int, start_date: date
) -> None:
    entries = [
        Entry(kind, None if kind == "reset" else value, day, seq)
        for seq, (kind, value, day) in enumerate(drawn, 1)
    ]
    happened: list[Happened] = [
        (entry.entry_date, entry.seq, entry.kind, None if entry.value is None else Fraction(entry.value))
        for entry in entries
    ]
    found = counter(entries, start, start_date, TODAY)
    assert found[1:] == slow_counter(happened, Fraction(start), start_date, TODAY)
    assert found.best_run is None or found.best_run.value >= found.current_value
