"""SQLite: one writing connection behind the writer, read-only connections for readings."""

import re
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar
from uuid import UUID

from milepost.kernel.database import CheckBroken, Door, UniqueBroken, Unreachable, failure_of_key
from milepost.kernel.filling import Filling, Packed
from milepost.kernel.statements import Change, RowT, Statement, for_sqlite
from milepost.kernel.writer import Writer, busy

T = TypeVar("T")

BUSY_MILLISECONDS = 10_000
RETRY_SECONDS = 0.02
READERS = 2
_BROKEN_KEY = re.compile(r"UNIQUE constraint failed: (.+)")


def connected(path: str, read_only: bool = False) -> sqlite3.Connection:
    """Open the database file with the settings that the product relies on."""
    connection = sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
        timeout=BUSY_MILLISECONDS / 1000,
    )
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "temp_store = MEMORY",
        "cache_size = -16384",
        f"query_only = {'ON' if read_only else 'OFF'}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def write_ahead(path: str) -> None:
    """See that the file keeps a write-ahead log, so that readers and the writer do not wait for each other.

    SQLite does not wait by itself for others who open the file at the same moment, so this does.

    Raises:
        sqlite3.OperationalError: if the file stays locked.
    """
    until = monotonic() + BUSY_MILLISECONDS / 1000
    with closing(sqlite3.connect(path)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if monotonic() > until:
                    raise
                sleep(RETRY_SECONDS)
            else:
                return


class SqliteDoor:
    """Statements on one SQLite connection. The first lock stands alone here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: Statement[RowT], values: dict[str, Any]) -> list[RowT]:
        """All rows of a read."""
        found = self._execute(statement.numbered, for_sqlite(statement, values)).fetchall()
        return [statement.from_sqlite(row) for row in found]

    def run(self, change: Change, values: dict[str, Any]) -> None:
        """Do a write."""
        self._execute(change.numbered, for_sqlite(change, values))

    def count(self, change: Change, values: dict[str, Any]) -> int:
        """Do a write and say how many rows it touched."""
        return self._execute(change.numbered, for_sqlite(change, values)).rowcount

    def fill(self, filling: Filling, rows: Packed, owner: UUID) -> None:
        """Write many rows of an owner."""
        assert isinstance(rows, list)
        key = owner.bytes
        try:
            self._connection.executemany(filling.numbered, ([key, *row[1:]] for row in rows))
        except sqlite3.IntegrityError as broken:
            raise _unique(broken) or CheckBroken(str(broken).rpartition(": ")[2]) from broken

    def carry(self, change: Change, values: dict[str, Any]) -> None:
        """Do a write of rows that a staging table has checked."""
        self._connection.execute("PRAGMA ignore_check_constraints = ON")
        try:
            self.run(change, values)
        finally:
            self._connection.execute("PRAGMA ignore_check_constraints = OFF")

    def enter(self, actor: UUID) -> None:
        """There is no second lock to open on SQLite."""

    def present(self, key: str) -> None:
        """There is no second lock to open on SQLite."""

    def lock(self, owner: UUID) -> None:
        """One writer anyway."""

    def _execute(self, text: str, values: list[Any]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(text, values)
        except sqlite3.IntegrityError as broken:
            found = _unique(broken)
            if found is None:
                raise
            raise found from broken


def _unique(broken: sqlite3.IntegrityError) -> UniqueBroken | None:
    """What a broken unique key means; None if something else was broken."""
    found = _BROKEN_KEY.match(str(broken))
    if found is None:
        return None
    places = [place.split(".") for place in found[1].split(", ")]
    columns = tuple(place[1] for place in places)
    return UniqueBroken(failure_of_key(columns=columns, table=places[0][0]))


class SqliteDatabase:
    """A database in one file, served by one process."""

    dialect = "sqlite"

    def __init__(self, path: str) -> None:
        """Open the file, and make it and its folder if they are not there.

        Raises:
            Unreachable: if that cannot be done.
        """
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            write_ahead(path)
        except OSError as refused:
            raise Unreachable(f"{refused.filename}: {refused.strerror}.") from refused
        except sqlite3.Error as refused:
            raise Unreachable(f"{path}: {refused}.") from refused
        self._path = path
        self._writer = Writer(lambda: connected(path), SqliteDoor)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []

    def read(self, query: Callable[[Door], T]) -> "Future[T]":
        """Run a function that only reads, on one snapshot, on a thread of the readers."""
        return self._readers.submit(self._reading, query)

    def write(self, work: Callable[[Door], T]) -> "Future[T]":
        """Run a function on the writer; the answer comes after its group has committed."""
        return self._writer.submit(work)

    def close(self) -> None:
        """Finish what is running and close the connections."""
        self._readers.shutdown()
        self._writer.close()
        for connection in self._opened:
            connection.close()

    def _reading(self, query: Callable[[Door], T]) -> T:
        try:
            connection = self._reader()
            connection.execute("BEGIN")
            try:
                return query(SqliteDoor(connection))
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except sqlite3.Error as failure:
            # A reading that writes is refused as one of a read-only file would be, but the fault is ours.
            told = None if failure.sqlite_errorcode == sqlite3.SQLITE_READONLY else busy(failure)
            if told is None:
                raise
            raise told from failure

    def _reader(self) -> sqlite3.Connection:
        """The connection of this thread."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = connected(self._path, read_only=True)
            self._opened.append(connection)
        return connection
