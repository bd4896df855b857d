"""What a person owns, learnt from the tables: whatever a wing adds is exported with the rest."""

from collections import namedtuple
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from milepost.kernel.schema import Bytes, Day, Flag, Hundredths, Id, Instant, Whole, metadata
from milepost.kernel.statements import Number, Statement, count_of, rows_of
from milepost.kernel.work import Reading

KEPT_BACK = "self"
"""The area of credentials and other things that are no part of a person's record."""

_HINTS: dict[Any, Any] = {
    Id: UUID | None,
    Instant: datetime | None,
    Day: date | None,
    Flag: bool | None,
    Whole: int | None,
    Hundredths: int | None,
    Bytes: bytes | None,
}


class Owned(NamedTuple):
    """A table of a person's record, and how all of their rows are read; `amounts` are in hundredths."""

    name: str
    read: Statement[Any]
    amounts: frozenset[str]


class Told(NamedTuple):
    """A kind of thing of which a deletion tells beforehand, and how it is counted."""

    kind: str
    tally: Statement[Number]


@cache
def told() -> tuple[Told, ...]:
    """Every kind of thing that a person can have, in the order of the tables. All wings must be loaded."""
    return tuple(
        Told(table.info["called"], count_of(table.name, table.info["owner"]))
        for table in metadata.sorted_tables
        if table.info.get("called")
    )


def everything(reading: Reading) -> dict[str, int]:
    """How much of each kind a person has: what goes with their account."""
    return {each.kind: reading.all(each.tally)[0].number for each in told()}


@cache
def owned() -> tuple[Owned, ...]:
    """Every table of a person's record, those that others refer to first. All wings must be loaded."""
    return tuple(
        Owned(
            str(table.name),
            rows_of(table.name, _row(table.name, table.columns), table.info["owner"]),
            frozenset(column.name for column in table.columns if column.type is Hundredths),
        )
        for table in metadata.sorted_tables
        if table.info["kind"] == "owned" and table.info["area"] != KEPT_BACK
    )


def _row(table: str, columns: Iterable[Any]) -> Any:
    """A type for the rows of a table: it says of each column how its values are read."""
    hints = {column.name: _HINTS.get(column.type, str | None) for column in columns}
    made: Any = namedtuple(table, list(hints))  # type: ignore[misc]
    made.__annotations__ = hints
    return made
