"""The measure of a target: how far, how fast, until when."""

from datetime import date, timedelta
from typing import NamedTuple

from milepost.kernel.amounts import ratio_shown, shown


class Measured(NamedTuple):
    """What of a goal is measured: amounts in hundredths; only goals that count towards a target have one."""

    start_value: int
    target_value: int | None
    current_value: int
    start_date: date
    deadline: date | None
    open_ended: bool
    status: str


class Measure(NamedTuple):
    """Everything a target goal shows; what a goal has not, or not now, is None.

    `value`, `shown` and `expected` are percentages, `numerator`, `denominator`, `remaining` and
    `required_daily_rate` amounts: decimal text with two places. Days are whole.
    """

    value: str | None = None
    shown: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    remaining: str | None = None
    days_remaining: int | None = None
    overdue_by: int | None = None
    required_daily_rate: str | None = None
    expected: str | None = None
    on_track: bool | None = None
    buffer_days: int | None = None
    projection: date | None = None
    confidence: str | None = None


class _Way(NamedTuple):
    """Distances towards the target, in hundredths: `gone` is negative on the far side of the start."""

    gone: int
    whole: int

    @property
    def left(self) -> int:
        return max(0, self.whole - self.gone)

    @property
    def done(self) -> bool:
        return self.gone >= self.whole


class _Plan(NamedTuple):
    """Days of a goal with a deadline: `passed` is negative before the start date."""

    passed: int
    length: int

    @property
    def expected(self) -> tuple[int, int]:
        """The part of the way that should be behind, from 0 to 1, as numerator and denominator."""
        if self.length == 0:
            return int(self.passed >= 0), 1
        return min(max(0, self.passed), self.length), self.length


def is_reached(start_value: int, target_value: int | None, current_value: int) -> bool:
    """Whether the value is at the target or past it, seen from the start; never without a target.

    >>> is_reached(0, 500, 500), is_reached(7800, 7200, 7460), is_reached(7800, 7200, 7199)
    (True, False, True)
    """
    return target_value is not None and _way(start_value, target_value, current_value).done


def pace(goal: Measured, today: date) -> str | None:
    """What has been gained a day so far towards the target, as an amount; None without a target.

    Negative when the value has moved away. The first day, and a start to come, count as one day.

    >>> pace(Measured(0, 1800000, 924000, date(2026, 3, 1), None, False, "active"), date(2026, 11, 25))
    '34.35'
    """
    if goal.target_value is None:
        return None
    way = _way(goal.start_value, goal.target_value, goal.current_value)
    return ratio_shown(way.gone, 100 * _days_counted(goal, today))


def measure(goal: Measured, today: date) -> Measure:
    """Measure a goal on its owner's date of today.

    Comparisons are exact; each number shown is rounded once, ties away from zero. A goal without a
    target has only its days. The start value must differ from the target.

    >>> goal = Measured(0, 500000, 50000, date(2026, 10, 23), date(2027, 1, 31), False, "active")
    >>> found = measure(goal, date(2026, 11, 25))
    >>> found.value, found.remaining, found.required_daily_rate, found.expected, str(found.projection)
    ('10.00', '4500.00', '67.16', '33.00', '2027-09-18')
    """
    if goal.target_value is None:
        days = _days_remaining(goal, goal.status == "completed", today)
        return Measure(days_remaining=days, overdue_by=_overdue_by(days))
    way = _way(goal.start_value, goal.target_value, goal.current_value)
    plan = _plan(goal, today)
    done = way.done or goal.status == "completed"
    days = _days_remaining(goal, done, today)
    on_track = _on_track(way, plan) if plan and goal.status == "active" else None
    n = _days_to_go(way, goal, today) if goal.status == "active" else None
    return Measure(
        value=ratio_shown(100 * way.gone, way.whole),
        shown=ratio_shown(100 * min(max(0, way.gone), way.whole), way.whole),
        numerator=shown(way.gone),
        denominator=shown(way.whole),
        remaining=shown(way.left),
        days_remaining=days,
        overdue_by=_overdue_by(days),
        required_daily_rate=_required(way, days),
        expected=ratio_shown(100 * plan.expected[0], plan.expected[1]) if plan else None,
        on_track=on_track,
        buffer_days=_buffer(way, plan) if plan and on_track and not done else None,
        projection=None if n is None else today + timedelta(n),
        confidence=None if n is None or days is None else _confidence(n, days),
    )


def _way(start_value: int, target_value: int, current_value: int) -> _Way:
    gone, whole = current_value - start_value, target_value - start_value
    return _Way(gone, whole) if whole > 0 else _Way(-gone, -whole)


def _plan(goal: Measured, today: date) -> _Plan | None:
    if goal.deadline is None or goal.open_ended:
        return None
    return _Plan((today - goal.start_date).days, (goal.deadline - goal.start_date).days)


def _days_remaining(goal: Measured, done: bool, today: date) -> int | None:
    if goal.deadline is None or goal.open_ended or done or goal.status == "archived":
        return None
    return (goal.deadline - today).days


def _overdue_by(days_remaining: int | None) -> int | None:
    return -days_remaining if days_remaining is not None and days_remaining < 0 else None


def _required(way: _Way, days_remaining: int | None) -> str | None:
    if days_remaining is None or days_remaining < 0:
        return None
    return ratio_shown(way.left, 100 * max(1, days_remaining))


def _on_track(way: _Way, plan: _Plan) -> bool:
    passed, length = plan.expected
    return way.gone * length >= passed * way.whole


def _buffer(way: _Way, plan: _Plan) -> int:
    """Days by which the value is ahead of its path, for a goal on track that is not done."""
    return way.gone * plan.length // way.whole - plan.passed


def _days_counted(goal: Measured, today: date) -> int:
    return max(1, (today - goal.start_date).days)


def _days_to_go(way: _Way, goal: Measured, today: date) -> int | None:
    """Days until the target at the pace so far, rounded up; None without headway or past the calendar."""
    if way.gone <= 0:
        return None
    n = -(-way.left * _days_counted(goal, today) // way.gone)
    return n if n <= (date.max - today).days else None


def _confidence(n: int, days_remaining: int) -> str:
    if 10 * n <= 7 * days_remaining:
        return "high"
    return "medium" if n <= days_remaining else "low"
