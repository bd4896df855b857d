"""What answers about goals look like: the form that hand-made answers are held against."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from milepost.goals.schemas import GoalType, Kind, Level, Status, Strategy
from milepost.kernel.fields import AmountShown, View

Percent = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$")]
Distance = Annotated[str, Field(pattern=r"^-?[0-9]{1,9}\.[0-9]{2}$")]
"""From one amount to another, so up to twice as large as an amount can be."""
Source = Literal["manual", "measure", "review", "children", "import"]


class GoalView(View):
    """A goal."""

    id: UUID
    user_id: UUID
    title: str
    description: str
    goal_type: GoalType
    level: Level | None
    status: Status
    parent_goal_id: UUID | None
    practice_session_id: UUID | None
    category_id: UUID | None
    priority: int
    weight: AmountShown
    unit: str | None
    start_value: AmountShown
    target_value: AmountShown | None
    start_date: date
    deadline: date | None
    open_ended: bool
    current_value: AmountShown
    manual_progress: AmountShown | None
    progress_strategy: Strategy
    completion_source: Source | None
    sort_order: int
    version: int
    started_at: AwareDatetime | None
    paused_at: AwareDatetime | None
    completed_at: AwareDatetime | None
    archived_at: AwareDatetime | None
    created_at: AwareDatetime
    updated_at: AwareDatetime


class EntryView(View):
    """An entry of progress."""

    id: UUID
    goal_id: UUID
    kind: Kind
    value: AmountShown | None
    entry_date: date
    note: str | None
    source: str | None
    seq: int
    created_at: AwareDatetime


class EntryAndGoal(View):
    """An entry, and its goal as it is after it."""

    entry: EntryView
    goal: GoalView


class BatchMade(View):
    """How many entries were made, and the goal as it is after them."""

    created: int
    goal: GoalView


class StayView(View):
    """A goal's stay in one status."""

    status: Status
    started_at: AwareDatetime
    ended_at: AwareDatetime | None


class HistoryView(View):
    """The statuses that a goal went through, and the days it was active."""

    items: list[StayView]
    active_days: int


class GoalAlone(View):
    """A goal as it is after an entry was deleted."""

    goal: GoalView


class DeletionView(View):
    """What a deletion would take, by kind, and what it would only unlink; kinds with nothing are left out."""

    deletes: dict[str, int]
    unlinks: dict[str, int]


class SourceView(View):
    """Something that went into a number."""

    kind: Literal["entry", "goal", "practice_session"]
    id: UUID
    title: str
    value: AmountShown | None
    weight: AmountShown | None


class BestRun(View):
    """The largest value between two resets."""

    value: AmountShown
    start: date
    end: date


class FiguresView(View):
    """How far a goal is, by which strategy, and the figures of its measure."""

    strategy: Strategy
    value: Percent | None
    shown: Percent | None
    numerator: Distance | None
    denominator: Distance | None
    remaining: Distance | None
    days_remaining: int | None
    overdue_by: int | None
    required_daily_rate: Distance | None
    expected: Percent | None
    on_track: bool | None
    buffer_days: int | None
    projection: date | None
    confidence: Literal["high", "medium", "low"] | None


class ProgressView(FiguresView):
    """Progress, and why it is that number."""

    goal_id: UUID
    sources: list[SourceView]
    source_count: int


class CategoryView(View):
    """A category, and how much is in it."""

    id: UUID
    user_id: UUID
    name: str
    color: str | None
    goal_count: int
    habit_count: int
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime


class CategoryShown(View):
    """A goal's category."""

    id: UUID
    name: str
    color: str | None


class ListedGoal(GoalView):
    """A goal in a list, with what was asked for by `include`; nothing else is there."""

    category: CategoryShown | None = None
    latest_entry: EntryView | None = None
    progress: FiguresView | None = None


class CounterProgressView(ProgressView):
    """Progress of a counter, with its own figures."""

    current_value: AmountShown
    days_since_start: int
    days_since_reset: int
    best_run: BestRun | None


class PointView(View):
    """A value on a date."""

    date: date
    value: AmountShown


class SeriesView(View):
    """A goal as a line over its days."""

    start_value: AmountShown
    points: list[PointView]
    path: tuple[PointView, PointView] | None
    projection: PointView | None
