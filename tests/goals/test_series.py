"""A goal as a line: its points, its path, its projection."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from milepost.goals.rules.entries import Entry
from milepost.goals.rules.measure import Measured
from milepost.goals.rules.series import Point, Series, path, points, projection, series
from tests.goals.slow_model import Happened, ends_of_days

TODAY = date(2026, 11, 25)
GOAL = Measured(
    start_value=10000,
    target_value=510000,
    current_value=60000,
    start_date=date(2026, 10, 23),
    deadline=date(2027, 1, 31),
    open_ended=False,
    status="active",
)
ENTRIES = [
    Entry("delta", 20000, date(2026, 11, 1), 1),
    Entry("delta", 50000, date(2026, 11, 20), 2),
    Entry("set", 60000, date(2026, 11, 20), 3),
    Entry("delta", 500, date(2026, 10, 20), 4),
]


def test_a_point_is_the_value_at_the_end_of_a_day_with_an_entry() -> None:
    assert points(ENTRIES, 10000) == [
        Point(date(2026, 10, 20), 10500),
        Point(date(2026, 11, 1), 30500),
        Point(date(2026, 11, 20), 60000),
    ]


def test_a_window_includes_both_its_days_and_counts_what_was_before() -> None:
    november = Point(date(2026, 11, 1), 30500)
    assert points(ENTRIES, 10000, date(2026, 11, 1), date(2026, 11, 1)) == [november]
    assert points(ENTRIES, 10000, date(2026, 10, 21), date(2026, 11, 19)) == [november]
    assert points(ENTRIES, 10000, first=date(2026, 11, 2)) == [Point(date(2026, 11, 20), 60000)]
    assert points(ENTRIES, 10000, last=date(2026, 10, 31)) == [Point(date(2026, 10, 20), 10500)]
    assert points(ENTRIES, 10000, date(2026, 11, 2), date(2026, 11, 1)) == []


def test_the_path_leads_from_the_start_to_the_target_on_the_deadline() -> None:
    assert path(GOAL) == (Point(date(2026, 10, 23), 10000), Point(date(2027, 1, 31), 510000))


def test_there_is_no_path_without_a_target_or_a_deadline() -> None:
    assert path(GOAL._replace(target_value=None)) is None
    assert path(GOAL._replace(deadline=None)) is None
    assert path(GOAL._replace(open_ended=True)) is None


def test_the_projection_is_the_target_on_the_projected_day() -> None:
    # 500 of 5,000 after 33 days: 297 more.
    assert projection(GOAL, TODAY) == Point(date(2027, 9, 18), 510000)


def test_there_is_no_projection_without_headway_while_paused_or_without_a_target() -> None:
    assert projection(GOAL._replace(current_value=10000), TODAY) is None
    assert projection(GOAL._replace(status="paused"), TODAY) is None
    assert projection(GOAL._replace(target_value=None), TODAY) is None


def test_the_window_narrows_the_points_alone() -> None:
    assert series(GOAL, ENTRIES, TODAY, date(2026, 11, 2)) == Series(
        start_value=10000,
        points=[Point(date(2026, 11, 20), 60000)],
        path=(Point(date(2026, 10, 23), 10000), Point(date(2027, 1, 31), 510000)),
        projection=Point(date(2027, 9, 18), 510000),
    )


DATES = st.dates(TODAY - timedelta(12), TODAY)
KINDS = st.sampled_from(["delta", "delta", "delta", "set", "reset"])


@given(
    st.lists(st.tuples(KINDS, st.integers(-300, 300), DATES), max_size=12),
    st.integers(-200, 200),
    DATES,
    DATES,
)
def test_the_points_equal_the_slow_model(
    drawn: list[tuple[str, int, date]], start: int, first: date, last: date
) -> None:
    entries = [
        Entry(kind, None if kind == "reset" else value, day, seq)
        for seq, (kind, value, day) in enumerate(drawn, 1)
    ]
    happened: list[Happened] = [
        (entry.entry_date, entry.seq, entry.kind, None if entry.value is None else Fraction(entry.value))
        for entry in entries
    ]
    within = [(point.date, Fraction(point.value)) for point in points(entries, start, first, last)]
    assert within == ends_of_days(happened, Fraction(start), first, last)
    everything = [(point.date, Fraction(point.value)) for point in points(entries, start)]
    assert everything == ends_of_days(happened, Fraction(start), TODAY - timedelta(12), TODAY)
    assert [day for day, _ in everything] == sorted({entry.entry_date for entry in entries})
