"""SQLite's one writer: a thread that drains a queue of works into one commit.

Each work runs under a savepoint of its own, so one that fails undoes only itself. An answer leaves
only after its group has committed. If the commit of a group fails, each work runs again alone, so
a work is a function that may run twice.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, NamedTuple, TypeVar

import structlog

from milepost.kernel.database import Busy, Door
from milepost.kernel.errors import Unavailable

T = TypeVar("T")

GROUP = 128
"""How many works share a commit at most."""
PATIENCE = 0.02
"""For how many seconds a group goes on taking in works."""
_TROUBLES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)

log = structlog.get_logger()


class Stopped(Unavailable):
    """The server is stopping."""

    code = "request.stopping"


class _Undone(Exception):
    """A failure took the whole transaction with it, and so the works that shared it."""

    def __init__(self, failure: BaseException) -> None:
        super().__init__()
        self.failure = failure


def busy(failure: BaseException) -> Busy | None:
    """What to tell of a failure by which the file was locked, full or out of reach; None for any other.

    Which of these it was stands in the log, for whoever looks after the disk.
    """
    if getattr(failure, "sqlite_errorcode", 0) & 0xFF not in _TROUBLES:
        return None
    log.error("database.out_of_reach", reason=str(failure))
    return Busy()


class _Job(NamedTuple):
    work: Callable[[Door], Any]
    future: "Future[Any]"

    def is_wanted(self) -> bool:
        """Whether it is to be run; asked once, and from then on it can be called off no more."""
        return self.future.set_running_or_notify_cancel()


class _Outcome(NamedTuple):
    job: _Job
    answer: Any
    failure: BaseException | None

    def tell(self) -> None:
        if self.failure is not None:
            self.job.future.set_exception(busy(self.failure) or self.failure)
        else:
            self.job.future.set_result(self.answer)


class Writer:
    """Owns the only writing connection."""

    def __init__(
        self, connect: Callable[[], sqlite3.Connection], door: Callable[[sqlite3.Connection], Door]
    ) -> None:
        # Here and not on the thread, where nobody would hear that it failed.
        self._connection = connect()
        self._door = door(self._connection)
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._stopping = False
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Door], T]) -> "Future[T]":
        """Queue a work; its future is set after the commit.

        Raises:
            RuntimeError: if a work asks, which would wait for itself for ever.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a work cannot wait for another work")
        future: Future[T] = Future()
        with self._closing:
            if self._stopping:
                future.set_exception(Stopped())
            else:
                self._queue.put(_Job(work, future))
        return future

    def close(self) -> None:
        """Finish what is queued, then stop."""
        with self._closing:
            # Nothing is queued behind the end, where nobody would ever run it.
            self._stopping = True
            self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while True:
            job = self._queue.get()
            if job is None:
                break
            if not job.is_wanted():
                continue
            for outcome in self._group(job):
                outcome.tell()
        self._connection.close()

    def _group(self, first: _Job) -> list[_Outcome]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as locked:
            # Those behind it have waited as long: each with a wait of its own would be one after another.
            return [_Outcome(job, None, locked) for job in (first, *self._waiting())]
        jobs = [first]
        try:
            outcomes = self._drained(jobs)
            self._connection.execute("COMMIT")
        except (sqlite3.Error, _Undone):
            _rolled_back(self._connection)
            return [_alone(self._connection, self._door, job) for job in jobs]
        return outcomes

    def _drained(self, jobs: list[_Job]) -> list[_Outcome]:
        """Run the first job and those that wait behind it, noting each in `jobs` before it runs."""
        until = monotonic() + PATIENCE
        outcomes = [_under_savepoint(self._connection, self._door, jobs[0])]
        waiting = self._waiting()
        while len(jobs) < GROUP and monotonic() < until and (job := next(waiting, None)):
            jobs.append(job)
            outcomes.append(_under_savepoint(self._connection, self._door, job))
        return outcomes

    def _waiting(self) -> Iterator[_Job]:
        """What is queued at this moment and still wanted, each taken off the queue as it comes."""
        while True:
            try:
                job = self._queue.get_nowait()
            except Empty:
                return
            if job is None:
                self._queue.put(None)
                return
            if job.is_wanted():
                yield job


def _alone(connection: sqlite3.Connection, door: Door, job: _Job) -> _Outcome:
    try:
        connection.execute("BEGIN IMMEDIATE")
        outcome = _under_savepoint(connection, door, job)
        connection.execute("COMMIT")
    except (sqlite3.Error, _Undone) as broken:
        _rolled_back(connection)
        return _Outcome(job, None, broken.failure if isinstance(broken, _Undone) else broken)
    return outcome


def _under_savepoint(connection: sqlite3.Connection, door: Door, job: _Job) -> _Outcome:
    connection.execute("SAVEPOINT work")
    try:
        answer = job.work(door)
    except BaseException as failure:
        if not connection.in_transaction:
            raise _Undone(failure) from failure
        connection.execute("ROLLBACK TO work")
        connection.execute("RELEASE work")
        return _Outcome(job, None, failure)
    connection.execute("RELEASE work")
    return _Outcome(job, answer, None)


def _rolled_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
