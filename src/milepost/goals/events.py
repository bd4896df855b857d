"""Facts about goals, told inside the transaction in which they come true."""

from typing import NamedTuple
from uuid import UUID


class GoalCompleted(NamedTuple):
    """A goal was completed; `source` says by what."""

    goal_id: UUID
    source: str


class GoalReopened(NamedTuple):
    """A completed goal is active again."""

    goal_id: UUID


class LevelChanged(NamedTuple):
    """A goal has another level, or none any more."""

    goal_id: UUID
    level: str | None
