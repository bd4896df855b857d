"""What a goal of each type must have, and what it cannot have."""

from datetime import date
from typing import Any, NamedTuple, Protocol


class Misfit(NamedTuple):
    """A field that does not fit the goal's type, and a sentence about it."""

    field: str
    sentence: str


class Shaped(Protocol):
    """A goal as far as its type decides."""

    @property
    def goal_type(self) -> str:
        """`target_based`, `continuous_counter` or `milestone`."""

    @property
    def unit(self) -> str | None:
        """What is counted."""

    @property
    def start_value(self) -> int:
        """Where it begins, in hundredths."""

    @property
    def target_value(self) -> int | None:
        """Where it is to end, in hundredths."""

    @property
    def deadline(self) -> date | None:
        """By when."""

    @property
    def open_ended(self) -> bool:
        """Whether a target may stand without a deadline."""


_HAS_NOT: dict[str, tuple[tuple[str, Any], ...]] = {
    "target_based": (),
    "continuous_counter": (("target_value", None), ("deadline", None), ("open_ended", False)),
    "milestone": (("unit", None), ("target_value", None), ("start_value", 0), ("open_ended", False)),
}
_NEEDS = {
    "target_based": ("unit", "target_value", "deadline"),
    "continuous_counter": ("unit",),
    "milestone": (),
}


def cleared(goal_type: str) -> tuple[tuple[str, Any], ...]:
    """The fields that goals of this type have not, with the value that stands for nothing.

    >>> cleared("continuous_counter")
    (('target_value', None), ('deadline', None), ('open_ended', False))
    """
    return _HAS_NOT[goal_type]


def misfit(goal: Shaped) -> Misfit | None:
    """The first field that is missing, or is there and cannot be; None if the goal fits its type."""
    for field in _NEEDS[goal.goal_type]:
        if getattr(goal, field) is None and not (field == "deadline" and goal.open_ended):
            return Misfit(field, f"a {goal.goal_type} goal needs a {field}")
    for field, blank in _HAS_NOT[goal.goal_type]:
        if getattr(goal, field) != blank:
            return Misfit(field, f"a {goal.goal_type} goal has no {field}")
    if goal.target_value is not None and goal.target_value == goal.start_value:
        return Misfit("target_value", "must differ from the start value")
    return None
