"""The tree of goals and practice sessions with its progress, in one answer.

Its rows come as JSON from the database and are only nested here: an answer of hundreds of goals is mostly
encoding, and nobody else writes it faster.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from milepost.goals import queries
from milepost.goals.graph import goal_key, session_key, under
from milepost.goals.progress import percent
from milepost.goals.rollups import evidence
from milepost.goals.rules.place import Graph
from milepost.goals.rules.rollup import Rollup, cut
from milepost.goals.written import Written, written
from milepost.kernel.work import Reading
from milepost.overview.errors import TreeTooLarge
from milepost.practice import written as practice

MOST = 250_000
"""Goals and sessions in one answer, each counted as often as it stands there."""


def tree(reading: Reading) -> bytes:
    """Everything from the roots down, and the sessions under no goal: `TreeView` as JSON.

    Raises:
        TreeTooLarge: if it has more than 250,000 nodes.
    """
    goals, sessions = written(reading), practice.written(reading)
    forest = _Forest(goals, sessions, Rollup(goals, evidence(reading, None)))
    roots = [each for each in goals if each.parent_goal_id is None and each.practice_session_id is None]
    shelf = [each for each in sessions.written if not sessions.goal_ids.get(each.id)]
    parts = ['{"roots":[', *forest.goals(roots), '],"unlinked_sessions":[', *forest.sessions(shelf), "]}"]
    return "".join(parts).encode()


def branch(reading: Reading, goal_id: UUID) -> bytes:
    """One goal with all that is below it: `NodeView` as JSON.

    Raises:
        NoSuchGoal: if there is no such goal.
        TreeTooLarge: if it has more than 250,000 nodes.
    """
    queries.goal(reading, goal_id)
    forest = _below(reading, under(reading, goal_key(goal_id)))
    return "".join(forest.goals([forest.by_id[goal_id]])).encode()


def immediate_goals(reading: Reading, session_id: UUID) -> bytes:
    """The goals under a practice session, each with all that is below it: a list of `NodeView` as JSON.

    Raises:
        TreeTooLarge: if they have more than 250,000 nodes.
    """
    forest = _below(reading, under(reading, session_key(session_id)))
    return "".join(["[", *forest.goals(forest.immediate.get(session_id, ())), "]"]).encode()


def _below(reading: Reading, graph: Graph) -> "_Forest":
    goal_ids = [key.id for key in graph.spots if key.kind == "goal"]
    session_ids = [key.id for key in graph.spots if key.kind == "practice_session"]
    goals = written(reading, goal_ids)
    rolled = Rollup(goals, evidence(reading, goal_ids))
    return _Forest(goals, practice.written(reading, session_ids), rolled)


class _Forest:
    """Goals and sessions, nested as they are written out."""

    def __init__(self, goals: list[Written], sessions: practice.Sessions, rolled: Rollup) -> None:
        self.by_id = {goal.id: goal for goal in goals}
        self.immediate: defaultdict[UUID, list[Written]] = defaultdict(list)
        self._children: defaultdict[UUID, list[Written]] = defaultdict(list)
        self._practised: defaultdict[UUID, list[practice.Written]] = defaultdict(list)
        self._goal_ids = sessions.goal_ids
        self._rolled = rolled
        self._count = 0
        for goal in goals:
            if goal.parent_goal_id is not None:
                self._children[goal.parent_goal_id].append(goal)
            elif goal.practice_session_id is not None:
                self.immediate[goal.practice_session_id].append(goal)
        for session in sessions.written:
            for goal_id in sessions.goal_ids.get(session.id, ()):
                self._practised[goal_id].append(session)

    def goals(self, goals: Iterable[Written]) -> Iterator[str]:
        """The texts that make up these nodes, with commas between them."""
        comma = ""
        for goal in goals:
            self._counted()
            yield f'{comma}{goal.text[:-1]},"progress":{self._progress(goal)},"children":['
            yield from self.goals(self._children.get(goal.id, ()))
            yield '],"practice_sessions":['
            yield from self.sessions(self._practised.get(goal.id, ()))
            yield "]}"
            comma = ","

    def sessions(self, sessions: Iterable[practice.Written]) -> Iterator[str]:
        """The texts that make up these sessions, with commas between them."""
        comma = ""
        for session in sessions:
            self._counted()
            goal_ids = ",".join(f'"{each}"' for each in self._goal_ids.get(session.id, ()))
            yield f'{comma}{session.text[:-1]},"goal_ids":[{goal_ids}],"immediate_goals":['
            yield from self.goals(self.immediate.get(session.id, ()))
            yield "]}"
            comma = ","

    def _progress(self, goal: Written) -> str:
        part, strategy = self._rolled.part(goal), self._rolled.strategy(goal)
        if part is None:
            return f'{{"value":null,"shown":null,"strategy":"{strategy}"}}'
        value, shown = percent(part), percent(cut(part))
        return f'{{"value":"{value}","shown":"{shown}","strategy":"{strategy}"}}'

    def _counted(self) -> None:
        self._count += 1
        if self._count > MOST:
            raise TreeTooLarge()
