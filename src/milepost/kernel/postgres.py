"""PostgreSQL: pooled connections of a role that owns nothing, each transaction telling who acts.

Works run in pipeline mode: what needs no answer waits for the next read or the commit and travels
with it, so a request takes few trips. The actor is set for the transaction only, never for the
session.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

import psycopg
import structlog
from psycopg import IsolationLevel
from psycopg.errors import (
    CheckViolation,
    DataError,
    DeadlockDetected,
    NotNullViolation,
    OperationalError,
    SerializationFailure,
    UniqueViolation,
)
from psycopg_pool import ConnectionPool, PoolTimeout

from milepost.kernel.database import Busy, CheckBroken, Door, UniqueBroken, Unreachable, failure_of_key
from milepost.kernel.filling import Filling, Packed
from milepost.kernel.statements import Change, RowT, Statement

T = TypeVar("T")

LANES = 6
"""Connections of each kind, reading and writing, in one process."""
TRIES = 3
PATIENCE = 10
"""Seconds to wait for a server that does not answer."""
TIMEOUTS = "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=30s"
UTC_SESSION = "-c timezone=UTC"

log = structlog.get_logger()

_ENTER = "SELECT set_config('milepost.actor', %s, true)"
_PRESENT = "SELECT set_config('milepost.presented', %s, true)"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


class PostgresDoor:
    """Statements on one PostgreSQL connection, inside a transaction and a pipeline."""

    def __init__(self, connection: psycopg.Connection[Any], pipeline: psycopg.Pipeline) -> None:
        self._connection = connection
        self._pipeline = pipeline

    def rows(self, statement: Statement[RowT], values: dict[str, Any]) -> list[RowT]:
        """All rows of a read."""
        make = statement.make
        cursor = self._connection.execute(statement.psycopg, values, prepare=True)
        return [make(row) for row in cursor.fetchall()]

    def run(self, change: Change, values: dict[str, Any]) -> None:
        """Do a write; it travels with the next read or the commit."""
        self._connection.execute(change.psycopg, values, prepare=True)

    def count(self, change: Change, values: dict[str, Any]) -> int:
        """Do a write and say how many rows it touched."""
        cursor = self._connection.execute(change.psycopg, values, prepare=True)
        self._pipeline.sync()
        return cursor.rowcount

    def fill(self, filling: Filling, rows: Packed, owner: UUID) -> None:
        """Write many rows of an owner."""
        assert isinstance(rows, bytes)
        try:
            self._connection.execute(filling.psycopg, {"owner": owner, "rows": rows.decode()}, prepare=True)
            self._pipeline.sync()
        except (CheckViolation, NotNullViolation, DataError) as broken:
            raise CheckBroken(broken.diag.constraint_name or broken.diag.column_name or "") from broken

    def carry(self, change: Change, values: dict[str, Any]) -> None:
        """Do a write of rows that a staging table has checked. Nobody else waits for it."""
        self.run(change, values)

    def enter(self, actor: UUID) -> None:
        """From here on this person acts: the policies open what they may see."""
        self._connection.execute(_ENTER, [str(actor)], prepare=True)

    def present(self, key: str) -> None:
        """Present a key to the directory: its policy opens the row with this key."""
        self._connection.execute(_PRESENT, [key], prepare=True)

    def lock(self, owner: UUID) -> None:
        """Wait until no other work that locks this owner is open."""
        self._connection.execute(_LOCK, [str(owner)], prepare=True)


class PostgresDatabase:
    """A database server, with one pool that may write and one that cannot."""

    dialect = "postgresql"

    def __init__(self, url: str, lanes: int = LANES) -> None:
        """Open both pools.

        Raises:
            Unreachable: if the server is not there, or does not let this role in.
        """
        # Tried alone first: the pools would go on trying in the background, and say no more than "busy".
        try:
            psycopg.connect(url, connect_timeout=PATIENCE).close()
        except psycopg.Error as refused:
            raise Unreachable(" ".join(str(refused).split())) from refused
        self._writing = _pool(url, lanes, _may_write)
        self._reading = _pool(url, lanes, _only_reads)
        self._writers = ThreadPoolExecutor(lanes, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(lanes, thread_name_prefix="reader")

    def read(self, query: Callable[[Door], T]) -> "Future[T]":
        """Run a function on one snapshot of a read-only connection."""
        return self._readers.submit(_transaction, self._reading, query)

    def write(self, work: Callable[[Door], T]) -> "Future[T]":
        """Run a function in a transaction; after a deadlock it runs again."""
        return self._writers.submit(_transaction, self._writing, work)

    def close(self) -> None:
        """Finish what is running and close the connections."""
        self._readers.shutdown()
        self._writers.shutdown()
        self._reading.close()
        self._writing.close()


Pool = ConnectionPool[psycopg.Connection[Any]]


def _pool(url: str, lanes: int, configure: Callable[[psycopg.Connection[Any]], None]) -> Pool:
    return ConnectionPool(
        url,
        min_size=1,
        max_size=lanes,
        timeout=PATIENCE,
        configure=configure,
        open=True,
        kwargs={"options": f"{UTC_SESSION} {TIMEOUTS}", "prepare_threshold": 0},
    )


def _may_write(connection: psycopg.Connection[Any]) -> None:
    connection.isolation_level = IsolationLevel.READ_COMMITTED


def _only_reads(connection: psycopg.Connection[Any]) -> None:
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True


class _Lost(Exception):
    """The connection broke before the commit was sent: the work did not happen."""


def _transaction(pool: Pool, function: Callable[[Door], T]) -> T:
    """Run a function in a transaction.

    After a deadlock, or on a connection that broke before the commit was sent, it runs again. If the
    connection breaks at the commit itself nobody knows whether it happened, so it is not repeated here.

    Raises:
        Busy: if the database is away, or keeps the work waiting for too long.
        UniqueBroken: if a unique key refused a row.
    """
    for tries_left in range(TRIES - 1, -1, -1):
        try:
            return _once(pool, function)
        except (DeadlockDetected, SerializationFailure) as again:
            if not tries_left:
                raise _busy(again) from again
        except _Lost as lost:
            if not tries_left:
                raise _busy(lost) from lost
            pool.check()
        except UniqueViolation as broken:
            raise UniqueBroken(failure_of_key(name=broken.diag.constraint_name)) from broken
        except (PoolTimeout, OperationalError) as waited:
            raise _busy(waited) from waited
    raise AssertionError("unreachable")


def _busy(failure: BaseException) -> Busy:
    """What is told of a failure; the log says which, by name: its text may hold what people wrote."""
    log.error("database.out_of_reach", reason=type(failure.__cause__ or failure).__name__)
    return Busy()


def _once(pool: Pool, function: Callable[[Door], T]) -> T:
    with pool.connection() as connection, connection.pipeline() as pipeline:
        try:
            answer = function(PostgresDoor(connection, pipeline))
        except OperationalError as lost:
            if connection.broken:
                raise _Lost from lost
            raise
        connection.commit()
        return answer
