"""Entries that come in from a file: the goal's value follows."""

from datetime import date

from milepost.goals.actions.completion import Change, changed
from milepost.goals.actions.holding import held
from milepost.goals.rows import GoalRow
from milepost.kernel.errors import Stale
from milepost.kernel.work import Work


def take_in(work: Work, seen: GoalRow, current_value: int, newest: date, count: int) -> GoalRow:
    """Give a goal the value and the newest date that `count` more entries make, and judge its completion.

    The entries themselves are carried over beside; they have the next numbers after those that are there.

    Raises:
        NoSuchGoal: if the goal is not there.
        Stale: if it is no longer as it was seen when the value was worked out.
    """
    goal = held(work, seen.id)
    if goal != seen:
        raise Stale("The goal has changed meanwhile.")
    return changed(work, goal, Change(current_value, newest, goal.last_seq + count))
