"""What follows from a new value or status of a goal: completion by measure and its reversal, its stays."""

from datetime import date
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
_STATUS = change(
    "goals.update_status",
    """UPDATE goals SET status = :status, completion_source = :completion_source, held_open = :held_open,
    paused_at = :paused_at, completed_at = :completed_at, archived_at = :archived_at, version = :version,
    updated_at = :now WHERE user_id = :owner AND id = :id""",
)
# A work that waited for the goal may have begun before the one it waited for; stays still follow on.
_END_STAY = change(
    "goals.end_stay",
    """UPDATE goal_status_intervals SET ended_at = CASE WHEN started_at > :now THEN started_at ELSE :now END,
    ended_on = CASE WHEN started_on > :today THEN started_on ELSE :today END
    WHERE user_id = :owner AND goal_id = :goal_id AND ended_at IS NULL""",
)
_BEGIN_STAY = change(
    "goals.begin_stay",
    """INSERT INTO goal_status_intervals (user_id, id, goal_id, status, started_at, started_on)
    SELECT :owner, :id, :goal_id, :status,
    CASE WHEN before.ended_at > :now THEN before.ended_at ELSE :now END,
    CASE WHEN before.ended_on > :today THEN before.ended_on ELSE :today END
    FROM (SELECT max(ended_at) AS ended_at, max(ended_on) AS ended_on FROM goal_status_intervals
    WHERE user_id = :owner AND goal_id = :goal_id) before""",
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
    valued = goal._replace(**new._asdict(), updated_at=work.now)
    after = measured_again(work, valued)
    return valued if after == valued else settled(work, valued, after)


def measured_again(work: Work, goal: GoalRow) -> GoalRow:
    """The goal with the status that its measure asks for; nothing is written."""
    reached = is_reached(goal.start_value, goal.target_value, goal.current_value)
    verdict = judged(goal.status, goal.completion_source, goal.held_open, reached)
    after = goal._replace(
        status=verdict.status, completion_source=verdict.completion_source, held_open=verdict.held_open
    )
    if verdict.transition is None:
        return after
    return after._replace(completed_at=work.now if verdict.transition == "complete" else None)


def settled(work: Work, before: GoalRow, after: GoalRow) -> GoalRow:
    """Store a goal's status and what belongs to it; where it moved, its stays and who listens follow."""
    work.run(
        _STATUS,
        id=after.id,
        status=after.status,
        completion_source=after.completion_source,
        held_open=after.held_open,
        paused_at=after.paused_at,
        completed_at=after.completed_at,
        archived_at=after.archived_at,
        version=after.version,
    )
    if after.status != before.status:
        work.run(_END_STAY, goal_id=after.id, today=work.today)
        _begin_stay(work, after.id, after.status)
        _tell(work, before, after)
    return after._replace(updated_at=work.now)


def _tell(work: Work, before: GoalRow, after: GoalRow) -> None:
    if after.status == "completed":
        work.publish(GoalCompleted(after.id, after.completion_source or "manual"))
    elif before.status == "completed" and after.status == "active":
        work.publish(GoalReopened(after.id))


def _begin_stay(work: Work, goal_id: UUID, status: str) -> None:
    work.run(_BEGIN_STAY, id=new_id(), goal_id=goal_id, status=status, today=work.today)
