"""The fields of a goal as forms have them: which count for which type, and how a goal stands in them."""

from collections.abc import Mapping

from milepost.entrypoints.web.forms import same, whole
from milepost.goals.rows import GoalRow
from milepost.kernel.amounts import shown

WORDS = ("title", "goal_type", "description", "level", "category_id", "start_date")
COUNTING = ("weight", "priority", "progress_strategy", "manual_progress")
"""How a goal's progress is found, and how much it counts; only where it is changed."""
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "target_based": ("unit", "start_value", "target_value", "deadline"),
    "continuous_counter": ("unit", "start_value"),
    "milestone": ("deadline",),
}
"""What a goal of each type has of numbers; what was typed before another type was chosen is not meant."""
PLACES = same(*WORDS, *COUNTING, *NUMBERS["target_based"]) | {"goals.title-taken": "title"}


def named(fields: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that count for the type that is chosen; for one that is unknown, those of a target."""
    return (*WORDS, *NUMBERS.get(fields.get("goal_type", ""), NUMBERS["target_based"]))


def typed(goal: GoalRow) -> dict[str, str]:
    """A goal as it stands in the fields of its form."""
    return {
        "title": goal.title,
        "goal_type": goal.goal_type,
        "description": goal.description,
        "level": goal.level or "",
        "category_id": str(goal.category_id or ""),
        "start_date": goal.start_date.isoformat(),
        "unit": goal.unit or "",
        "start_value": _amount(goal.start_value),
        "target_value": _amount(goal.target_value),
        "deadline": goal.deadline.isoformat() if goal.deadline else "",
        "weight": _amount(goal.weight),
        "priority": str(goal.priority),
        "progress_strategy": goal.progress_strategy,
        "manual_progress": _amount(goal.manual_progress),
    }


def changes(goal: GoalRow, fields: Mapping[str, str]) -> dict[str, object]:
    """What of a form differs from a goal: so a deadline that is over may stay, if it is left alone.

    A field that is left empty empties what may be empty, and is refused for the rest.
    """
    before = typed(goal)
    names = (name for name in (*named(fields), *COUNTING) if name in fields)
    differ = {name: fields[name] for name in names if fields[name] != before[name]}
    return {name: _given(name, value) for name, value in differ.items()}


def _given(name: str, value: str) -> object:
    if name == "priority":
        return whole(value)
    return value if value or name in ("title", "description") else None


def _amount(cents: int | None) -> str:
    return "" if cents is None else shown(cents).removesuffix(".00")
