"""Every row of an instance carried into another database, of either engine, and looked at again there."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Column, Connection, Table, bindparam, insert, select, update

from milepost.kernel.schema import Day, Flag, Id, Instant, metadata
from milepost.kernel.statements import instant_of, micros
from milepost.migrations.version import NotMoved

CHUNK = 1_000
"""Rows that are held at a time."""

_FROM_SQLITE: dict[Any, Callable[[Any], Any]] = {
    Id: lambda raw: UUID(bytes=raw),
    Instant: instant_of,
    Day: date.fromisoformat,
    Flag: bool,
}
_TO_SQLITE: dict[Any, Callable[[Any], Any]] = {
    Id: lambda value: value.bytes,
    Instant: micros,
    Day: date.isoformat,
    Flag: int,
}
_FROM_POSTGRES: dict[Any, Callable[[Any], Any]] = {Instant: lambda value: value.astimezone(UTC)}
Row = dict[str, Any]


class Differs(NotMoved):
    """What arrived is not what was sent; the sentence says in which table."""


class Tally(NamedTuple):
    """How many rows a table has, and a sum over all of them, whatever their order."""

    rows: int
    checksum: int


NONE = Tally(0, 0)


def carry(source: Connection, target: Connection) -> int:
    """Copy all rows from one connection to the other, and say how many there are.

    Both are in this version, the target empty, each in a transaction that the caller ends.

    Raises:
        Differs: if a table of the target then has other rows than the source.
    """
    total = 0
    for table in metadata.sorted_tables:
        sent = _carried(source, target, table)
        if sent != _tally(_rows(target, table)):
            raise Differs(f"The rows of {table.name} did not arrive as they were sent.")
        total += sent.rows
    return total


def _carried(source: Connection, target: Connection, table: Table) -> Tally:
    """Copy a table; rows that refer to others of the same table are led to these when all are there."""
    later = [key.column_keys[-1] for key in table.foreign_key_constraints if key.referred_table is table]
    led: list[Row] = []
    tally = NONE
    rows = _rows(source, table)
    while chunk := list(islice(rows, CHUNK)):
        tally = _tally(chunk, tally)
        led += [_link(table, row, later) for row in chunk if any(row[name] is not None for name in later)]
        blank = dict.fromkeys(later)
        target.execute(insert(table), [_for(target, table, row | blank) for row in chunk])
    if led:
        keys = [column == bindparam(f"key_{column.name}") for column in table.primary_key.columns]
        changed = update(table).where(*keys).values({name: bindparam(f"to_{name}") for name in later})
        target.execute(changed, [_named_apart(target, table, row, later) for row in led])
    return tally


def _link(table: Table, row: Row, later: list[str]) -> Row:
    return {name: row[name] for name in (*(each.name for each in table.primary_key.columns), *later)}


def _named_apart(target: Connection, table: Table, row: Row, later: list[str]) -> Row:
    """The values of an update: a column stands in its condition or among what it sets, never in both."""
    encoded = _for(target, table, row)
    return {f"{'to' if name in later else 'key'}_{name}": value for name, value in encoded.items()}


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    """All rows of a table in Python's own types, whatever the engine."""
    decode = _FROM_SQLITE if connection.dialect.name == "sqlite" else _FROM_POSTGRES
    found = connection.execute(select(table), execution_options={"yield_per": CHUNK})
    for row in found.mappings():
        yield {column.name: _with(decode, column, row[column.name]) for column in table.columns}


def _for(connection: Connection, table: Table, row: Row) -> Row:
    if connection.dialect.name != "sqlite":
        return row
    return {name: _with(_TO_SQLITE, table.columns[name], value) for name, value in row.items()}


def _with(forms: dict[Any, Callable[[Any], Any]], column: Column[Any], value: Any) -> Any:
    form = forms.get(column.type)
    return value if value is None or form is None else form(value)


def _tally(rows: Any, before: Tally = NONE) -> Tally:
    count, checksum = before
    for row in rows:
        text = repr([_plain(value) for value in row.values()])
        checksum = (checksum + int.from_bytes(sha256(text.encode()).digest())) % 2**256
        count += 1
    return Tally(count, checksum)


def _plain(value: Any) -> Any:
    return (
        value.isoformat()
        if isinstance(value, datetime)
        else bytes(value)
        if isinstance(value, memoryview)
        else value
    )
