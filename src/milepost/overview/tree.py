"""The tree of goals and practice sessions with its progress, in one answer.

Its rows come as JSON from the database and are only nested here: an answer of hundreds of goals is mostly
encoding, and nobody else writes it faster.
"""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from milepost.goals import queries
from milepost.goals.graph import goal_key, session_key, under
from milepost.goals.progress import percent
from milepost.goals.rollups import evidence
from milepost.goals.rules.place import Graph
from milepost.goals.rules.rollup import Evidence, Rollup, cut
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
    forest = _Forest(reading, goals, sessions, _evidence(reading, None))
    roots = [each for each in goals if each.parent_goal_id is None and each.practice_session_id is None]
    shelf = [each for each in sessions.written if each.id not in sessions.goal_ids]
    text = f'{{"roots":[{forest.goals(roots)}],"unlinked_sessions":[{forest.sessions(shelf)}]}}'
    return text.encode()


def branch(reading: Reading, goal_id: UUID) -> bytes:
    """One goal with all that is below it: `NodeView` as JSON.

    Raises:
        NoSuchGoal: if there is no such goal.
        TreeTooLarge: if it has more than 250,000 nodes.
    """
    queries.goal(reading, goal_id)
    forest = _below(reading, under(reading, goal_key(goal_id)))
    return forest.goals([each for each in forest.known if each.id == str(goal_id)]).encode()


def immediate_goals(reading: Reading, session_id: UUID) -> bytes:
    """The goals under a practice session, each with all that is below it: a list of `NodeView` as JSON.

    Raises:
        TreeTooLarge: if they have more than 250,000 nodes.
    """
    forest = _below(reading, under(reading, session_key(session_id)))
    right_below = [each for each in forest.known if each.practice_session_id == str(session_id)]
    return f"[{forest.goals(right_below)}]".encode()


def _below(reading: Reading, graph: Graph) -> "_Forest":
    goal_ids = [key.id for key in graph.spots if key.kind == "goal"]
    session_ids = [key.id for key in graph.spots if key.kind == "practice_session"]
    sessions = practice.written(reading, session_ids)
    return _Forest(reading, written(reading, goal_ids), sessions, _evidence(reading, goal_ids))


def _evidence(reading: Reading, goal_ids: list[UUID] | None) -> Evidence:
    known = evidence(reading, goal_ids).items()
    return {strategy: {str(goal_id): shares for goal_id, shares in of.items()} for strategy, of in known}


class _Forest:
    """Goals and sessions, nested as they are written out."""

    def __init__(
        self, reading: Reading, goals: list[Written], sessions: practice.Sessions, evidence: Evidence
    ) -> None:
        self.known = goals
        self._rolled = Rollup(goals, evidence)
        self._owner = f'"user_id":"{reading.owner}"'
        self._goal_ids = sessions.goal_ids
        self._under: defaultdict[str, list[Written]] = defaultdict(list)
        self._practised: defaultdict[str, list[practice.Written]] = defaultdict(list)
        self._count = 0
        for goal in goals:
            self._under[goal.parent_goal_id or goal.practice_session_id or ""].append(goal)
        for session in sessions.written:
            for goal_id in sessions.goal_ids.get(session.id, ()):
                self._practised[goal_id].append(session)

    def goals(self, goals: Iterable[Written]) -> str:
        """These nodes, with commas between them."""
        return ",".join([self._goal(each) for each in goals])

    def sessions(self, sessions: Iterable[practice.Written]) -> str:
        """These sessions, with commas between them."""
        return ",".join([self._session(each) for each in sessions])

    def _goal(self, goal: Written) -> str:
        self._counted()
        children, practised = self._under.get(goal.id, ()), self._practised.get(goal.id, ())
        return (
            f'{{"id":"{goal.id}",{self._owner},"parent_goal_id":{_quoted(goal.parent_goal_id)},'
            f'"practice_session_id":{_quoted(goal.practice_session_id)},'
            f'"category_id":{_quoted(goal.category_id)},{goal.text[1:-1]},"progress":{self._progress(goal)},'
            f'"children":[{self.goals(children)}],"practice_sessions":[{self.sessions(practised)}]}}'
        )

    def _session(self, session: practice.Written) -> str:
        self._counted()
        goal_ids = ",".join([_quoted(each) for each in self._goal_ids.get(session.id, ())])
        return (
            f'{{"id":"{session.id}",{self._owner},{session.text[1:-1]},"goal_ids":[{goal_ids}],'
            f'"immediate_goals":[{self.goals(self._under.get(session.id, ()))}]}}'
        )

    def _progress(self, goal: Written) -> str:
        part, strategy = self._rolled.part(goal), self._rolled.strategy(goal)
        if part is None:
            return f'{{"value":null,"shown":null,"strategy":"{strategy}"}}'
        value = shown = percent(part)
        if not 0 <= part[0] <= part[1]:
            shown = percent(cut(part))
        return f'{{"value":"{value}","shown":"{shown}","strategy":"{strategy}"}}'

    def _counted(self) -> None:
        self._count += 1
        if self._count > MOST:
            raise TreeTooLarge()


def _quoted(id_text: str | None) -> str:
    return "null" if id_text is None else f'"{id_text}"'
