"""A goal held for a change: nobody else changes it until the commit."""

from uuid import UUID

from milepost.goals.errors import NoSuchGoal
from milepost.goals.rows import GoalRow
from milepost.kernel.errors import Stale
from milepost.kernel.statements import statement
from milepost.kernel.work import Work

_GOAL_LOCKED = statement(
    "goals.goal_locked",
    GoalRow,
    sqlite="SELECT {columns} FROM goals WHERE user_id = :owner AND id = :goal_id",
    postgres="SELECT {columns} FROM goals WHERE user_id = :owner AND id = :goal_id FOR NO KEY UPDATE",
)


def held(work: Work, goal_id: UUID) -> GoalRow:
    """The goal, locked on PostgreSQL; other goals of the owner stay free.

    Raises:
        NoSuchGoal: if it is not there, or not open to the actor.
    """
    goal = work.first(_GOAL_LOCKED, goal_id=goal_id)
    if goal is None:
        raise NoSuchGoal()
    return goal


def require_version(goal: GoalRow, expected: int | None) -> None:
    """Refuse a change by somebody who has read an older version.

    Raises:
        Stale: if the goal is not in the expected version; None is any.
    """
    if expected is not None and goal.version != expected:
        raise Stale(f"The goal is now in version {goal.version}.")
