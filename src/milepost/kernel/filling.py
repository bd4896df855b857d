"""Many rows at once: packed by whoever brings them, written by one call of the door.

A table may have a staging table beside it, with the same columns and checks: rows are brought there in
pieces, and carried over in one statement, in which nobody else can write on SQLite. So that it is short,
the checks that the rows have passed once are not made again.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Table

from milepost.kernel.schema import Bytes, Day, Flag, Id, Instant
from milepost.kernel.statements import Change, Statement, micros

Packed = list[list[Any]] | bytes
"""Rows as an engine takes them: SQLite's own types, or one JSON text for PostgreSQL."""

_FOR_SQLITE: dict[Any, Callable[[Any], Any]] = {
    Id: lambda value: value.bytes,
    Instant: micros,
    Day: date.isoformat,
    Flag: int,
}
_ENCODER = msgspec.json.Encoder()


class Filling(Change):
    """A write of many rows of one table; all are the owner's, whatever they say."""

    def __init__(self, table: Table) -> None:
        owner, *others = self.columns = tuple(column.name for column in table.columns)
        into = f"INSERT INTO {table.name} ({', '.join(self.columns)})"
        given = f"json_populate_recordset(CAST(NULL AS {table.name}), CAST(:rows AS json))"
        one_row = f"{into} VALUES (:owner, {', '.join(f':{name}' for name in others)})"
        all_rows = f"{into} SELECT :owner, {', '.join(f'r.{name}' for name in others)} FROM {given} AS r"  # noqa: S608
        super().__init__(f"filled.{table.name}", one_row, all_rows, "owner")
        if owner != table.info["owner"]:
            raise ValueError(f"the first column of {table.name} is not its owner")
        kinds = [(place, column.type) for place, column in enumerate(table.columns)]
        self._encoded = [(place, _FOR_SQLITE[kind]) for place, kind in kinds if kind in _FOR_SQLITE]
        self._bytes = [place for place, kind in kinds if kind is Bytes]

    def packed(self, dialect: str, rows: Iterable[tuple[Any, ...]]) -> Packed:
        """Rows, each with a value for every column in the table's order, as the engine takes them."""
        if dialect == "sqlite":
            return [self._for_sqlite(row) for row in rows]
        return _ENCODER.encode([self._for_postgres(row) for row in rows])

    def _for_sqlite(self, row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for place, encode in self._encoded:
            if values[place] is not None:
                values[place] = encode(values[place])
        return values

    def _for_postgres(self, row: tuple[Any, ...]) -> dict[str, Any]:
        named = dict(zip(self.columns, row, strict=True))
        for place in self._bytes:
            if row[place] is not None:
                named[self.columns[place]] = "\\x" + row[place].hex()
        return named


class RowId(NamedTuple):
    """Only which row it is."""

    id: UUID


class Staging(NamedTuple):
    """How rows come into a table through the one beside it."""

    fill: Filling
    carry: Change
    clear: Change
    there: Statement[RowId]


def staging_of(table: Table, beside: Table) -> Staging:
    """Declare how rows get into a table, as `filled.…`, `carried.…`, `cleared.…`, and `there.…`."""
    owner = table.info["owner"]
    others = [column.name for column in table.columns if column.name != owner]
    carry = (
        f"INSERT INTO {table.name} ({owner}, {', '.join(others)})"  # noqa: S608
        f" SELECT :owner, {', '.join(f's.{name}' for name in others)}"
        f" FROM {beside.name} s WHERE s.{owner} = :owner ORDER BY s.id"
    )
    clear = (
        f"DELETE FROM {beside.name} WHERE {owner} = :owner AND id IN"  # noqa: S608
        f" (SELECT s.id FROM {beside.name} s WHERE s.{owner} = :owner ORDER BY s.id LIMIT :limit)"
    )
    there = (
        f"WITH wanted(id) AS {{each:ids}} SELECT t.id FROM wanted w CROSS JOIN {table.name} t"  # noqa: S608
        f" WHERE t.{owner} = :owner AND t.id = w.id"
    )
    return Staging(
        Filling(beside),
        Change(f"carried.{table.name}", carry, carry, "owner"),
        Change(f"cleared.{beside.name}", clear, clear, "owner"),
        Statement(f"there.{table.name}", RowId, there, there, "owner"),
    )
