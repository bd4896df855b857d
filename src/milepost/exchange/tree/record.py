"""The tree of the record here, as what comes from a file meets it."""

from typing import NamedTuple
from uuid import UUID

from milepost.exchange.tree.things import Thing
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading


class _Goal(NamedTuple):
    id: UUID
    title_key: str
    level: str | None
    status: str
    parent_goal_id: UUID | None
    practice_session_id: UUID | None
    sort_order: int


class _Session(NamedTuple):
    id: UUID


class _Link(NamedTuple):
    practice_session_id: UUID
    goal_id: UUID


_GOALS = statement(
    "imports.goals_here", _Goal, "SELECT {columns} FROM goals WHERE user_id = :owner ORDER BY sort_order, id"
)
_SESSIONS = statement(
    "imports.sessions_here", _Session, "SELECT {columns} FROM practice_sessions WHERE user_id = :owner"
)
_LINKS = statement(
    "imports.links_here", _Link, "SELECT {columns} FROM practice_session_goals WHERE user_id = :owner"
)


class Record(NamedTuple):
    """The record here: its things by id, the titles of open root goals, the next number at each place."""

    things: dict[UUID, Thing]
    titles: set[str]
    next_order: dict[UUID | None, int]


def record_of(reading: Reading) -> Record:
    """Read the whole record's tree."""
    goals = reading.all(_GOALS)
    things = {row.id: _here(row.id, False, row.level) for row in goals}
    things |= {row.id: _here(row.id, True, None) for row in reading.all(_SESSIONS)}
    next_order: dict[UUID | None, int] = {}
    titles = set()
    for row in goals:
        at = row.parent_goal_id or row.practice_session_id
        next_order[at] = row.sort_order + 1
        if at is not None:
            things[row.id].parents = [things[at]]
        elif row.status in ("active", "paused"):
            titles.add(row.title_key)
    for link in reading.all(_LINKS):
        session = things[link.practice_session_id]
        session.parents.append(things[link.goal_id])
        session.old_parents.append(things[link.goal_id])
    return Record(things, titles, next_order)


def _here(row_id: UUID, is_session: bool, level: str | None) -> Thing:
    thing = Thing(is_session, level)
    thing.id, thing.is_here = row_id, True
    return thing
