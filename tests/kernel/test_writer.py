"""SQLite's one writer: groups, savepoints, and what happens when something fails."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

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
        self.writer = Writer(lambda: connected(self.path), Bare)  # type: ignore[arg-type]

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
