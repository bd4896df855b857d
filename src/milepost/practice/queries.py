"""Every read of practice sessions."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from milepost.goals import queries as goals
from milepost.goals.ports import SessionLink
from milepost.goals.rules.rollup import NOTHING, WHOLE, Share
from milepost.kernel.statements import Number, statement
from milepost.kernel.text import text_key
from milepost.kernel.work import Reading
from milepost.practice.errors import NoSuchPracticeSession
from milepost.practice.rows import PractisedGoal, Session, SessionRow

NEWEST = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
"""The place before the newest session."""
PAGE = 500
ONE = 1_00
"""The weight of a session in what it counts towards."""


class Wanted(NamedTuple):
    """Which sessions a list shows: for any of these goals, completed or not, shelved or not; None is any."""

    goal_ids: tuple[UUID, ...] | None = None
    completed: bool | None = None
    unlinked: bool | None = None


ANY = Wanted()


class Taken(NamedTuple):
    """What goes with a session: the goals under it and their entries; links that others lose, by kind."""

    goals: int
    entries: int
    unlinked: dict[str, int]


class _Done(NamedTuple):
    goal_id: UUID
    id: UUID
    name: str
    completed: bool


_SESSION = statement(
    "practice.session",
    SessionRow,
    "SELECT {columns} FROM practice_sessions WHERE user_id = :owner AND id = :session_id",
)
_SESSIONS = statement(
    "practice.sessions",
    SessionRow,
    """SELECT {columns} FROM practice_sessions s
    WHERE s.user_id = :owner AND (s.created_at, s.id) < (:before_instant, :before)
    AND (:any_completed OR s.completed = :completed)
    AND (:any_linkage OR :unlinked = NOT EXISTS (SELECT 1 FROM practice_session_goals u
      WHERE u.user_id = :owner AND u.practice_session_id = s.id))
    AND (:any_goal OR EXISTS (SELECT 1 FROM practice_session_goals l
      WHERE l.user_id = :owner AND l.practice_session_id = s.id AND l.goal_id IN {each:goal_ids}))
    ORDER BY s.created_at DESC, s.id DESC LIMIT :limit""",
)
_DONE_SINCE = statement(
    "practice.done_since",
    SessionRow,
    """SELECT {columns} FROM practice_sessions WHERE user_id = :owner AND completed_at >= :instant
    ORDER BY created_at DESC, id DESC""",
)
_LINKS_OF = statement(
    "practice.links_of_sessions",
    SessionLink,
    """SELECT {columns} FROM practice_session_goals
    WHERE user_id = :owner AND practice_session_id IN {each:session_ids} ORDER BY practice_session_id, id""",
)
_LINKS_TO = statement(
    "practice.links_to_goals",
    SessionLink,
    """WITH wanted(id) AS {each:goal_ids}
    SELECT l.practice_session_id, l.goal_id FROM wanted w CROSS JOIN practice_session_goals l
    WHERE l.user_id = :owner AND l.goal_id = w.id""",
)
_GOALS_OF = statement(
    "practice.goals_of_session",
    PractisedGoal,
    """SELECT g.id, g.title, g.level, g.status FROM practice_session_goals l JOIN goals g ON g.id = l.goal_id
    WHERE l.user_id = :owner AND g.user_id = :owner AND l.practice_session_id IN {each:session_ids}
    ORDER BY l.practice_session_id, l.id""",
)
_IMMEDIATE = statement(
    "practice.goals_under_session",
    PractisedGoal,
    """SELECT {columns} FROM goals WHERE user_id = :owner AND practice_session_id = :session_id
    ORDER BY sort_order, id""",
)
_DONE = statement(
    "practice.done",
    _Done,
    """SELECT l.goal_id, s.id, s.name, s.completed
    FROM practice_session_goals l JOIN practice_sessions s ON s.id = l.practice_session_id
    WHERE l.user_id = :owner AND s.user_id = :owner ORDER BY s.created_at DESC, s.id DESC""",
)
_DONE_OF = statement(
    "practice.done_of_goals",
    _Done,
    """WITH wanted(id) AS {each:goal_ids}
    SELECT l.goal_id, s.id, s.name, s.completed
    FROM wanted w CROSS JOIN practice_session_goals l JOIN practice_sessions s ON s.id = l.practice_session_id
    WHERE l.user_id = :owner AND s.user_id = :owner AND l.goal_id = w.id
    ORDER BY s.created_at DESC, s.id DESC""",
)
_LINKED = statement(
    "practice.sessions_linked",
    Number,
    """WITH wanted(id) AS {each:goal_ids}
    SELECT count(DISTINCT l.practice_session_id) FROM wanted w CROSS JOIN practice_session_goals l
    WHERE l.user_id = :owner AND l.goal_id = w.id""",
)
_COUNT = statement("practice.count", Number, "SELECT count(*) FROM practice_sessions WHERE user_id = :owner")


def row(reading: Reading, session_id: UUID) -> SessionRow:
    """One practice session without its goals.

    Raises:
        NoSuchPracticeSession: if it is not there, or not open to the actor.
    """
    found = row_with_id(reading, session_id)
    if found is None:
        raise NoSuchPracticeSession()
    return found


def row_with_id(reading: Reading, session_id: UUID) -> SessionRow | None:
    """The practice session with this id, if it is there."""
    return reading.first(_SESSION, session_id=session_id)


def session(reading: Reading, session_id: UUID) -> Session:
    """One practice session.

    Raises:
        NoSuchPracticeSession: if it is not there.
    """
    found = row(reading, session_id)
    return Session(found, [link.goal_id for link in links_of(reading, [session_id])])


def sessions(
    reading: Reading, limit: int, before: tuple[datetime, UUID] = NEWEST, wanted: Wanted = ANY
) -> list[Session]:
    """Practice sessions, newest first, those behind `before` that are wanted.

    Raises:
        NoSuchGoal: if one of the wanted goals is not there.
    """
    goals.require_goals(reading, wanted.goal_ids or ())
    rows = reading.all(
        _SESSIONS,
        limit=limit,
        before_instant=before[0],
        before=before[1],
        goal_ids=list(wanted.goal_ids or ()),
        any_goal=wanted.goal_ids is None,
        completed=bool(wanted.completed),
        any_completed=wanted.completed is None,
        unlinked=bool(wanted.unlinked),
        any_linkage=wanted.unlinked is None,
    )
    return _with_goals(reading, rows)


def named(reading: Reading, words: str, limit: int) -> list[SessionRow]:
    """Practice sessions with these words in their name, by the text key, newest first; all are looked at."""
    key, found, before = text_key(words), list[SessionRow](), NEWEST
    while len(found) < limit and (page := sessions(reading, PAGE, before)):
        found += [each.row for each in page if key in text_key(each.row.name)]
        before = (page[-1].created_at, page[-1].id)
    return found[:limit]


def done_since(reading: Reading, instant: datetime) -> list[Session]:
    """Practice sessions that were completed since, the newest made first."""
    return _with_goals(reading, reading.all(_DONE_SINCE, instant=instant))


def _with_goals(reading: Reading, rows: list[SessionRow]) -> list[Session]:
    linked: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for link in links_of(reading, [each.id for each in rows]):
        linked[link.practice_session_id].append(link.goal_id)
    return [Session(each, linked.get(each.id, [])) for each in rows]


def practised_goals(reading: Reading, session_id: UUID) -> list[PractisedGoal]:
    """The goals that a session is for, in the order of linking."""
    return reading.all(_GOALS_OF, session_ids=[session_id])


def session_count(reading: Reading) -> int:
    """How many practice sessions the owner has."""
    (found,) = reading.all(_COUNT)
    return found.number


def links_of(reading: Reading, session_ids: list[UUID]) -> list[SessionLink]:
    """The links of these sessions to the goals over them."""
    return reading.all(_LINKS_OF, session_ids=session_ids) if session_ids else []


def links_to(reading: Reading, goal_ids: list[UUID]) -> list[SessionLink]:
    """The links of these goals to the sessions under them."""
    return reading.all(_LINKS_TO, goal_ids=goal_ids)


def linked_count(reading: Reading, goal_ids: list[UUID]) -> int:
    """How many sessions are linked to any of these goals."""
    (found,) = reading.all(_LINKED, goal_ids=goal_ids)
    return found.number


def shares(reading: Reading, goal_ids: list[UUID] | None) -> dict[UUID, list[Share]]:
    """What sessions bring to these goals, or to all: everything if completed, else nothing; newest first."""
    rows = reading.all(_DONE) if goal_ids is None else reading.all(_DONE_OF, goal_ids=goal_ids)
    found: defaultdict[UUID, list[Share]] = defaultdict(list)
    for each in rows:
        part = WHOLE if each.completed else NOTHING
        found[each.goal_id].append(Share("practice_session", each.id, each.name, ONE, part))
    return found


def deletion(reading: Reading, session_id: UUID) -> Taken:
    """What deleting this session would take, itself left out; nothing is changed.

    Raises:
        NoSuchPracticeSession: if it is not there.
    """
    loses = len(session(reading, session_id).goal_ids)
    taken = goals.taken(reading, immediate_ids(reading, session_id))
    return Taken(taken.goals, taken.entries, {"goals": loses} | taken.unlinked)


def immediate_ids(reading: Reading, session_id: UUID) -> list[UUID]:
    """The goals right under a session."""
    return [each.id for each in reading.all(_IMMEDIATE, session_id=session_id)]
