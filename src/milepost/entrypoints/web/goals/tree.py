"""All goals as a tree, with the practice sessions under each of their goals."""

from collections import defaultdict
from uuid import UUID

from milepost.entrypoints.web.goals.about import session_line
from milepost.entrypoints.web.goals.shown import goal_shown
from milepost.entrypoints.web.goals.tree_views import GoalNode, SessionNode, TreePage
from milepost.goals import standings
from milepost.goals.standings import Stood
from milepost.kernel.work import Reading
from milepost.practice import queries as practice
from milepost.practice.rows import Session

MOST = 10_000
"""How many practice sessions are shown."""
AHEAD = 6
"""How many deadlines stand beside the tree."""


def tree_page(reading: Reading, put_away: bool = False) -> TreePage:
    """Everything from the roots down; archived goals only where something below them is not, or all."""
    forest = _Forest(reading, put_away)
    roots = forest.nodes(None)
    goals = [node.goal for node in forest.made]
    ahead = sorted(
        (goal for goal in goals if goal.status == "active" and (goal.measure.days_remaining or 0) > 0),
        key=lambda goal: (goal.deadline, goal.title),
    )
    return TreePage(
        today=reading.today,
        roots=roots,
        shelf=[forest.session(each) for each in forest.sessions if not each.goal_ids],
        count=len(forest.sessions) + len(goals),
        under_way=sum(goal.status in ("active", "paused") for goal in goals),
        reached=sum(goal.status == "completed" for goal in goals),
        hidden=forest.hidden,
        shows_archived=put_away,
        ahead=ahead[:AHEAD],
    )


class _Forest:
    """Goals and sessions, nested as they are shown; what is below a session stands under its first goal."""

    def __init__(self, reading: Reading, put_away: bool) -> None:
        self.made: list[GoalNode] = []
        self.hidden = 0
        self.sessions = practice.sessions(reading, MOST)
        self._reading, self._put_away = reading, put_away
        self._below: defaultdict[UUID | None, list[Stood]] = defaultdict(list)
        self._practised: defaultdict[UUID, list[Session]] = defaultdict(list)
        self._titles: dict[UUID, str] = {}
        self._seen: set[UUID] = set()
        for stood in standings.every(reading):
            goal = stood.goal
            self._titles[goal.id] = goal.title
            self._below[goal.parent_goal_id or goal.practice_session_id].append(stood)
        for session in self.sessions:
            for goal_id in session.goal_ids:
                self._practised[goal_id].append(session)

    def nodes(self, above: UUID | None) -> list[GoalNode]:
        """The goals right below a goal, a session, or nothing."""
        found = (self._node(stood) for stood in self._below.get(above, ()))
        return [node for node in found if node is not None]

    def session(self, session: Session, under: UUID | None = None) -> SessionNode:
        """A session under one of its goals, or on the shelf."""
        also = [self._titles[each] for each in session.goal_ids if each != under]
        is_first = session.id not in self._seen
        self._seen.add(session.id)
        line = session_line(self._reading, session, also)
        return SessionNode(line, self.nodes(session.id) if is_first else [], is_first)

    def _node(self, stood: Stood) -> GoalNode | None:
        goal = stood.goal
        below = self.nodes(goal.id)
        sessions = [self.session(each, goal.id) for each in self._practised.get(goal.id, ())]
        if goal.status == "archived" and not self._put_away and not below and not sessions:
            self.hidden += 1
            return None
        node = GoalNode(goal_shown(stood, self._reading.today), below, sessions)
        self.made.append(node)
        return node
