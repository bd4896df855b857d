"""Explained progress: a number, and why it is that number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from milepost.goals import queries
from milepost.goals.rollups import rollup
from milepost.goals.rows import EntryRow, GoalRow
from milepost.goals.rules.counter import Counter, counter
from milepost.goals.rules.measure import Measure, measure
from milepost.goals.rules.rollup import MANUAL, MEASURE, Rollup, Share, cut, summed
from milepost.goals.rules.series import Point, Series
from milepost.kernel.amounts import ratio_shown, shown
from milepost.kernel.work import Reading

SOURCES_SHOWN = 50
"""Entries that are shown as sources; of everything else all are."""


class Source(NamedTuple):
    """Something that went into a number: what it is, and its value and weight as they went into the sum."""

    kind: str
    id: str
    title: str
    value: str | None
    weight: str | None


class Figures(NamedTuple):
    """How far a goal is, by which strategy, and the figures of its measure."""

    strategy: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a goal is, by which strategy, from which sources."""

    goal_id: UUID
    strategy: str
    measure: Measure
    sources: list[Source]
    source_count: int
    counter: Counter | None = None


def progress(reading: Reading, goal_id: UUID) -> Progress:
    """Explain one goal's progress; the sources are its newest 50 entries, or all that it is rolled up from.

    Raises:
        NoSuchGoal: if there is no such goal.
    """
    goal = queries.goal(reading, goal_id)
    rolled = rollup(reading, [goal])
    found = figures(goal, rolled, reading.today)
    sources, count = _sources(reading, goal, rolled)
    counted = _counter(reading, goal) if goal.goal_type == "continuous_counter" else None
    return Progress(goal_id, found.strategy, found.measure, sources, count, counted)


def progress_of(reading: Reading, goals: Sequence[GoalRow], today: date | None = None) -> list[Figures]:
    """The progress of each of these goals, read in one round of queries however many they are.

    `today` is the day on which they are looked at, the owner's today where it is left out.
    """
    rolled = rollup(reading, goals)
    return [figures(goal, rolled, today or reading.today) for goal in goals]


def figures(goal: GoalRow, rolled: Rollup, today: date) -> Figures:
    """The figures of a goal on its owner's date of today."""
    strategy, found = rolled.strategy(goal), measure(goal.measured(), today)
    if strategy == MEASURE:
        return Figures(strategy, found)
    part = rolled.part(goal)
    if part is None:
        none = {"value": None, "shown": None, "numerator": None, "denominator": None}
        return Figures(strategy, found._replace(**none))
    value, within = percent(part), percent(cut(part))
    numerator, denominator = value, "100.00"
    if strategy != MANUAL:
        total = summed(rolled.shares(goal))
        numerator = ratio_shown(total.gone[0], 100 * total.gone[1])
        denominator = shown(total.weight)
    return Figures(
        strategy,
        found._replace(value=value, shown=within, numerator=numerator, denominator=denominator),
    )


def percent(part: tuple[int, int]) -> str:
    """A part as a percentage with two places, rounded once."""
    return ratio_shown(100 * part[0], part[1])


def _sources(reading: Reading, goal: GoalRow, rolled: Rollup) -> tuple[list[Source], int]:
    strategy = rolled.strategy(goal)
    if strategy == MEASURE and goal.goal_type == "target_based":
        entries = queries.entries(reading, goal.id, SOURCES_SHOWN)
        return [_entry_source(each) for each in entries], queries.entry_count(reading, goal.id)
    shares = rolled.shares(goal)
    return [_share_source(each) for each in shares], len(shares)


def _entry_source(entry: EntryRow) -> Source:
    value = None if entry.value is None else shown(entry.value)
    return Source("entry", str(entry.id), entry.note or "", value, None)


def _share_source(share: Share) -> Source:
    """One whose progress is unknown went into the sum neither with a value nor with its weight."""
    if share.part is None:
        return Source(share.kind, str(share.id), share.title, None, None)
    return Source(share.kind, str(share.id), share.title, percent(share.part), shown(share.weight))


def _counter(reading: Reading, goal: GoalRow) -> Counter:
    return counter(queries.steps(reading, goal.id), goal.start_value, goal.start_date, reading.today)


def progress_view(found: Progress) -> dict[str, object]:
    """Progress as every entrance shows it."""
    view: dict[str, object] = {
        "goal_id": str(found.goal_id),
        "strategy": found.strategy,
        **measure_view(found.measure),
        "sources": [each._asdict() for each in found.sources],
        "source_count": found.source_count,
    }
    if found.counter is not None:
        view |= counter_view(found.counter)
    return view


def figures_view(found: Figures) -> dict[str, object]:
    """A goal's figures beside the goal, as every entrance shows them."""
    return {"strategy": found.strategy, **measure_view(found.measure)}


def measure_view(found: Measure) -> dict[str, object]:
    """The figures of a measure as every entrance shows them."""
    day = found.projection
    return {**found._asdict(), "projection": day and day.isoformat()}


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
