"""The graph over goals and practice sessions, read as far up or down as a decision needs it."""

from collections.abc import Iterable
from typing import Literal, NamedTuple
from uuid import UUID

from milepost.goals.ports import Edges, SessionLink
from milepost.goals.rules.place import Graph, Key, Spot
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading


class _Node(NamedTuple):
    id: UUID
    title: str
    level: str | None
    parent_goal_id: UUID | None
    practice_session_id: UUID | None


# CROSS JOIN leads SQLite to look up the few that were found: it would go through all of the owner's goals
# for the sake of their order.
_OVER = statement(
    "goals.over",
    _Node,
    """WITH RECURSIVE upward(id) AS (
      SELECT g.id FROM goals g WHERE g.user_id = :owner AND g.id IN {each:goal_ids}
      UNION
      SELECT c.parent_goal_id FROM goals c JOIN upward u ON c.id = u.id
      WHERE c.user_id = :owner AND c.parent_goal_id IS NOT NULL
    )
    SELECT g.id, g.title, g.level, g.parent_goal_id, g.practice_session_id
    FROM upward u CROSS JOIN goals g WHERE g.user_id = :owner AND g.id = u.id ORDER BY g.sort_order, g.id""",
)
_UNDER = statement(
    "goals.under",
    _Node,
    """WITH RECURSIVE downward(id) AS (
      SELECT g.id FROM goals g WHERE g.user_id = :owner AND g.id IN {each:goal_ids}
      UNION
      SELECT s.id FROM goals s WHERE s.user_id = :owner AND s.practice_session_id IN {each:session_ids}
      UNION
      SELECT c.id FROM goals c JOIN downward d ON c.parent_goal_id = d.id WHERE c.user_id = :owner
    )
    SELECT g.id, g.title, g.level, g.parent_goal_id, g.practice_session_id
    FROM downward d CROSS JOIN goals g WHERE g.user_id = :owner AND g.id = d.id
    ORDER BY g.sort_order, g.id""",
)


def goal_key(goal_id: UUID) -> Key:
    """A goal in the graph."""
    return Key("goal", goal_id)


def session_key(session_id: UUID) -> Key:
    """A practice session in the graph."""
    return Key("practice_session", session_id)


def over(reading: Reading, keys: Iterable[Key]) -> Graph:
    """These spots and all above them, over both kinds of edges; a goal that is not there is left out."""
    graph, (goals, sessions) = Graph(), _parted(keys)
    while goals or sessions:
        links = _links(reading, sessions, "above")
        _add_sessions(graph, sessions, links)
        goals = _unseen(graph, [*map(goal_key, goals), *(goal_key(link.goal_id) for link in links)])
        rows = reading.all(_OVER, goal_ids=goals) if goals else []
        _add_goals(graph, rows)
        goals = []
        sessions = _unseen(
            graph, [session_key(row.practice_session_id) for row in rows if row.practice_session_id]
        )
    return graph


def under(reading: Reading, key: Key) -> Graph:
    """This spot and all below it, over both kinds of edges."""
    graph, (goals, sessions) = Graph(), _parted([key])
    _add_sessions(graph, sessions, [])
    while goals or sessions:
        rows = reading.all(_UNDER, goal_ids=goals, session_ids=sessions)
        goals = _unseen(graph, [goal_key(row.id) for row in rows])
        _add_goals(graph, rows)
        links = _links(reading, goals, "below")
        sessions = _unseen(graph, [session_key(link.practice_session_id) for link in links])
        _add_sessions(graph, sessions, links)
        goals = []
    return graph


def _parted(keys: Iterable[Key]) -> tuple[list[UUID], list[UUID]]:
    kept = list(keys)
    return [each.id for each in kept if each.kind == "goal"], [
        each.id for each in kept if each.kind != "goal"
    ]


def _links(reading: Reading, ids: list[UUID], way: Literal["above", "below"]) -> list[SessionLink]:
    if not ids:
        return []
    asked = [edges.above if way == "above" else edges.below for edges in reading.provided(Edges)]
    return [link for ask in asked for link in ask(reading, ids)]


def _unseen(graph: Graph, keys: Iterable[Key]) -> list[UUID]:
    return [each.id for each in dict.fromkeys(keys) if each not in graph.spots]


def _add_goals(graph: Graph, rows: Iterable[_Node]) -> None:
    for row in rows:
        key = goal_key(row.id)
        graph.spots[key] = Spot(key, row.title, row.level)
        if row.parent_goal_id is not None:
            graph.join(goal_key(row.parent_goal_id), key)
        if row.practice_session_id is not None:
            graph.join(session_key(row.practice_session_id), key)


def _add_sessions(graph: Graph, session_ids: Iterable[UUID], links: Iterable[SessionLink]) -> None:
    for each in session_ids:
        key = session_key(each)
        graph.spots.setdefault(key, Spot(key, ""))
    for link in links:
        graph.join(goal_key(link.goal_id), session_key(link.practice_session_id))
