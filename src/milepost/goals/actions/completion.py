"""What follows from a goal's new value: its cache, completion by measure and its reversal, its stays."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from milepost.goals.events import GoalCompleted, GoalReopened
from milepost.goals.rows import GoalRow
from milepost.goals.rules.lifecycle import judged
from milepost.goals.rules.measure import is_reached
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change
from milepost.kernel.work import Work

_UPDATE = change(
    "goals.update_value",
    """UPDATE goals SET current_value = :current_value, newest_entry_date = :newest_entry_date,
    last_seq = :last_seq, updated_at = :now WHERE user_id = :owner AND id = :id""",
)
_JUDGE = change(
    "goals.update_status",
    """UPDATE goals SET status = :status, completion_source = :completion_source, held_open = :held_open,
    completed_at = :completed_at WHERE user_id = :owner AND id = :id""",
)
_END_STAY = change(
    "goals.end_stay",
    """UPDATE goal_status_intervals SET ended_at = :now, ended_on = :today
    WHERE user_id = :owner AND goal_id = :goal_id AND ended_at IS NULL""",
)
_BEGIN_STAY = change(
    "goals.begin_stay",
    """INSERT INTO goal_status_intervals (user_id, id, goal_id, status, started_at, started_on)
    VALUES (:owner, :id, :goal_id, :status, :now, :today)""",
)


class Change(NamedTuple):
    """A goal's caches after a change of its entries."""

    current_value: int
    newest_entry_date: date | None
    last_seq: int


def opened(work: Work, goal_id: UUID) -> None:
    """Begin the first stay of a new goal."""
    _begin_stay(work, goal_id, "active")


def changed(work: Work, goal: GoalRow, new: Change) -> GoalRow:
    """Store a goal's new value and judge its completion; the goal as it is then."""
    work.run(_UPDATE, id=goal.id, **new._asdict())
    goal = goal._replace(**new._asdict(), updated_at=work.now)
    verdict = judged(
        goal.status,
        goal.completion_source,
        goal.held_open,
        is_reached(goal.start_value, goal.target_value, goal.current_value),
    )
    if verdict.transition is None and verdict.held_open == goal.held_open:
        return goal
    completed_at: datetime | None = goal.completed_at
    if verdict.transition is not None:
        completed_at = work.now if verdict.transition == "complete" else None
    goal = goal._replace(
        status=verdict.status,
        completion_source=verdict.completion_source,
        held_open=verdict.held_open,
        completed_at=completed_at,
    )
    work.run(
        _JUDGE,
        id=goal.id,
        status=goal.status,
        completion_source=goal.completion_source,
        held_open=goal.held_open,
        completed_at=completed_at,
    )
    if verdict.transition is not None:
        _moved_on(work, goal)
    return goal


def _moved_on(work: Work, goal: GoalRow) -> None:
    work.run(_END_STAY, goal_id=goal.id, today=work.today)
    _begin_stay(work, goal.id, goal.status)
    if goal.status == "completed":
        work.publish(GoalCompleted(goal.id, goal.completion_source or "manual"))
    else:
        work.publish(GoalReopened(goal.id))


def _begin_stay(work: Work, goal_id: UUID, status: str) -> None:
    work.run(_BEGIN_STAY, id=new_id(), goal_id=goal_id, status=status, today=work.today)
