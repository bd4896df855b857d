"""The rows themselves, past both locks: for tests that must see what nobody in the product may."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Table

from milepost.bootstrap import sqlite_path
from milepost.kernel.schema import Day, Flag, Id, Instant, metadata
from milepost.kernel.settings import Settings

Row = tuple[Any, ...]
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")


def _as_it_is(value: Any) -> Any:
    return value


def _instant(value: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=value)


class Rows:
    """One connection of the database's owner, in a transaction of its own."""

    def __init__(self, connection: sqlite3.Connection | psycopg.Connection[Any]) -> None:
        self._connection = connection
        self.broken: type[Exception] = sqlite3.IntegrityError
        if isinstance(connection, psycopg.Connection):
            self.broken = psycopg.IntegrityError

    def all(self, text: str, **values: object) -> list[Row]:
        """The rows of a read with `:name` parameters."""
        return list(self._execute(text, values).fetchall())

    def change(self, text: str, **values: object) -> int:
        """Write, and say how many rows were touched."""
        touched: int = self._execute(text, values).rowcount
        return touched

    def of(self, table: Table, owner: UUID) -> list[dict[str, Any]]:
        """A person's rows of a table, in the order of its key."""
        columns = ", ".join(column.name for column in table.columns)
        keys = ", ".join(column.name for column in table.primary_key.columns)
        found = self.all(
            f"SELECT {columns} FROM {table.name} WHERE {table.info['owner']} = :owner ORDER BY {keys}",
            owner=owner,
        )
        return [self._decoded(table, row) for row in found]

    def everything_of(self, owner: UUID) -> dict[str, list[dict[str, Any]]]:
        """All rows of a person, table by table."""
        return {table.name: self.of(table, owner) for table in metadata.sorted_tables if table.info["owner"]}

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What is done inside is undone, and a failure inside ends only what is inside."""
        self._connection.execute("SAVEPOINT scratch")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK TO SAVEPOINT scratch")
            self._connection.execute("RELEASE SAVEPOINT scratch")

    def _decoded(self, table: Table, row: Row) -> dict[str, Any]:
        decoders: dict[Any, Callable[[Any], Any]] = {}
        if isinstance(self._connection, sqlite3.Connection):
            decoders = {
                Id: lambda raw: UUID(bytes=raw),
                Instant: _instant,
                Day: date.fromisoformat,
                Flag: bool,
            }
        return {
            column.name: value if value is None else decoders.get(column.type, _as_it_is)(value)
            for column, value in zip(table.columns, row, strict=True)
        }

    def _execute(self, text: str, values: dict[str, object]) -> Any:
        if isinstance(self._connection, sqlite3.Connection):
            kept = {name: each.bytes if isinstance(each, UUID) else each for name, each in values.items()}
            return self._connection.execute(text, kept)
        return self._connection.execute(_PARAMETER.sub(r"%(\1)s", text).encode(), values)


@contextmanager
def rows(settings: Settings) -> Iterator[Rows]:
    """Open the rows of an instance; what is done there is committed at the end."""
    path = sqlite_path(settings.database)
    if path is None:
        with psycopg.connect(settings.owner_url) as connection:
            yield Rows(connection)
        return
    opened = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        opened.execute("PRAGMA foreign_keys = ON")
        opened.execute("BEGIN IMMEDIATE")
        yield Rows(opened)
        opened.execute("COMMIT")
    finally:
        opened.close()
