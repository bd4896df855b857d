"""The measure of any target, held against a slow model of the same rules."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from milepost.goals.rules.measure import Measured, is_reached, measure
from milepost.kernel.amounts import LIMIT
from tests.goals.slow_model import Target, two_places

AMOUNTS = st.one_of(st.integers(-5_000, 5_000), st.integers(-LIMIT, LIMIT))
DAYS = st.one_of(st.dates(date(2026, 10, 1), date(2027, 3, 31)), st.dates())
STATUSES = st.sampled_from(["active", "active", "active", "paused", "completed", "archived"])


@st.composite
def measured(draw: st.DrawFn) -> Measured:
    start = draw(AMOUNTS)
    start_date, deadline = sorted([draw(DAYS), draw(DAYS)])
    open_ended = draw(st.sampled_from([False, False, True]))
    return Measured(
        start_value=start,
        target_value=draw(AMOUNTS.filter(lambda target: target != start)),
        current_value=draw(AMOUNTS),
        start_date=start_date,
        deadline=None if open_ended else deadline,
        open_ended=open_ended,
        status=draw(STATUSES),
    )


def slowly(goal: Measured, today: date) -> Target:
    assert goal.target_value is not None
    return Target(
        Fraction(goal.start_value, 100),
        Fraction(goal.target_value, 100),
        Fraction(goal.current_value, 100),
        start_date=goal.start_date,
        deadline=goal.deadline,
        status=goal.status,
        today=today,
    )


@given(measured(), DAYS)
def test_every_figure_equals_the_slow_model(goal: Measured, today: date) -> None:
    slow = slowly(goal, today)
    assert measure(goal, today)._asdict() == slow.figures()
    assert is_reached(goal.start_value, goal.target_value, goal.current_value) == (slow.fraction >= 1)


@given(measured(), DAYS)
def test_the_value_is_the_fraction_of_its_parts(goal: Measured, today: date) -> None:
    found = measure(goal, today)
    assert found.value is not None
    assert found.numerator is not None
    assert found.denominator is not None
    assert found.value == two_places(100 * Fraction(found.numerator) / Fraction(found.denominator))


@given(measured(), DAYS)
def test_the_buffer_is_the_number_of_days_one_could_rest(goal: Measured, today: date) -> None:
    buffer = measure(goal, today).buffer_days
    if buffer is None or goal.start_date == goal.deadline:
        return
    assert buffer >= 0
    assert measure(goal, today + timedelta(buffer)).on_track
    assert not measure(goal, today + timedelta(buffer + 1)).on_track
