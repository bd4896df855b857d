"""How all of a person's goals stand today, read in one round of queries however many they are."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from milepost.goals import listing, queries
from milepost.goals.progress import progress_of
from milepost.goals.rows import GoalRow
from milepost.goals.rules.entries import Entry, gained_on, reached_on
from milepost.goals.rules.measure import Measure
from milepost.goals.rules.standing import Standing, standing
from milepost.goals.schemas import Kind
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading

MOST = 10_000
"""How many goals are looked at."""


class Stood(NamedTuple):
    """A goal, and how it stands today.

    `gained` is by how much today's entries changed its value, in hundredths, None without any; `kind` the
    kind of its newest entry that was no reset. Lists of all goals leave both out.
    """

    goal: GoalRow
    measure: Measure
    standing: Standing
    gained: int | None = None
    kind: Kind = "delta"
    completed_on: date | None = None


class _Step(NamedTuple):
    goal_id: UUID
    kind: str
    value: int | None
    entry_date: date
    seq: int


class _Last(NamedTuple):
    goal_id: UUID
    kind: str | None


# The first join and the BETWEEN lead SQLite to look goal by goal at their newest days: from what it knows of
# its tables, which is nothing, it would read all that the person ever logged.
_LATELY = statement(
    "goals.lately",
    _Step,
    """SELECT e.goal_id, e.kind, e.value, e.entry_date, e.seq
    FROM goals g CROSS JOIN progress_entries e
    WHERE g.user_id = :owner AND e.user_id = :owner AND e.goal_id = g.id AND g.status = 'active'
    AND g.newest_entry_date >= :day AND e.entry_date <= :day AND e.entry_date >= CASE
      WHEN (SELECT count(*) FROM progress_entries t WHERE t.user_id = :owner AND t.goal_id = g.id
        AND t.entry_date BETWEEN :day AND :day AND t.kind <> 'delta') > 0
      THEN coalesce((SELECT max(b.entry_date) FROM progress_entries b WHERE b.user_id = :owner
        AND b.goal_id = g.id AND b.entry_date < :day AND b.kind <> 'delta'), '0001-01-01')
      ELSE :day END
    ORDER BY e.goal_id, e.entry_date, e.seq""",
)
_LAST_KINDS = statement(
    "goals.last_kinds",
    _Last,
    """SELECT g.id, (SELECT e.kind FROM progress_entries e WHERE e.user_id = :owner AND e.goal_id = g.id
      AND e.kind <> 'reset' ORDER BY e.entry_date DESC, e.seq DESC LIMIT 1)
    FROM goals g WHERE g.user_id = :owner AND g.status = 'active'""",
)
_TO_THE_END = statement(
    "goals.steps_to_the_end",
    _Step,
    """SELECT e.goal_id, e.kind, e.value, e.entry_date, e.seq
    FROM goals g JOIN progress_entries e ON e.goal_id = g.id
    WHERE g.user_id = :owner AND e.user_id = :owner AND g.status = 'completed'
    AND g.completion_source = 'measure' ORDER BY e.goal_id, e.entry_date, e.seq""",
)


def active(reading: Reading) -> list[Stood]:
    """Active goals, by deadline, those without one last."""
    today = reading.today
    goals = queries.active_goals(reading, MOST)
    lately = _by_goal(reading.all(_LATELY, day=today))
    kinds = {row.goal_id: row.kind for row in reading.all(_LAST_KINDS)}
    return [
        stood._replace(
            gained=gained_on(lately.get(stood.goal.id, ()), stood.goal.start_value, today),
            kind=_kind(kinds.get(stood.goal.id)),
        )
        for stood in stood_of(reading, goals)
    ]


def one(reading: Reading, goal: GoalRow, steps: list[Entry]) -> Stood:
    """One goal; `steps` are all its entries, in order."""
    kinds = [each.kind for each in steps if each.kind != "reset"]
    (stood,) = stood_of(reading, [goal])
    return stood._replace(
        gained=gained_on(steps, goal.start_value, reading.today),
        kind=_kind(kinds[-1] if kinds else None),
        completed_on=completed_on(reading, goal, steps),
    )


def every(reading: Reading) -> list[Stood]:
    """All goals, in their order."""
    ends = _by_goal(reading.all(_TO_THE_END))
    return [
        stood._replace(completed_on=completed_on(reading, stood.goal, ends.get(stood.goal.id, ())))
        for stood in stood_of(reading, listing.goals(reading, MOST))
    ]


def completed_on(reading: Reading, goal: GoalRow, steps: Iterable[Entry]) -> date | None:
    """When a goal was completed: by its measure on the date of the entry that reached the target.

    By anything else, and without such an entry, it is the day it was done. `steps` are all its entries.
    """
    if goal.status != "completed" or goal.completed_at is None:
        return None
    reached = None
    if goal.completion_source == "measure" and goal.target_value is not None:
        reached = reached_on(steps, goal.start_value, goal.target_value)
    return reached or reading.actor.local_date(goal.completed_at)


def stood_of(reading: Reading, goals: list[GoalRow]) -> list[Stood]:
    """These goals, in their order."""
    return [
        Stood(goal, found.measure, standing(goal.status, found.measure))
        for goal, found in zip(goals, progress_of(reading, goals), strict=True)
    ]


def _kind(last: str | None) -> Kind:
    return "set" if last == "set" else "delta"


def _by_goal(rows: list[_Step]) -> dict[UUID, list[Entry]]:
    grouped = groupby(rows, key=lambda row: row.goal_id)
    return {goal_id: [Entry(*row[1:]) for row in steps] for goal_id, steps in grouped}
