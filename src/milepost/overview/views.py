"""What answers over all wings look like: the form that hand-made answers are held against."""

from datetime import date

from milepost.goals.schemas import Strategy
from milepost.goals.views import FiguresView, GoalView, Percent
from milepost.kernel.fields import View
from milepost.practice.views import PracticeSessionView, PractisedGoal


class NodeProgress(View):
    """How far a goal in the tree is, and by which strategy."""

    value: Percent | None
    shown: Percent | None
    strategy: Strategy


class NodeView(GoalView):
    """A goal in the tree, with all that is below it."""

    progress: NodeProgress
    children: list["NodeView"]
    practice_sessions: list["SessionNode"]


class SessionNode(PracticeSessionView):
    """A practice session in the tree; it stands under each of its goals, with the same id."""

    immediate_goals: list[NodeView]


class TreeView(View):
    """Everything from the roots down, and the practice sessions under no goal."""

    roots: list[NodeView]
    unlinked_sessions: list[SessionNode]


class SessionWhole(PracticeSessionView):
    """A practice session with the goals it is for and those under it."""

    goals: list[PractisedGoal]
    immediate_goals: list[NodeView]


class MetricsView(View):
    """Totals of a tree, archived goals left out, practice sessions counted once."""

    total: int
    completed: int
    percent: Percent | None
    practice_sessions: int


class DueGoal(GoalView):
    """An active goal with its progress."""

    progress: FiguresView


class DueGoals(View):
    """Active goals, each in the first list that fits."""

    overdue: list[DueGoal]
    off_track: list[DueGoal]
    due_soon: list[DueGoal]
    active: list[DueGoal]


class TodayView(View):
    """What asks for attention on one date."""

    date: date
    goals: DueGoals
