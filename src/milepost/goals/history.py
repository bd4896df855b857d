"""The statuses that a goal went through, and the days it was active."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from milepost.goals import queries
from milepost.goals.rows import GoalRow, StayRow
from milepost.goals.rules.lifecycle import Stay, active_days
from milepost.goals.standings import completed_on
from milepost.kernel.calendar import instant_shown
from milepost.kernel.work import Reading


class History(NamedTuple):
    """Stays, oldest first, and how many days of them were active ones."""

    stays: list[StayRow]
    active_days: int


def history(reading: Reading, goal_id: UUID) -> History:
    """What became of a goal so far.

    Raises:
        NoSuchGoal: if there is no such goal.
    """
    goal = queries.goal(reading, goal_id)
    stays = queries.stays(reading, goal_id)
    spans = [Stay(each.status, each.started_on, each.ended_on) for each in stays]
    return History(stays, active_days(spans, goal.start_date, _end(reading, goal)))


def _end(reading: Reading, goal: GoalRow) -> date:
    """The completion date, the day of archiving, or today."""
    if goal.status == "archived" and goal.archived_at is not None:
        return reading.actor.local_date(goal.archived_at)
    steps = queries.steps(reading, goal.id) if goal.status == "completed" else []
    return completed_on(reading, goal, steps) or reading.today


def history_view(found: History) -> dict[str, object]:
    """A history as every entrance shows it."""
    return {
        "items": [
            {
                "status": each.status,
                "started_at": instant_shown(each.started_at),
                "ended_at": None if each.ended_at is None else instant_shown(each.ended_at),
            }
            for each in found.stays
        ],
        "active_days": found.active_days,
    }
