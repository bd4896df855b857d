"""The measure of a target: whole answers, each figure worked out by hand."""

from datetime import date

from milepost.goals.rules.measure import Measure, measure, pace
from tests.goals.targets import TODAY, on_the_way


def test_500_of_5000_a_third_into_a_hundred_days() -> None:
    goal = on_the_way("0", "5000", "500", date(2026, 10, 23), date(2027, 1, 31))
    # 8 days of October + 25 of November = 33 gone; 33 + 5 + 31 + 31 = 100 in all; 67 left.
    # 4,500 / 67 = 67.164…; 10 % < 33 %; 4,500 × 33 / 500 = 297 days: 68 short of a year from today.
    assert measure(goal, TODAY) == Measure(
        value="10.00",
        shown="10.00",
        numerator="500.00",
        denominator="5000.00",
        remaining="4500.00",
        days_remaining=67,
        overdue_by=None,
        required_daily_rate="67.16",
        expected="33.00",
        on_track=False,
        buffer_days=None,
        projection=date(2027, 9, 18),
        confidence="low",
    )


def test_2250_of_5000_with_67_days_left() -> None:
    goal = on_the_way("0", "5000", "2250", date(2026, 10, 23), date(2027, 1, 31))
    # 2,750 / 67 = 41.044…; 0.45 × 100 − 33 = 12; 2,750 × 33 / 2,250 = 40.33 → 41 days: 5 + 31 + 5;
    # 0.7 × 67 = 46.9 ≥ 41.
    assert measure(goal, TODAY) == Measure(
        value="45.00",
        shown="45.00",
        numerator="2250.00",
        denominator="5000.00",
        remaining="2750.00",
        days_remaining=67,
        overdue_by=None,
        required_daily_rate="41.04",
        expected="33.00",
        on_track=True,
        buffer_days=12,
        projection=date(2027, 1, 5),
        confidence="high",
    )


def test_9240_of_18000_in_a_year_and_a_half() -> None:
    goal = on_the_way("0", "18000", "9240", date(2026, 3, 1), date(2027, 8, 31))
    # 245 days to 1 November + 24 = 269 of 365 + 183 = 548: 49.0875… %; 9,240 / 18,000 = 51.333… %;
    # 0.51333 × 548 = 281.3 → 281 − 269 = 12; 8,760 / 279 = 31.397…; 8,760 × 269 / 9,240 = 255.02… → 256
    # days, 17 short of 273 to 25 August; 0.7 × 279 = 195.3 < 256 ≤ 279; 9,240 / 269 = 34.349…
    assert measure(goal, TODAY) == Measure(
        value="51.33",
        shown="51.33",
        numerator="9240.00",
        denominator="18000.00",
        remaining="8760.00",
        days_remaining=279,
        overdue_by=None,
        required_daily_rate="31.40",
        expected="49.09",
        on_track=True,
        buffer_days=12,
        projection=date(2027, 8, 8),
        confidence="medium",
    )
    assert pace(goal, TODAY) == "34.35"


def test_a_weight_goes_down() -> None:
    goal = on_the_way("78", "72", "74.6", date(2026, 9, 1), date(2027, 2, 28))
    # 3.4 / 6 = 56.666… %; 85 of 180 days = 47.222… %; 102 − 85 = 17; 2.6 / 95 = 0.02736…;
    # 2.6 × 85 / 3.4 = 65 days exactly: 5 + 31 + 29; 0.7 × 95 = 66.5 ≥ 65; 3.4 / 85 = 0.04.
    assert measure(goal, TODAY) == Measure(
        value="56.67",
        shown="56.67",
        numerator="3.40",
        denominator="6.00",
        remaining="2.60",
        days_remaining=95,
        overdue_by=None,
        required_daily_rate="0.03",
        expected="47.22",
        on_track=True,
        buffer_days=17,
        projection=date(2027, 1, 29),
        confidence="high",
    )
    assert pace(goal, TODAY) == "0.04"


def test_a_debt_goes_down_to_zero() -> None:
    goal = on_the_way("3000", "0", "2000", date(2026, 1, 1), date(2026, 12, 31))
    # 181 of 364 days = 49.7252… %; 2,000 / 183 = 10.928…; 2,000 × 181 / 1,000 = 362 days: a year less 3.
    assert measure(goal, date(2026, 7, 1)) == Measure(
        value="33.33",
        shown="33.33",
        numerator="1000.00",
        denominator="3000.00",
        remaining="2000.00",
        days_remaining=183,
        overdue_by=None,
        required_daily_rate="10.93",
        expected="49.73",
        on_track=False,
        buffer_days=None,
        projection=date(2027, 6, 28),
        confidence="low",
    )


def test_a_target_can_be_negative() -> None:
    goal = on_the_way("50", "-50", "-25", date(2026, 11, 1), date(2026, 11, 11))
    # 75 of 100; 5 of 10 days; floor(7.5) − 5 = 2; 25 / 5; 25 × 5 / 75 = 1.67 → 2 ≤ 0.7 × 5.
    assert measure(goal, date(2026, 11, 6)) == Measure(
        value="75.00",
        shown="75.00",
        numerator="75.00",
        denominator="100.00",
        remaining="25.00",
        days_remaining=5,
        overdue_by=None,
        required_daily_rate="5.00",
        expected="50.00",
        on_track=True,
        buffer_days=2,
        projection=date(2026, 11, 8),
        confidence="high",
    )


def test_from_a_negative_start_up_to_zero() -> None:
    goal = on_the_way("-3000", "0", "-2000", date(2026, 1, 1), date(2026, 12, 31))
    found = measure(goal, date(2026, 7, 1))
    assert (found.value, found.numerator, found.denominator) == ("33.33", "1000.00", "3000.00")
    assert (found.remaining, found.required_daily_rate) == ("2000.00", "10.93")


def test_moving_away_from_the_target_is_negative_and_shown_as_nothing() -> None:
    goal = on_the_way("78", "72", "79.2", date(2026, 11, 15), date(2026, 12, 5))
    # −1.2 / 6; 7.2 to go in 10 days; 10 of 20 days.
    assert measure(goal, TODAY) == Measure(
        value="-20.00",
        shown="0.00",
        numerator="-1.20",
        denominator="6.00",
        remaining="7.20",
        days_remaining=10,
        overdue_by=None,
        required_daily_rate="0.72",
        expected="50.00",
        on_track=False,
        buffer_days=None,
        projection=None,
        confidence=None,
    )
    assert pace(goal, TODAY) == "-0.12"


def test_an_open_goal_past_its_target_keeps_the_raw_value_and_has_no_days() -> None:
    goal = on_the_way("0", "5000", "6000", date(2026, 11, 15), date(2026, 12, 5))
    assert measure(goal, TODAY) == Measure(
        value="120.00",
        shown="100.00",
        numerator="6000.00",
        denominator="5000.00",
        remaining="0.00",
        days_remaining=None,
        overdue_by=None,
        required_daily_rate=None,
        expected="50.00",
        on_track=True,
        buffer_days=None,
        projection=TODAY,
        confidence=None,
    )
