"""Rows of an export as rows of a table: each column read by its type, nothing taken for another."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from milepost.exchange.staging import defaults
from milepost.kernel.amounts import amount
from milepost.kernel.schema import Bytes, Day, Flag, Hundredths, Id, Instant, Key, Whole, metadata
from milepost.kernel.text import is_clean, text_key

KEY = "_key"
"""How the columns end by which a text is unique or searched."""


class Untrue(Exception):
    """A row is not what an export has; the sentence says why."""


class Typed:
    """How the rows of one table are read."""

    def __init__(self, name: str) -> None:
        table = metadata.tables[name]
        self._readers = {column.name: _READERS.get(column.type, _text) for column in table.columns}
        self._nullable = {column.name for column in table.columns if column.nullable}
        self._defaults = defaults(name)
        self._keys = [
            (column.name, column.name.removesuffix(KEY))
            for column in table.columns
            if column.type is Key and column.name.removesuffix(KEY) in table.columns
        ]

    def read(self, given: Any) -> dict[str, Any]:
        """A row by column; what a later column is derived from is derived anew.

        Raises:
            Untrue: if it is no row of this table.
        """
        if not isinstance(given, dict):
            raise Untrue("is not an object")
        unknown = given.keys() - self._readers.keys()
        if unknown:
            raise Untrue(f"has {', '.join(sorted(unknown))[:100]}, which is not known")
        found = {name: self._value(name, given) for name in self._readers if name != "user_id"}
        for key, text in self._keys:
            found[key] = text_key(found[text])
        return found

    def _value(self, name: str, given: dict[str, Any]) -> Any:
        if name not in given and name in self._defaults:
            return self._defaults[name]
        value = given.get(name)
        if value is None:
            if name not in self._nullable:
                raise Untrue(f"has no {name}")
            return None
        try:
            read: Callable[[Any], Any] = self._readers[name]
            return read(value)
        except (ValueError, TypeError, OverflowError, AttributeError) as wrong:
            raise Untrue(f"has a {name} that cannot be read: {str(value)[:50]!r}") from wrong


def _text(value: Any) -> str:
    if not isinstance(value, str) or not is_clean(value):
        raise ValueError("no text")
    return value


def _instant(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("no zone")
    return found.astimezone(UTC)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise ValueError("no whole number")
    return value


def _amount(value: Any) -> int:
    return amount(_text(value))


def _id(value: Any) -> UUID:
    return UUID(_text(value))


_READERS: dict[Any, Callable[[Any], Any]] = {
    Id: _id,
    Instant: _instant,
    Day: date.fromisoformat,
    Flag: _flag,
    Whole: _whole,
    Hundredths: _amount,
    Bytes: bytes.fromhex,
}
