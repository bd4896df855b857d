"""Where the marks of a progress line stand, by numbers worked out by hand."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from milepost.entrypoints.web.goals.axes import grid, ticks
from milepost.entrypoints.web.goals.charts import Chart, Spot, progress_chart
from milepost.goals.rules.series import Point, Series

TODAY = date(2026, 11, 25)
BEGIN, DEADLINE = date(2026, 3, 1), date(2027, 8, 31)
SAVED = (
    (0, 1200), (30, 1800), (60, 2400), (76, 2720), (91, 3320), (103, 2870), (121, 3470), (152, 4170),
    (166, 4250), (183, 4950), (188, 5365), (213, 6265), (220, 6325), (227, 6385), (234, 6445), (241, 6505),
    (244, 7305), (248, 7365), (255, 7425), (258, 8525), (262, 8585), (265, 9180), (269, 9240),
)  # fmt: skip
STEPS = (
    "M0 90H0V84.67H5.47V82H10.95V79.33H13.87V77.91H16.61V75.24H18.8V77.24H22.08V74.58H27.74V71.47H30.29V71.11"
    "H33.39V68H34.31V66.16H38.87V62.16H40.15V61.89H41.42V61.62H42.7V61.36H43.98V61.09H44.53V57.53H45.26V57.27"
    "H46.53V57H47.08V52.11H47.81V51.84H48.36V49.2H49.09V48.93H49.09"
)


def drawn(series: Series, today: date = TODAY, end: date | None = None) -> Chart:
    chart = progress_chart(series, today, end)
    assert chart is not None
    return chart


def bakery() -> Series:
    points = [Point(BEGIN + timedelta(day), 100 * euros) for day, euros in SAVED]
    path = (Point(BEGIN, 0), Point(DEADLINE, 1800000))
    return Series(0, points, path, Point(date(2027, 8, 8), 1800000))


def test_the_done_line_is_level_between_entries_and_ends_today() -> None:
    chart = drawn(bakery())
    assert chart.done == STEPS
    assert chart.area == STEPS + "V90H0z"


def test_the_path_and_the_projection_run_straight() -> None:
    chart = drawn(bakery())
    assert chart.path == "M0 90L100 10"
    assert chart.guess == "M49.09 48.93L95.8 10"
    assert chart.guess_end == Spot("95.8", "10", 6, -11, "end")


def test_ahead_of_a_rising_path_today_is_labelled_above_it_and_the_path_below() -> None:
    chart = drawn(bakery())
    assert chart.now == Spot("49.09", "48.93", -10, -10, "end")
    assert chart.path_name is not None
    assert (chart.path_name.dx, chart.path_name.dy, chart.path_name.anchor) == (8, 22, "start")


def test_three_grid_lines_stand_at_round_amounts() -> None:
    lines = [(line.value, line.y) for line in drawn(bakery()).grid]
    assert lines == [(600000, "63.33"), (1200000, "36.67"), (1800000, "10")]


def test_months_are_named_where_they_do_not_touch_today_or_the_ends() -> None:
    named = [(tick.x, tick.day.month, tick.form, tick.only_desk) for tick in drawn(bakery()).ticks]
    assert named == [
        ("0", 3, "month", False), ("16.79", 6, "month", False), ("33.58", 9, "month", False),
        ("49.09", 11, "today", False), ("66.61", 3, "month", False),
        ("83.39", 6, "month", True), ("100", 8, "day", False),
    ]  # fmt: skip


def test_a_goal_that_goes_down_starts_at_the_top() -> None:
    path = (Point(date(2026, 9, 2), 7800), Point(date(2027, 2, 28), 7200))
    chart = drawn(Series(7800, [Point(date(2026, 11, 21), 7460)], path, Point(date(2027, 1, 29), 7200)))
    assert chart.done == "M0 10H44.69V55.33H46.93"
    assert chart.path == "M0 10L100 90"
    assert [line.value for line in chart.grid] == [7400, 7600, 7800]
    assert chart.now.anchor == "end" and chart.now.dy == 20


def test_a_goal_without_a_path_fills_the_drawing_from_its_first_entry_until_today() -> None:
    points = [Point(TODAY - timedelta(10), 100), Point(TODAY - timedelta(5), 400), Point(TODAY, 0)]
    chart = drawn(Series(0, points, None, None))
    assert chart.done == "M0 90H0V70H50V10H100V90H100"
    assert (chart.path, chart.path_name, chart.guess, chart.guess_end) == (None, None, None, None)


def test_a_single_entry_of_today_is_a_step_at_the_right() -> None:
    assert drawn(Series(0, [Point(TODAY, 100)], None, None)).done == "M0 90H100V10H100"


def test_there_is_no_drawing_without_entries_and_path() -> None:
    assert progress_chart(Series(0, [], None, None), TODAY) is None


def test_a_goal_that_begins_later_has_its_line_from_today() -> None:
    path = (Point(TODAY + timedelta(10), 0), Point(TODAY + timedelta(40), 1000))
    chart = drawn(Series(0, [], path, None))
    assert chart.done == "M0 90H0"
    assert chart.path == "M25 90L100 10"


def test_an_entry_before_the_start_widens_the_drawing() -> None:
    path = (Point(TODAY, 0), Point(TODAY + timedelta(30), 1000))
    chart = drawn(Series(0, [Point(TODAY - timedelta(10), 500)], path, None))
    assert chart.done == "M0 90H0V50H25"
    assert chart.path == "M25 90L100 10"


def test_a_projection_lengthens_the_drawing_by_a_quarter_and_is_cut_beyond_it() -> None:
    path = (Point(TODAY - timedelta(60), 0), Point(TODAY + timedelta(20), 1000))
    near = drawn(Series(0, [Point(TODAY, 700)], path, Point(TODAY + timedelta(40), 1000)))
    assert near.guess == "M60 34L100 10"
    assert near.guess_end is not None
    far = drawn(Series(0, [Point(TODAY, 100)], path, Point(TODAY + timedelta(540), 1000)))
    assert far.guess is not None and far.guess.startswith("M60 82L100 ")
    assert float(far.guess.rsplit(" ", 1)[1]) == pytest.approx(82 - 72 * 40 / 540, abs=0.1)
    assert far.guess_end is None


def test_a_projection_that_ends_at_once_is_named_clear_of_the_amounts_on_the_left() -> None:
    path = (Point(TODAY, 0), Point(TODAY + timedelta(60), 1000))
    chart = drawn(Series(0, [Point(TODAY, 500)], path, Point(TODAY + timedelta(3), 1000)))
    assert chart.guess_end == Spot("5", "10", 12, 18, "start")


def test_a_goal_reached_at_once_is_named_below_the_amount_that_stands_there() -> None:
    path = (Point(TODAY, 0), Point(TODAY + timedelta(60), 1000))
    chart = drawn(Series(0, [Point(TODAY, 1000)], path, None), end=TODAY)
    assert chart.now == Spot("0", "10", 10, 20, "start")


def test_a_reached_goal_ends_on_its_day() -> None:
    path = (Point(date(2026, 2, 1), 0), Point(date(2026, 5, 12), 1000))
    chart = drawn(Series(0, [Point(date(2026, 3, 23), 1000)], path, None), end=date(2026, 3, 23))
    assert chart.done == "M0 90H50V10H50"
    assert "today" not in {tick.form for tick in chart.ticks}


@pytest.mark.parametrize(
    ("low", "high", "lines"),
    [
        (0, 1800000, (600000, 1200000, 1800000)),
        (0, 500000, (250000, 500000)),
        (0, 2110, (1000, 2000)),
        (500, 2110, (1000, 1500, 2000)),
        (7200, 7800, (7400, 7600, 7800)),
        (-500, 500, (0, 500)),
        (0, 100, (50, 100)),
        (0, 1, (1,)),
    ],
)
def test_grid_lines_are_round_and_at_most_three(low: int, high: int, lines: tuple[int, ...]) -> None:
    assert grid(low, high) == lines


@pytest.mark.parametrize("high", [1, 7, 99, 101, 333, 1234, 98765, 9_999_999_999])
@pytest.mark.parametrize("low", [-9_999_999_999, -1001, 0])
def test_every_range_has_one_to_three_grid_lines(low: int, high: int) -> None:
    lines = grid(low, high)
    assert 1 <= len(lines) <= 3
    assert all(low < line <= high for line in lines)


@pytest.mark.parametrize("days", [1, 3, 20, 45, 46, 90, 400, 1500, 9000, 400000])
def test_the_days_below_a_chart_never_touch(days: int) -> None:
    first = date(1200, 1, 15)
    shown = ticks(first, first + timedelta(days), first + timedelta(days // 3))
    assert any(tick.form == "today" for tick in shown)
    places = [float(tick.x) for tick in shown]
    assert places == sorted(places)
    middles = [float(tick.x) * 6 for tick in shown if tick.anchor == "middle"]
    assert all(right - left >= 27 + 8 for left, right in pairwise(middles))


def test_positions_have_two_places_at_most() -> None:
    chart = drawn(bakery())
    assert not re.search(r"\.\d{3}", chart.done + chart.area + (chart.guess or ""))
