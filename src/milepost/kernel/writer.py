"""SQLite's one writer: a thread that drains a queue of works into one commit.

Each work runs under a savepoint of its own, so one that fails undoes only itself. An answer leaves
only after its group has committed. If the commit of a group fails, each work runs again alone, so
a work is a function that may run twice.
"""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from milepost.kernel.database import Door
from milepost.kernel.errors import Unavailable

T = TypeVar("T")

GROUP = 128
"""How many works share a commit at most."""
PATIENCE = 0.02
"""For how many seconds a group goes on taking in works."""


class Stopped(Unavailable):
    """The server is stopping."""

    code = "request.stopping"


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
            self.job.future.set_exception(self.failure)
        else:
            self.job.future.set_result(self.answer)


class Writer:
    """Owns the only writing connection."""

    def __init__(
        self, connect: Callable[[], sqlite3.Connection], door: Callable[[sqlite3.Connection], Door]
    ) -> None:
        self._connect = connect
        self._make_door = door
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
        connection = self._connect()
        door = self._make_door(connection)
        while True:
            job = self._queue.get()
            if job is None:
                break
            if not job.is_wanted():
                continue
            for outcome in self._group(connection, door, job):
                outcome.tell()
        connection.close()

    def _group(self, connection: sqlite3.Connection, door: Door, first: _Job) -> list[_Outcome]:
        jobs = [first]
        try:
            connection.execute("BEGIN IMMEDIATE")
            outcomes = self._drained(connection, door, jobs)
            connection.execute("COMMIT")
        except sqlite3.Error:
            _rolled_back(connection)
            return [_alone(connection, door, job) for job in jobs]
        return outcomes

    def _drained(self, connection: sqlite3.Connection, door: Door, jobs: list[_Job]) -> list[_Outcome]:
        """Run the first job and all that wait behind it, noting each in `jobs` before it runs."""
        until = monotonic() + PATIENCE
        outcomes = [_under_savepoint(connection, door, jobs[0])]
        while len(jobs) < GROUP and monotonic() < until:
            try:
                job = self._queue.get_nowait()
            except Empty:
                break
            if job is None:
                self._queue.put(None)
                break
            if job.is_wanted():
                jobs.append(job)
                outcomes.append(_under_savepoint(connection, door, job))
        return outcomes


def _alone(connection: sqlite3.Connection, door: Door, job: _Job) -> _Outcome:
    try:
        connection.execute("BEGIN IMMEDIATE")
        outcome = _under_savepoint(connection, door, job)
        connection.execute("COMMIT")
    except sqlite3.Error as broken:
        _rolled_back(connection)
        return _Outcome(job, None, broken)
    return outcome


def _under_savepoint(connection: sqlite3.Connection, door: Door, job: _Job) -> _Outcome:
    connection.execute("SAVEPOINT work")
    try:
        answer = job.work(door)
    except BaseException as failure:
        connection.execute("ROLLBACK TO work")
        connection.execute("RELEASE work")
        return _Outcome(job, None, failure)
    connection.execute("RELEASE work")
    return _Outcome(job, answer, None)


def _rolled_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
