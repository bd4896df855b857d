"""Today: what asks for attention on one date, over all wings."""

from datetime import date
from typing import NamedTuple

from milepost.goals.progress import Figures, figures_view, progress_of
from milepost.goals.queries import active_goals
from milepost.goals.rows import GoalRow, goal_view
from milepost.goals.rules.standing import Standing, standing
from milepost.kernel.work import Reading

MOST = 10_000
"""How many goals are looked at."""

_LISTS: dict[Standing, str] = {"late": "overdue", "behind": "off_track", "soon": "due_soon"}


class Due(NamedTuple):
    """An active goal with its progress."""

    goal: GoalRow
    found: Figures


class Today(NamedTuple):
    """The active goals of a date, each in the first list that fits."""

    date: date
    overdue: list[Due]
    off_track: list[Due]
    due_soon: list[Due]
    active: list[Due]


def today(reading: Reading, day: date | None = None) -> Today:
    """What stands where on a date, by deadline and then in the goals' order.

    `day` moves only the rules' today: values are what they are now.
    """
    on = day or reading.today
    goals = active_goals(reading, MOST)
    lists: dict[str, list[Due]] = {"overdue": [], "off_track": [], "due_soon": [], "active": []}
    for goal, found in zip(goals, progress_of(reading, goals, on), strict=True):
        lists[_LISTS.get(standing(goal.status, found.measure), "active")].append(Due(goal, found))
    return Today(on, **lists)


def today_view(found: Today) -> dict[str, object]:
    """A day as every entrance shows it; later wings stand beside the goals."""
    lists = {name: value for name, value in found._asdict().items() if name != "date"}
    return {
        "date": found.date.isoformat(),
        "goals": {name: [_due_view(each) for each in due] for name, due in lists.items()},
    }


def _due_view(due: Due) -> dict[str, object]:
    return {**goal_view(due.goal), "progress": figures_view(due.found)}
