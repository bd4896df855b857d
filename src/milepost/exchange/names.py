"""Names that a record has only once: of its categories, and of its open root goals."""

from typing import NamedTuple
from uuid import UUID

from milepost.kernel.statements import statement
from milepost.kernel.text import text_key
from milepost.kernel.work import Reading

LONGEST_TITLE = 255


class _Category(NamedTuple):
    name_key: str
    id: UUID


_CATEGORIES = statement(
    "imports.categories_here", _Category, "SELECT {columns} FROM categories WHERE user_id = :owner"
)


def categories(reading: Reading) -> dict[str, UUID]:
    """The ids of the categories by the key of their name."""
    return {row.name_key: row.id for row in reading.all(_CATEGORIES)}


def free_title(title: str, taken: set[str]) -> str:
    """The title, or, where an open root goal has it, with the first number behind it that none has.

    From here on it is taken.

    >>> taken = {"run", "run (2)"}
    >>> free_title("Run", taken), free_title("Swim", taken), sorted(taken)
    ('Run (3)', 'Swim', ['run', 'run (2)', 'run (3)', 'swim'])
    """
    found, number = title, 2
    while text_key(found) in taken:
        mark = f" ({number})"
        found, number = title[: LONGEST_TITLE - len(mark)] + mark, number + 1
    taken.add(text_key(found))
    return found
