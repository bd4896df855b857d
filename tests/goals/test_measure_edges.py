"""The measure of a target at its edges: deadlines, ties, horizons, states; figures worked out by hand."""

from datetime import date, timedelta

import pytest

from milepost.goals.rules.measure import Measure, Measured, is_reached, measure, pace
from tests.goals.targets import TODAY, on_the_way


def test_on_the_last_day_all_that_remains_is_required() -> None:
    goal = on_the_way("0", "100", "30", date(2026, 11, 1), date(2026, 11, 11))
    # 70 × 10 / 30 = 23.33 → 24 days: 4 December is 23 days on.
    assert measure(goal, date(2026, 11, 11)) == Measure(
        value="30.00",
        shown="30.00",
        numerator="30.00",
        denominator="100.00",
        remaining="70.00",
        days_remaining=0,
        overdue_by=None,
        required_daily_rate="70.00",
        expected="100.00",
        on_track=False,
        buffer_days=None,
        projection=date(2026, 12, 5),
        confidence="low",
    )


def test_past_the_deadline_days_are_negative_and_no_rate_is_required() -> None:
    goal = on_the_way("0", "100", "30", date(2026, 11, 1), date(2026, 11, 11))
    # 70 × 13 / 30 = 30.33 → 31 days.
    assert measure(goal, date(2026, 11, 14)) == Measure(
        value="30.00",
        shown="30.00",
        numerator="30.00",
        denominator="100.00",
        remaining="70.00",
        days_remaining=-3,
        overdue_by=3,
        required_daily_rate=None,
        expected="100.00",
        on_track=False,
        buffer_days=None,
        projection=date(2026, 12, 15),
        confidence="low",
    )


def test_a_leap_day_is_a_day() -> None:
    goal = on_the_way("0", "100", "97", date(2028, 2, 1), date(2028, 3, 1))
    # 28 of 29 days = 96.5517… %; floor(0.97 × 29 = 28.13) − 28 = 0; 3 × 28 / 97 < 1 → 1; 0.7 < 1 ≤ 1.
    found = measure(goal, date(2028, 2, 29))
    assert (found.expected, found.on_track, found.buffer_days) == ("96.55", True, 0)
    assert (found.days_remaining, found.required_daily_rate) == (1, "3.00")
    assert (found.projection, found.confidence) == (date(2028, 3, 1), "medium")


def test_ties_are_rounded_away_from_zero() -> None:
    # 0.01 / 8.00 = 0.125 %; day 1 of 800 = 0.125 %; 0.05 / 2 = 0.025; −0.01 / 8.00 = −0.125 %.
    goal = on_the_way("0", "8", "0.01", date(2026, 11, 24), date(2029, 2, 1))
    assert goal.deadline == goal.start_date + timedelta(800)
    assert measure(goal, TODAY).value == "0.13"
    assert measure(goal, TODAY).expected == "0.13"
    assert measure(goal._replace(current_value=-1), TODAY).value == "-0.13"
    two_days = goal._replace(deadline=TODAY + timedelta(2), current_value=795)
    assert measure(two_days, TODAY).required_daily_rate == "0.03"


def test_a_loss_too_small_to_show_is_not_minus_nothing() -> None:
    assert measure(on_the_way("0", "1000", "-0.01", TODAY, None), TODAY).value == "0.00"


def test_almost_reached_is_rounded_to_a_hundred_but_not_done() -> None:
    # 19,999.99 / 20,000 = 99.99995 %.
    found = measure(on_the_way("0", "20000", "19999.99", TODAY, TODAY + timedelta(10)), TODAY)
    assert (found.value, found.remaining, found.days_remaining) == ("100.00", "0.01", 10)


def test_on_track_is_decided_by_the_exact_fractions() -> None:
    goal = on_the_way("0", "100", "33.33", date(2026, 11, 24), date(2026, 11, 27))
    # 33.33 % against one day of three, 33.333… %.
    found = measure(goal, TODAY)
    assert (found.value, found.expected, found.on_track) == ("33.33", "33.33", False)
    assert measure(goal._replace(current_value=3334), TODAY).on_track is True


def test_a_goal_of_one_day_expects_nothing_before_it_and_everything_on_it() -> None:
    goal = on_the_way("0", "100", "50", date(2026, 11, 25), date(2026, 11, 25))
    before, on, after = (measure(goal, TODAY + timedelta(days)) for days in (-1, 0, 1))
    # The day before: floor(0.5 × 0) − (−1) = 1. On the day, one day counts: 50 × 1 / 50 = 1 day.
    assert (before.expected, before.on_track, before.buffer_days) == ("0.00", True, 1)
    assert (before.days_remaining, before.required_daily_rate) == (1, "50.00")
    assert (on.expected, on.on_track, on.days_remaining, on.required_daily_rate) == (
        "100.00",
        False,
        0,
        "50.00",
    )
    assert (on.projection, on.confidence) == (date(2026, 11, 26), "low")
    assert (after.expected, after.days_remaining, after.overdue_by) == ("100.00", -1, 1)


def test_a_start_date_to_come() -> None:
    goal = on_the_way("0", "100", "10", date(2026, 12, 1), date(2026, 12, 11))
    # 90 / 16 = 5.625; floor(0.1 × 10) − (−6) = 7; one day counts: 90 × 1 / 10 = 9 ≤ 0.7 × 16 = 11.2.
    found = measure(goal, TODAY)
    assert (found.expected, found.on_track, found.buffer_days) == ("0.00", True, 7)
    assert (found.days_remaining, found.required_daily_rate) == (16, "5.63")
    assert (found.projection, found.confidence) == (date(2026, 12, 4), "high")


@pytest.mark.parametrize(
    ("target", "days", "confidence"),
    [
        # Begun yesterday, 10 gone, so n = (target − 10) / 10; 10 days are left, and 7 of them are 0.7.
        ("80", 7, "high"),
        ("80.01", 8, "medium"),
        ("110", 10, "medium"),
        ("110.01", 11, "low"),
    ],
)
def test_confidence_turns_at_seven_tenths_and_at_the_days_left(
    target: str, days: int, confidence: str
) -> None:
    found = measure(on_the_way("0", target, "10", TODAY - timedelta(1), TODAY + timedelta(10)), TODAY)
    assert (found.projection, found.confidence) == (TODAY + timedelta(days), confidence)


def test_nothing_is_projected_beyond_the_calendar() -> None:
    goal = on_the_way("0", "100", "50", date(9999, 11, 1), date(9999, 12, 31))
    # 30 days gone: 50 × 30 / 50 = 30 days, to 31 December; 51 × 30 / 49 = 31.2 → 32.
    assert measure(goal, date(9999, 12, 1)).projection == date(9999, 12, 31)
    late = measure(goal._replace(current_value=4900), date(9999, 12, 1))
    assert (late.projection, late.confidence) == (None, None)
    snail = on_the_way("0", "99999999.99", "0.01", date(2026, 8, 17), date(2027, 1, 1))
    assert measure(snail, TODAY).projection is None


def test_amounts_at_both_limits_are_measured() -> None:
    goal = on_the_way("-99999999.99", "99999999.99", "0", TODAY, TODAY + timedelta(2))
    found = measure(goal, TODAY)
    assert (found.value, found.numerator, found.denominator) == ("50.00", "99999999.99", "199999999.98")
    assert found.required_daily_rate == "50000000.00"  # 49,999,999.995


BEHIND = on_the_way("0", "100", "60", date(2026, 11, 15), date(2026, 12, 5))


def test_a_paused_goal_keeps_its_days_but_is_neither_on_track_nor_projected() -> None:
    found, active = measure(BEHIND._replace(status="paused"), TODAY), measure(BEHIND, TODAY)
    assert (active.on_track, active.buffer_days) == (True, 2)
    assert active.projection is not None
    assert found == active._replace(on_track=None, buffer_days=None, projection=None, confidence=None)


@pytest.mark.parametrize("status", ["completed", "archived"])
def test_a_goal_that_is_over_has_no_days_left_either(status: str) -> None:
    found = measure(BEHIND._replace(status=status), TODAY)
    assert found == Measure(
        value="60.00",
        shown="60.00",
        numerator="60.00",
        denominator="100.00",
        remaining="40.00",
        expected="50.00",
    )
    assert measure(BEHIND._replace(status=status), date(2026, 12, 24)).overdue_by is None


def test_an_open_ended_goal_is_projected_without_deadline_or_path() -> None:
    found = measure(on_the_way("0", "100", "60", date(2026, 11, 15), None), TODAY)
    # 40 × 10 / 60 = 6.67 → 7 days.
    assert found == Measure(
        value="60.00",
        shown="60.00",
        numerator="60.00",
        denominator="100.00",
        remaining="40.00",
        projection=date(2026, 12, 2),
    )


def test_an_open_ended_goal_is_not_measured_by_a_deadline_that_it_still_has() -> None:
    open_ended = measure(BEHIND._replace(open_ended=True), TODAY)
    assert open_ended == measure(BEHIND._replace(open_ended=True, deadline=None), TODAY)
    assert (open_ended.days_remaining, open_ended.expected, open_ended.on_track) == (None, None, None)


def test_a_milestone_has_its_days_and_no_numbers() -> None:
    milestone = Measured(0, None, 0, date(2026, 11, 1), date(2026, 11, 20), open_ended=False, status="active")
    assert measure(milestone, date(2026, 11, 18)) == Measure(days_remaining=2)
    assert measure(milestone, TODAY) == Measure(days_remaining=-5, overdue_by=5)
    assert measure(milestone._replace(status="paused"), TODAY) == Measure(days_remaining=-5, overdue_by=5)
    assert measure(milestone._replace(status="completed"), TODAY) == Measure()
    assert measure(milestone._replace(status="archived"), TODAY) == Measure()
    assert measure(milestone._replace(deadline=None), TODAY) == Measure()
    assert pace(milestone, TODAY) is None


def test_without_a_target_nothing_is_reached() -> None:
    assert not is_reached(0, None, 500)
