"""Every read of goals."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from milepost.goals.errors import NoSuchEntry, NoSuchGoal
from milepost.goals.ports import Links
from milepost.goals.rows import EntryRow, GoalId, GoalRow, GoalTitle, StayRow, Taken
from milepost.goals.rules.entries import Entry
from milepost.goals.rules.series import Series, series
from milepost.kernel.statements import Number, statement
from milepost.kernel.work import Reading

NEWEST = (date.max, 2**62)


class _Step(NamedTuple):
    kind: str
    value: int | None
    entry_date: date
    seq: int


_GOAL = statement(
    "goals.goal", GoalRow, "SELECT {columns} FROM goals WHERE user_id = :owner AND id = :goal_id"
)
_THERE = statement(
    "goals.there", GoalId, "SELECT id FROM goals WHERE user_id = :owner AND id IN {each:goal_ids}"
)
_TITLES = statement(
    "goals.titles", GoalTitle, "SELECT id, title FROM goals WHERE user_id = :owner AND id IN {each:goal_ids}"
)
_SOME = statement(
    "goals.some",
    GoalRow,
    "SELECT {columns} FROM goals WHERE user_id = :owner AND id IN {each:goal_ids} ORDER BY sort_order, id",
)
_ACTIVE = statement(
    "goals.active",
    GoalRow,
    """SELECT {columns} FROM goals WHERE user_id = :owner AND status = 'active'
    ORDER BY deadline IS NULL, deadline, sort_order, id LIMIT :limit""",
)
_OPEN = statement(
    "goals.open",
    GoalRow,
    """SELECT {columns} FROM goals WHERE user_id = :owner AND status IN ('active', 'paused')
    ORDER BY sort_order, id""",
)
_ENTRY = statement(
    "goals.entry",
    EntryRow,
    "SELECT {columns} FROM progress_entries WHERE user_id = :owner AND id = :entry_id",
)
_ENTRIES = statement(
    "goals.entries",
    EntryRow,
    """SELECT {columns} FROM progress_entries
    WHERE user_id = :owner AND goal_id = :goal_id AND (entry_date, seq) < (:before_date, :before_seq)
    ORDER BY entry_date DESC, seq DESC LIMIT :limit""",
)
_STEPS = statement(
    "goals.steps",
    _Step,
    """SELECT {columns} FROM progress_entries WHERE user_id = :owner AND goal_id = :goal_id
    ORDER BY entry_date, seq""",
)
_STAYS = statement(
    "goals.stays",
    StayRow,
    """SELECT {columns} FROM goal_status_intervals WHERE user_id = :owner AND goal_id = :goal_id
    ORDER BY started_at, id""",
)
_ENTRY_COUNT = statement(
    "goals.entry_count",
    Number,
    "SELECT count(*) FROM progress_entries WHERE user_id = :owner AND goal_id = :goal_id",
)


_SUBTREE = statement(
    "goals.subtree",
    GoalId,
    """WITH RECURSIVE under(id) AS (
      SELECT id FROM goals WHERE user_id = :owner AND id IN {each:goal_ids}
      UNION ALL
      SELECT g.id FROM goals g JOIN under u ON g.parent_goal_id = u.id WHERE g.user_id = :owner
    )
    SELECT id FROM under""",
)
_ENTRIES_OF = statement(
    "goals.entries_of",
    Number,
    "SELECT count(*) FROM progress_entries WHERE user_id = :owner AND goal_id IN {each:goal_ids}",
)


def goal(reading: Reading, goal_id: UUID) -> GoalRow:
    """One goal.

    Raises:
        NoSuchGoal: if it is not there, or not open to the actor.
    """
    found = reading.first(_GOAL, goal_id=goal_id)
    if found is None:
        raise NoSuchGoal()
    return found


def require_goals(reading: Reading, goal_ids: Sequence[UUID]) -> None:
    """See that all of these goals are there.

    Raises:
        NoSuchGoal: if one is not there, or not open to the actor.
    """
    wanted = set(goal_ids)
    if wanted and len(reading.all(_THERE, goal_ids=list(wanted))) < len(wanted):
        raise NoSuchGoal()


def goals_of(reading: Reading, goal_ids: Sequence[UUID]) -> list[GoalRow]:
    """Those of these goals that are there, in their order."""
    return reading.all(_SOME, goal_ids=list(goal_ids))


def titles(reading: Reading, goal_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of these goals, those that are there."""
    return {row.id: row.title for row in reading.all(_TITLES, goal_ids=list(goal_ids))}


def active_goals(reading: Reading, limit: int) -> list[GoalRow]:
    """Active goals, by deadline, those without one last."""
    return reading.all(_ACTIVE, limit=limit)


def open_goals(reading: Reading) -> list[GoalRow]:
    """All goals that are active or paused, in their order."""
    return reading.all(_OPEN)


def entry_with_id(reading: Reading, entry_id: UUID) -> EntryRow | None:
    """The entry with this id, on whichever goal."""
    return reading.first(_ENTRY, entry_id=entry_id)


def entry(reading: Reading, goal_id: UUID, entry_id: UUID) -> EntryRow:
    """One entry of a goal.

    Raises:
        NoSuchGoal: if there is no such goal.
        NoSuchEntry: if the goal has no such entry.
    """
    found = entry_with_id(reading, entry_id)
    if found is None or found.goal_id != goal_id:
        goal(reading, goal_id)
        raise NoSuchEntry()
    return found


def entries(reading: Reading, goal_id: UUID, limit: int, before: tuple[date, int] = NEWEST) -> list[EntryRow]:
    """Entries of a goal, newest first by (entry_date, seq), those behind `before`.

    Raises:
        NoSuchGoal: if there is no such goal.
    """
    goal(reading, goal_id)
    return reading.all(_ENTRIES, goal_id=goal_id, before_date=before[0], before_seq=before[1], limit=limit)


def steps(reading: Reading, goal_id: UUID) -> list[Entry]:
    """All entries of a goal as the fold takes them, in order."""
    return [Entry(*row) for row in reading.all(_STEPS, goal_id=goal_id)]


def stays(reading: Reading, goal_id: UUID) -> list[StayRow]:
    """The statuses that a goal went through, oldest first.

    Raises:
        NoSuchGoal: if there is no such goal.
    """
    goal(reading, goal_id)
    return reading.all(_STAYS, goal_id=goal_id)


def entry_count(reading: Reading, goal_id: UUID) -> int:
    """How many entries a goal has."""
    (row,) = reading.all(_ENTRY_COUNT, goal_id=goal_id)
    return row.number


def line(reading: Reading, goal_id: UUID, first: date | None = None, last: date | None = None) -> Series:
    """The goal as a line over its days: what was, what should be, where it leads.

    Raises:
        NoSuchGoal: if there is no such goal.
    """
    found = goal(reading, goal_id)
    return series(found.measured(), steps(reading, goal_id), reading.today, first, last)


def deletion(reading: Reading, goal_id: UUID) -> Taken:
    """What deleting this goal would take; nothing is changed.

    Raises:
        NoSuchGoal: if it is not there.
    """
    goal(reading, goal_id)
    return taken(reading, [goal_id])


def taken(reading: Reading, goal_ids: list[UUID]) -> Taken:
    """What deleting these goals would take."""
    ids = [each.id for each in reading.all(_SUBTREE, goal_ids=goal_ids)]
    (entries,) = reading.all(_ENTRIES_OF, goal_ids=ids)
    unlinked = {links.kind: links.count(reading, ids) for links in reading.provided(Links)}
    return Taken(len(ids), entries.number, unlinked)
