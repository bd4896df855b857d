"""The line of a goal over its days: what was, what should be, where it leads."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from milepost.goals.rules.entries import Entry, history
from milepost.goals.rules.measure import Measured, measure


class Point(NamedTuple):
    """A value in hundredths on a date."""

    date: datetime.date
    value: int


class Series(NamedTuple):
    """A goal as a line: the value after each day with an entry, the path it should follow, its projection."""

    start_value: int
    points: list[Point]
    path: tuple[Point, Point] | None
    projection: Point | None


def points(
    entries: Iterable[Entry],
    start_value: int,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> list[Point]:
    """The value at the end of each day with an entry, by date, from `first` to `last`, both included.

    Entries before the window count in its values.

    Raises:
        BeyondLimit: if a value on the way is above 99,999,999.99 in size.

    >>> entries = [Entry("delta", 100, datetime.date(2026, 11, day), day) for day in (1, 2, 3)]
    >>> points(entries, 50, first=datetime.date(2026, 11, 3))
    [Point(date=datetime.date(2026, 11, 3), value=350)]
    """
    ends = {entry.entry_date: after for entry, after in history(entries, start_value)}
    return [
        Point(day, value)
        for day, value in ends.items()
        if (first is None or first <= day) and (last is None or day <= last)
    ]


def path(goal: Measured) -> tuple[Point, Point] | None:
    """The straight line from the start to the target on the deadline; None without a target or deadline.

    >>> path(Measured(0, 500, 0, datetime.date(2026, 11, 1), None, True, "active")) is None
    True
    """
    if goal.target_value is None or goal.deadline is None or goal.open_ended:
        return None
    return Point(goal.start_date, goal.start_value), Point(goal.deadline, goal.target_value)


def projection(goal: Measured, today: datetime.date) -> Point | None:
    """The target on the day it is reached at the pace so far; None where there is no projection.

    >>> goal = Measured(0, 500, 250, datetime.date(2026, 11, 1), datetime.date(2026, 12, 1), False, "active")
    >>> projection(goal, datetime.date(2026, 11, 11))
    Point(date=datetime.date(2026, 11, 21), value=500)
    """
    on = measure(goal, today).projection
    return None if on is None or goal.target_value is None else Point(on, goal.target_value)


def series(
    goal: Measured,
    entries: Iterable[Entry],
    today: datetime.date,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> Series:
    """The whole line on the owner's date of today; the window `first` to `last` narrows the points alone.

    Raises:
        BeyondLimit: if a value on the way is above 99,999,999.99 in size.

    >>> goal = Measured(0, 500, 0, datetime.date(2026, 11, 1), datetime.date(2026, 12, 1), False, "active")
    >>> series(goal, [], datetime.date(2026, 11, 11)).points
    []
    """
    return Series(
        start_value=goal.start_value,
        points=points(entries, goal.start_value, first, last),
        path=path(goal),
        projection=projection(goal, today),
    )
