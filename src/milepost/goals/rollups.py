"""The goals that count towards one another, read in one round of queries however many they are."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from milepost.goals.ports import Evidence
from milepost.goals.rows import GoalRow
from milepost.goals.rules.rollup import AUTO, Rollup, Share
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading


class Counted(NamedTuple):
    """What of a goal counts. Amounts, weight and manual_progress are hundredths."""

    id: UUID
    parent_goal_id: UUID | None
    title: str
    goal_type: str
    status: str
    progress_strategy: str
    weight: int
    manual_progress: int | None
    start_value: int
    target_value: int | None
    current_value: int


_COUNTED = statement(
    "goals.counted",
    Counted,
    """WITH RECURSIVE downward(id) AS (
      SELECT g.id FROM goals g WHERE g.user_id = :owner AND g.id IN {each:goal_ids}
      UNION
      SELECT c.id FROM goals c JOIN downward d ON c.parent_goal_id = d.id WHERE c.user_id = :owner
    )
    SELECT g.id, g.parent_goal_id, g.title, g.goal_type, g.status, g.progress_strategy, g.weight,
    g.manual_progress, g.start_value, g.target_value, g.current_value
    FROM downward d CROSS JOIN goals g WHERE g.user_id = :owner AND g.id = d.id
    ORDER BY g.sort_order, g.id""",
)


def rollup(reading: Reading, goals: Iterable[GoalRow]) -> Rollup:
    """The progress of these goals; only what may count towards one of them is read."""
    asked = list(goals)
    fed = [goal.id for goal in asked if _is_fed(goal)]
    if not fed:
        return Rollup(asked, {})
    counted = reading.all(_COUNTED, goal_ids=fed)
    return Rollup([*asked, *counted], evidence(reading, [each.id for each in counted]))


def evidence(reading: Reading, goal_ids: list[UUID] | None) -> dict[str, dict[UUID, list[Share]]]:
    """The shares that other wings know of for these goals, or for all, by strategy."""
    found: dict[str, dict[UUID, list[Share]]] = {}
    for each in reading.provided(Evidence):
        of_strategy = found.setdefault(each.strategy, {})
        for goal_id, shares in each.shares(reading, goal_ids).items():
            of_strategy.setdefault(goal_id, []).extend(shares)
    return found


def _is_fed(goal: GoalRow) -> bool:
    """Whether anything but its own row may count towards a goal."""
    if goal.progress_strategy == "auto":
        return goal.goal_type != "target_based"
    return goal.progress_strategy in AUTO
