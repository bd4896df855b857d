"""Categories: made, changed, deleted."""

from uuid import UUID

from milepost.goals.categories import CategoryRow, category
from milepost.goals.schemas import CategoryChange, NewCategory
from milepost.kernel.errors import Stale
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change
from milepost.kernel.text import text_key
from milepost.kernel.work import Work

_INSERT = change(
    "categories.insert",
    """INSERT INTO categories (user_id, id, name, name_key, color, created_at, updated_at)
    VALUES (:owner, :id, :name, :name_key, :color, :now, :now)""",
)
_UPDATE = change(
    "categories.update",
    """UPDATE categories SET name = :name, name_key = :name_key, color = :color, version = version + 1,
    updated_at = :now WHERE user_id = :owner AND id = :id""",
)
_UNASSIGN = change(
    "categories.unassign_goals",
    "UPDATE goals SET category_id = NULL WHERE user_id = :owner AND category_id = :category_id",
)
_DELETE = change("categories.delete", "DELETE FROM categories WHERE user_id = :owner AND id = :id")


def create_category(work: Work, new: NewCategory) -> CategoryRow:
    """Make a category.

    Raises:
        CategoryNameTaken: if a category has this name, whatever its case and spaces.
    """
    category_id = new_id()
    work.run(_INSERT, id=category_id, name=new.name, name_key=text_key(new.name), color=new.color)
    return category(work, category_id)


def change_category(
    work: Work, category_id: UUID, change: CategoryChange, expected: int | None = None
) -> CategoryRow:
    """Change what is sent of a category.

    Raises:
        NoSuchCategory: if it is not there.
        CategoryNameTaken: if another has this name.
        Stale: if it was edited since the `expected` version.
    """
    after = _held(work, category_id, expected)._replace(**change.model_dump(exclude_unset=True))
    work.run(_UPDATE, id=category_id, name=after.name, name_key=text_key(after.name), color=after.color)
    return category(work, category_id)


def delete_category(work: Work, category_id: UUID, expected: int | None = None) -> None:
    """Delete a category; goals that were in it are in none from then on.

    Raises:
        NoSuchCategory: if it is not there.
        Stale: if it was edited since the `expected` version.
    """
    _held(work, category_id, expected)
    work.run(_UNASSIGN, category_id=category_id)
    work.run(_DELETE, id=category_id)


def _held(work: Work, category_id: UUID, expected: int | None) -> CategoryRow:
    """The category, while nobody else decides over the owner's record."""
    work.lock_owner()
    found = category(work, category_id)
    if expected is not None and found.version != expected:
        raise Stale(f"The category is now in version {found.version}.")
    return found
