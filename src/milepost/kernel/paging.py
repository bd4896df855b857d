"""Lists page by page: a cursor is the place of the last row shown, so rows that come and go move nothing."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field

from milepost.kernel.errors import Invalid

RowT = TypeVar("RowT")
PlaceT = TypeVar("PlaceT", bound=tuple[Any, ...])

DEFAULT = 50
MOST = 200
Limit = Annotated[int, Field(ge=1, le=MOST, description="How many to answer at most.")]
Next = Annotated[str, Field(max_length=1000, description="The `next_cursor` of the page before.")]

_LARGEST = 2**63


def _whole(value: Any) -> int | None:
    return value if type(value) is int and -_LARGEST <= value < _LARGEST else None


def _text(value: str) -> str | None:
    """A text that a database can take."""
    value.encode()
    return None if "\0" in value else value


def _instant(value: str) -> datetime:
    """An instant with its zone."""
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("has no zone")
    return found


_READ: dict[type, Callable[[Any], Any]] = {
    int: _whole,
    str: _text,
    date: date.fromisoformat,
    datetime: _instant,
    UUID: UUID,
}


class Cursor:
    """How the place of a row in one order becomes opaque text, and text a place again.

    >>> goals = Cursor("goals", sort_order=int, id=UUID)
    >>> goals.read(goals.write((3, UUID(int=7))), (0, UUID(int=0)))
    (3, UUID('00000000-0000-0000-0000-000000000007'))
    """

    def __init__(self, name: str, **columns: type) -> None:
        self._name = name
        self._columns = tuple(columns)
        self._kinds = tuple(columns.values())

    def of(self, row: object) -> str:
        """The cursor behind this row."""
        return self.write(tuple(getattr(row, column) for column in self._columns))

    def write(self, place: tuple[Any, ...]) -> str:
        """The cursor behind this place."""
        plain = [value if isinstance(value, int) else str(value) for value in place]
        text = json.dumps([self._name, *plain], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def read(self, cursor: str | None, first: PlaceT) -> PlaceT:
        """The place that a cursor stands for; without one, the place before the first row.

        Raises:
            Invalid: if this list never gave such a cursor.
        """
        if cursor is None:
            return first
        try:
            raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            name, *plain = json.loads(raw)
            read = (_READ[kind](value) for kind, value in zip(self._kinds, plain, strict=True))
            place: Any = tuple(read)
            good = name == self._name and self.write(place) == cursor
        except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
            good = False
        if not good:
            raise Invalid.at("/cursor", "is not a cursor of this list")
        found: PlaceT = place
        return found


def page(
    rows: Sequence[RowT], limit: int, view: Callable[[RowT], object], cursor: Cursor
) -> dict[str, object]:
    """The answer of a list whose query was asked for one row more than `limit`."""
    shown = rows[:limit]
    more = len(rows) > limit
    return {"items": [view(row) for row in shown], "next_cursor": cursor.of(shown[-1]) if more else None}
