"""Every change of practice sessions."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from milepost.goals.actions import bury_entries_under
from milepost.goals.placing import require_linkable
from milepost.kernel.errors import Stale
from milepost.kernel.ids import new_id
from milepost.kernel.repeats import IdTaken, bury, fingerprint, refuse_gone
from milepost.kernel.statements import change
from milepost.kernel.work import Work
from milepost.practice import queries
from milepost.practice.rows import Session, SessionRow
from milepost.practice.schemas import NewSession, SessionChange

_INSERT = change(
    "practice.insert",
    """INSERT INTO practice_sessions (user_id, id, name, description, completed, completed_at,
    planned_minutes, fingerprint, created_at, updated_at)
    VALUES (:owner, :id, :name, :description, :completed, :completed_at, :planned_minutes, :fingerprint,
    :now, :now)""",
)
_UPDATE = change(
    "practice.update",
    """UPDATE practice_sessions SET name = :name, description = :description, completed = :completed,
    completed_at = :completed_at, planned_minutes = :planned_minutes, version = version + 1, updated_at = :now
    WHERE user_id = :owner AND id = :id""",
)
_DELETE = change("practice.delete", "DELETE FROM practice_sessions WHERE user_id = :owner AND id = :id")
_LINK = change(
    "practice.link",
    """INSERT INTO practice_session_goals (user_id, id, practice_session_id, goal_id, created_at)
    VALUES (:owner, :id, :practice_session_id, :goal_id, :now)""",
)
_UNLINK = change(
    "practice.unlink",
    """DELETE FROM practice_session_goals
    WHERE user_id = :owner AND practice_session_id = :practice_session_id AND goal_id = :goal_id""",
)


class Made(NamedTuple):
    """A practice session, and whether this request made it."""

    session: Session
    made: bool = True


def create_session(work: Work, new: NewSession) -> Made:
    """Make a practice session for one goal or more.

    What was made before with the same id and words is answered as it now is.

    Raises:
        NoSuchGoal: if a goal is not there; points at it.
        LevelOrder, TooDeep: if a goal may not carry sessions, or is 64 levels deep.
        IdTaken, IdGone: if the client's id belongs to something else, or to a deleted session.
    """
    work.lock_owner()
    print_of = fingerprint(new.model_dump_json(exclude={"id"}, exclude_defaults=True))
    there = _already_made(work, new.id, print_of)
    if there is not None:
        return Made(there, made=False)
    session_id = new.id or new_id()
    require_linkable(work, session_id, new.goal_ids)
    work.run(
        _INSERT,
        id=session_id,
        name=new.name or _numbered(work),
        description=new.description,
        completed=new.completed,
        completed_at=work.now if new.completed else None,
        planned_minutes=new.planned_minutes,
        fingerprint=None if new.id is None else print_of,
    )
    _link(work, session_id, new.goal_ids)
    return Made(queries.session(work, session_id))


def change_session(
    work: Work, session_id: UUID, change: SessionChange, expected: int | None = None
) -> Session:
    """Change what is sent of a practice session; without any goal it lies on the unlinked shelf.

    Raises:
        NoSuchPracticeSession: if it is not there.
        NoSuchGoal: if a goal is not there; points at it.
        LevelOrder, Cycle, TooDeep: if it may not stand under these goals.
        Stale: if it was edited since the `expected` version.
    """
    work.lock_owner()
    before = queries.session(work, session_id)
    _require_version(before.row, expected)
    sent = change.model_dump(exclude_unset=True)
    if "goal_ids" in sent:
        _relink(work, before, sent.pop("goal_ids"))
    after = before.row._replace(**sent)
    if after.completed != before.row.completed:
        after = after._replace(completed_at=work.now if after.completed else None)
    work.run(
        _UPDATE,
        id=session_id,
        name=after.name,
        description=after.description,
        completed=after.completed,
        completed_at=after.completed_at,
        planned_minutes=after.planned_minutes,
    )
    return queries.session(work, session_id)


def delete_session(work: Work, session_id: UUID, expected: int | None = None) -> None:
    """Delete a practice session, and the goals under it with all below them. Goals over it stay.

    Raises:
        NoSuchPracticeSession: if it is not there.
        Stale: if it was edited since the `expected` version.
    """
    work.lock_owner()
    row = queries.row(work, session_id)
    _require_version(row, expected)
    bury_entries_under(work, queries.immediate_ids(work, session_id))
    if row.fingerprint is not None:
        bury(work, session_id, row.fingerprint)
    work.run(_DELETE, id=session_id)


def _already_made(work: Work, session_id: UUID | None, print_of: bytes) -> Session | None:
    if session_id is None:
        return None
    row = queries.row_with_id(work, session_id)
    if row is None:
        refuse_gone(work, session_id)
        return None
    if row.fingerprint != print_of:
        raise IdTaken()
    return queries.session(work, session_id)


def _numbered(work: Work) -> str:
    day = work.today
    number = queries.session_count(work) + 1
    return f"Practice Session {number} - {day.month:02}/{day.day:02}/{day.year:04}"


def _relink(work: Work, before: Session, goal_ids: Sequence[UUID]) -> None:
    if goal_ids:
        require_linkable(work, before.row.id, goal_ids)
    for gone in set(before.goal_ids) - set(goal_ids):
        work.run(_UNLINK, practice_session_id=before.row.id, goal_id=gone)
    _link(work, before.row.id, [each for each in goal_ids if each not in before.goal_ids])


def _link(work: Work, session_id: UUID, goal_ids: Sequence[UUID]) -> None:
    for goal_id in goal_ids:
        work.run(_LINK, id=new_id(), practice_session_id=session_id, goal_id=goal_id)


def _require_version(row: SessionRow, expected: int | None) -> None:
    if expected is not None and row.version != expected:
        raise Stale(f"The practice session is now in version {row.version}.")
