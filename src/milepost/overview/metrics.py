"""The totals of a tree: how many goals and practice sessions are in it, and how many are done."""

from typing import NamedTuple
from uuid import UUID

from milepost.goals import queries
from milepost.goals.graph import goal_key, under
from milepost.kernel.amounts import ratio_shown
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading


class Tally(NamedTuple):
    """How many there are, and how many of them are completed."""

    total: int
    completed: int


class Metrics(NamedTuple):
    """Totals of a tree, archived goals left out, sessions counted once; no percent where there is nothing."""

    total: int
    completed: int
    percent: str | None
    practice_sessions: int


_GOALS = statement(
    "overview.goals_tallied",
    Tally,
    """SELECT count(*), coalesce(sum(CASE WHEN status = 'completed' THEN 1 ELSE 0 END), 0) FROM goals
    WHERE user_id = :owner AND id IN {each:goal_ids} AND status <> 'archived'""",
)
_SESSIONS = statement(
    "overview.sessions_tallied",
    Tally,
    """SELECT count(*), coalesce(sum(CASE WHEN completed THEN 1 ELSE 0 END), 0) FROM practice_sessions
    WHERE user_id = :owner AND id IN {each:session_ids}""",
)


def metrics(reading: Reading, goal_id: UUID) -> Metrics:
    """The totals of the tree under a goal, itself and the goals under its sessions included.

    Raises:
        NoSuchGoal: if there is no such goal.
    """
    queries.goal(reading, goal_id)
    keys = under(reading, goal_key(goal_id)).spots
    (goals,) = reading.all(_GOALS, goal_ids=[key.id for key in keys if key.kind == "goal"])
    (sessions,) = reading.all(
        _SESSIONS, session_ids=[key.id for key in keys if key.kind == "practice_session"]
    )
    total, completed = goals.total + sessions.total, goals.completed + sessions.completed
    percent = ratio_shown(100 * completed, total) if total else None
    return Metrics(total, completed, percent, sessions.total)
