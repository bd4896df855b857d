"""What a list of goals can carry besides: each goal's category, newest entry and progress."""

from collections.abc import Sequence
from typing import Literal, NamedTuple
from uuid import UUID

from milepost.goals.progress import figures_view, progress_of
from milepost.goals.rows import EntryRow, GoalRow, entry_view
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading

Included = Literal["category", "latest_entry", "progress"]


class _Category(NamedTuple):
    id: UUID
    name: str
    color: str | None


_CATEGORIES = statement(
    "goals.categories_of",
    _Category,
    "SELECT {columns} FROM categories WHERE user_id = :owner AND id IN {each:category_ids}",
)
_LATEST = statement(
    "goals.latest_entries",
    EntryRow,
    """SELECT e.id, e.goal_id, e.kind, e.value, e.entry_date, e.note, e.source, e.seq, e.fingerprint,
    e.created_at FROM goals g JOIN progress_entries e ON e.id = (
      SELECT t.id FROM progress_entries t WHERE t.user_id = :owner AND t.goal_id = g.id
      ORDER BY t.entry_date DESC, t.seq DESC LIMIT 1)
    WHERE g.user_id = :owner AND e.user_id = :owner AND g.id IN {each:goal_ids}""",
)


def included(
    reading: Reading, goals: Sequence[GoalRow], wanted: Sequence[Included]
) -> dict[UUID, dict[str, object]]:
    """What is wanted beside each goal, as every entrance shows it; one query or two for each kind."""
    found: dict[UUID, dict[str, object]] = {goal.id: {} for goal in goals}
    if "category" in wanted:
        ids = [goal.category_id for goal in goals if goal.category_id is not None]
        rows = reading.all(_CATEGORIES, category_ids=ids) if ids else []
        categories = {row.id: {**row._asdict(), "id": str(row.id)} for row in rows}
        for goal in goals:
            found[goal.id]["category"] = goal.category_id and categories[goal.category_id]
    if "latest_entry" in wanted:
        entries = {row.goal_id: entry_view(row) for row in reading.all(_LATEST, goal_ids=list(found))}
        for goal in goals:
            found[goal.id]["latest_entry"] = entries.get(goal.id)
    if "progress" in wanted:
        for goal, figures in zip(goals, progress_of(reading, goals), strict=True):
            found[goal.id]["progress"] = figures_view(figures)
    return found
