"""SQLite's one writer: groups, savepoints, and what happens when something fails."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import Any

import pytest

from milepost.kernel.database import Busy
from milepost.kernel.sqlite import connected, write_ahead
from milepost.kernel.writer import Stopped, Writer


class Bare:
    """A door that is the connection itself."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection


Act = Callable[[sqlite3.Connection], Any]


class Harness:
    """A writer over one table, with a connection to look from outside."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        write_ahead(self.path)
        with connected(self.path) as made:
            made.execute(
                "CREATE TABLE t (n INTEGER PRIMARY KEY, p INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)"
            )
        self.writer = Writer(self.impatient, Bare)  # type: ignore[arg-type]

    def impatient(self) -> sqlite3.Connection:
        connection = connected(self.path)
        connection.execute("PRAGMA busy_timeout = 200")
        return connection

    def submit(self, act: Act) -> "Future[Any]":
        return self.writer.submit(lambda door: act(door.connection))  # type: ignore[attr-defined]

    def stored(self) -> list[int]:
        with connected(self.path, read_only=True) as outside:
            return [n for (n,) in outside.execute("SELECT n FROM t ORDER BY n")]


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    made = Harness(tmp_path / "t.db")
    yield made
    made.writer.close()


def insert(number: int, parent: int | None = None) -> Act:
    return lambda connection: connection.execute("INSERT INTO t VALUES (?, ?)", (number, parent)) and number


def held(harness: Harness) -> threading.Event:
    """Keep the writer busy until the event is set, so that what is submitted forms one group."""
    gate = threading.Event()
    harness.submit(lambda _: gate.wait(10))
    return gate


def test_an_answer_comes_only_after_the_commit(harness: Harness) -> None:
    seen: SimpleQueue[list[int]] = SimpleQueue()
    gate = held(harness)
    future = harness.submit(insert(1))
    # Called on the writer's own thread at the moment of the answer, before it takes the next group.
    future.add_done_callback(lambda _: seen.put(harness.stored()))
    gate.set()
    assert future.result(10) == 1
    assert seen.get(timeout=10) == [1]


def test_a_work_that_fails_undoes_only_itself(harness: Harness) -> None:
    def failing(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO t VALUES (2, NULL)")
        raise LookupError("on purpose")

    gate = held(harness)
    futures = [harness.submit(act) for act in (insert(1), failing, insert(3))]
    gate.set()
    assert [each.exception(10) is None for each in futures] == [True, False, True]
    assert harness.stored() == [1, 3]


def test_if_the_commit_fails_each_work_runs_again_alone(harness: Harness) -> None:
    # The second leaves a row that points nowhere, which shows at the commit of the group.
    gate = held(harness)
    futures = [harness.submit(act) for act in (insert(1), insert(2, parent=99), insert(3))]
    gate.set()
    assert futures[0].result(10) == 1
    assert isinstance(futures[1].exception(10), sqlite3.IntegrityError)
    assert futures[2].result(10) == 3
    assert harness.stored() == [1, 3]


def test_works_run_in_the_order_in_which_they_came(harness: Harness) -> None:
    order: list[int] = []
    gate = held(harness)
    futures = [harness.submit(lambda _, n=n: order.append(n)) for n in range(300)]  # type: ignore[misc]
    gate.set()
    for each in futures:
        each.result(10)
    assert order == list(range(300))


def test_what_is_queued_is_finished_before_the_writer_stops(harness: Harness) -> None:
    gate = held(harness)
    futures = [harness.submit(insert(n)) for n in range(50)]
    gate.set()
    harness.writer.close()
    assert [each.result(10) for each in futures] == list(range(50))
    assert isinstance(harness.submit(insert(60)).exception(10), Stopped)
    assert harness.stored() == list(range(50))


def test_a_work_that_ends_the_transaction_fails_and_harms_no_other(harness: Harness) -> None:
    gate = held(harness)
    futures = [
        harness.submit(act)
        for act in (insert(1), lambda connection: connection.execute("ROLLBACK"), insert(3))
    ]
    gate.set()
    assert futures[0].result(10) == 1
    assert isinstance(futures[1].exception(10), sqlite3.Error)
    assert futures[2].result(10) == 3
    assert harness.stored() == [1, 3]


def test_a_work_that_would_wait_for_another_is_refused(harness: Harness) -> None:
    nested = harness.submit(lambda _: harness.submit(insert(1)).result(10))
    assert isinstance(nested.exception(10), RuntimeError)
    assert harness.stored() == []


def test_while_another_process_holds_the_file_all_who_wait_hear_that_it_is_busy_at_once(
    harness: Harness,
) -> None:
    with closing(connected(harness.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = monotonic()
        futures = [harness.submit(insert(n)) for n in range(50)]
        assert all(isinstance(each.exception(10), Busy) for each in futures)
        assert monotonic() - began < 2
        other.execute("ROLLBACK")
    assert harness.submit(insert(1)).result(10) == 1
    assert harness.stored() == [1]


def filling(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE large (x BLOB)")
    for _ in range(100):
        connection.execute("INSERT INTO large VALUES (zeroblob(100000))")


def test_a_work_for_which_there_is_no_room_hears_that_and_harms_no_other(harness: Harness) -> None:
    gate = held(harness)
    harness.submit(lambda connection: connection.execute("PRAGMA max_page_count = 20").fetchall())
    futures = [harness.submit(act) for act in (insert(1), filling, insert(3))]
    gate.set()
    assert isinstance(futures[1].exception(10), Busy)
    assert (futures[0].result(10), futures[2].result(10)) == (1, 3)
    assert harness.stored() == [1, 3]


def test_a_failure_that_takes_the_transaction_with_it_is_told_to_its_own_caller_alone(
    harness: Harness,
) -> None:
    def failing(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")
        raise LookupError("on purpose")

    gate = held(harness)
    futures = [harness.submit(act) for act in (insert(1), failing, insert(3))]
    gate.set()
    assert isinstance(futures[1].exception(10), LookupError)
    assert (futures[0].result(10), futures[2].result(10)) == (1, 3)
    assert harness.stored() == [1, 3]


def test_a_file_that_cannot_be_opened_is_told_to_who_opens_it(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        Writer(lambda: connected(str(tmp_path / "missing" / "t.db")), Bare)  # type: ignore[arg-type]
