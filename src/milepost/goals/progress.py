"""Explained progress: a number, and why it is that number."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from milepost.goals import queries
from milepost.goals.rows import EntryRow, GoalRow
from milepost.goals.rules.counter import Counter, counter
from milepost.goals.rules.measure import Measure, measure
from milepost.goals.rules.series import Point, Series
from milepost.kernel.amounts import shown
from milepost.kernel.work import Reading

SOURCES_SHOWN = 50
WHOLE = 100_00


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a goal is, by which strategy, from which entries."""

    goal_id: UUID
    strategy: str
    measure: Measure
    sources: list[EntryRow]
    source_count: int
    counter: Counter | None = None


def progress(reading: Reading, goal_id: UUID) -> Progress:
    """Explain one goal's progress; the sources are its newest 50 entries.

    Raises:
        NoSuchGoal: if there is no such goal.
    """
    goal = queries.goal(reading, goal_id)
    measured = measured_progress(goal, reading.today)
    count = queries.entry_count(reading, goal_id)
    sources = queries.entries(reading, goal_id, SOURCES_SHOWN)
    return Progress(
        goal_id,
        strategy_of(goal),
        measured,
        sources if goal.goal_type == "target_based" else [],
        count if goal.goal_type == "target_based" else 0,
        _counter(reading, goal) if goal.goal_type == "continuous_counter" else None,
    )


def strategy_of(goal: GoalRow) -> str:
    """The strategy by which a goal's progress is found: its own, or the first that applies."""
    if goal.progress_strategy != "auto":
        return goal.progress_strategy
    return "measure" if goal.goal_type == "target_based" else "manual"


def measured_progress(goal: GoalRow, today: date) -> Measure:
    """The figures of a goal on its owner's date of today."""
    found = measure(goal.measured(), today)
    if strategy_of(goal) == "measure":
        return found
    value = _manual(goal)
    if value is None:
        return found
    return found._replace(
        value=shown(value), shown=shown(value), numerator=shown(value), denominator=shown(WHOLE)
    )


def _manual(goal: GoalRow) -> int | None:
    """Hundredths of a percent: 100 when completed, else what was set by hand, else 0; a counter has none."""
    if goal.status == "completed":
        return WHOLE
    if goal.manual_progress is not None:
        return goal.manual_progress
    return None if goal.goal_type == "continuous_counter" else 0


def _counter(reading: Reading, goal: GoalRow) -> Counter:
    return counter(queries.steps(reading, goal.id), goal.start_value, goal.start_date, reading.today)


def progress_view(found: Progress) -> dict[str, object]:
    """Progress as every entrance shows it."""
    view: dict[str, object] = {
        "goal_id": str(found.goal_id),
        "strategy": found.strategy,
        **figures_view(found.measure),
        "sources": [
            {
                "kind": "entry",
                "id": str(each.id),
                "title": each.note or "",
                "value": None if each.value is None else shown(each.value),
                "weight": None,
            }
            for each in found.sources
        ],
        "source_count": found.source_count,
    }
    if found.counter is not None:
        view |= counter_view(found.counter)
    return view


def figures_view(figures: Measure) -> dict[str, object]:
    """The figures of a measure as every entrance shows them."""
    day = figures.projection
    return {**figures._asdict(), "projection": day and day.isoformat()}


def counter_view(found: Counter) -> dict[str, object]:
    """The figures of a counter as every entrance shows them."""
    best = found.best_run
    return {
        "current_value": shown(found.current_value),
        "days_since_start": found.days_since_start,
        "days_since_reset": found.days_since_reset,
        "best_run": best
        and {"value": shown(best.value), "start": best.start.isoformat(), "end": best.end.isoformat()},
    }


def line_view(found: Series) -> dict[str, object]:
    """A goal's line as every entrance shows it."""
    return {
        "start_value": shown(found.start_value),
        "points": [_point(each) for each in found.points],
        "path": found.path and [_point(each) for each in found.path],
        "projection": found.projection and _point(found.projection),
    }


def _point(point: Point) -> dict[str, str]:
    return {"date": point.date.isoformat(), "value": shown(point.value)}
