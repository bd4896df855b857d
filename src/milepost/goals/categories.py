"""Categories: every read of them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from milepost.goals.errors import NoSuchCategory
from milepost.kernel.calendar import instant_shown
from milepost.kernel.errors import Fault
from milepost.kernel.statements import statement
from milepost.kernel.text import text_key
from milepost.kernel.work import Reading

FIRST = ("", UUID(int=0))
"""The place before the first category."""


class CategoryRow(NamedTuple):
    """A category, and how much is in it whatever its status."""

    id: UUID
    user_id: UUID
    name: str
    name_key: str
    color: str | None
    goal_count: int
    version: int
    created_at: datetime
    updated_at: datetime


_COUNTED = """SELECT c.id, c.user_id, c.name, c.name_key, c.color,
(SELECT count(*) FROM goals g WHERE g.user_id = :owner AND g.category_id = c.id),
c.version, c.created_at, c.updated_at FROM categories c WHERE c.user_id = :owner"""
_LISTED = """ AND (c.name_key, c.id) > (:after_name, :after_id) AND {position}(c.name_key, :words) > 0
ORDER BY c.name_key, c.id LIMIT :limit"""

_CATEGORY = statement("categories.category", CategoryRow, _COUNTED + " AND c.id = :category_id")
_CATEGORIES = statement(
    "categories.categories",
    CategoryRow,
    sqlite=_COUNTED + _LISTED.format(position="instr"),
    postgres=_COUNTED + _LISTED.format(position="strpos"),
)


def category(reading: Reading, category_id: UUID) -> CategoryRow:
    """One category.

    Raises:
        NoSuchCategory: if it is not there, or not open to the actor.
    """
    found = reading.first(_CATEGORY, category_id=category_id)
    if found is None:
        raise NoSuchCategory()
    return found


def require_category(reading: Reading, category_id: UUID | None) -> None:
    """See that a category, where one is given, is there.

    Raises:
        NoSuchCategory: if not; points at `category_id`.
    """
    if category_id is not None and reading.first(_CATEGORY, category_id=category_id) is None:
        raise NoSuchCategory(errors=(Fault("/category_id", NoSuchCategory.title()),))


def categories(
    reading: Reading, limit: int, after: tuple[str, UUID] = FIRST, words: str = ""
) -> list[CategoryRow]:
    """Categories by name, by code point of its key, those behind `after` whose name has the words in it."""
    return reading.all(
        _CATEGORIES, limit=limit, after_name=after[0], after_id=after[1], words=text_key(words)
    )


def category_view(row: CategoryRow) -> dict[str, object]:
    """A category as every entrance shows it."""
    return {
        "id": str(row.id),
        "user_id": str(row.user_id),
        "name": row.name,
        "color": row.color,
        "goal_count": row.goal_count,
        # Habits come with their own wing.
        "habit_count": 0,
        "version": row.version,
        "created_at": instant_shown(row.created_at),
        "updated_at": instant_shown(row.updated_at),
    }
