"""The statements that a piece of work takes, as the product itself sends them."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from milepost.goals.actions import log_progress
from milepost.goals.schemas import NewEntry
from milepost.kernel.database import Database, Door
from milepost.kernel.filling import Filling, Packed
from milepost.kernel.statements import Change, Declaration, RowT, Statement
from milepost.kernel.work import App, Presented
from milepost.overview.tree import tree

T = TypeVar("T")


class Sent(NamedTuple):
    """One statement and the values that went with it; `enter` stands for telling who acts."""

    declared: Declaration | None
    values: dict[str, Any]


class _Recorder:
    """A door that notes what passes through."""

    def __init__(self, door: Door, sent: list[Sent]) -> None:
        self._door = door
        self._sent = sent

    def rows(self, statement: Statement[RowT], values: dict[str, Any]) -> list[RowT]:
        self._sent.append(Sent(statement, values))
        return self._door.rows(statement, values)

    def run(self, change: Change, values: dict[str, Any]) -> None:
        self._sent.append(Sent(change, values))
        self._door.run(change, values)

    def count(self, change: Change, values: dict[str, Any]) -> int:
        self._sent.append(Sent(change, values))
        return self._door.count(change, values)

    def fill(self, filling: Filling, rows: Packed, owner: UUID) -> None:
        self._door.fill(filling, rows, owner)

    def carry(self, change: Change, values: dict[str, Any]) -> None:
        self._sent.append(Sent(change, values))
        self._door.carry(change, values)

    def enter(self, actor: UUID) -> None:
        self._sent.append(Sent(None, {"actor": actor}))
        self._door.enter(actor)

    def present(self, key: str) -> None:
        self._door.present(key)

    def lock(self, owner: UUID) -> None:
        self._door.lock(owner)


class _Recording:
    """A database whose transactions pass through a recorder; it keeps what the last of them sent."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.dialect = database.dialect
        self.sent: list[Sent] = []

    def read(self, query: Callable[[Door], T]) -> "Future[T]":
        self.sent.clear()
        return self._database.read(lambda door: query(_Recorder(door, self.sent)))

    def write(self, work: Callable[[Door], T]) -> "Future[T]":
        self.sent.clear()
        return self._database.write(lambda door: work(_Recorder(door, self.sent)))

    def close(self) -> None:
        self._database.close()


def of_a_logged_entry(app: App, credential: Presented, goal_id: UUID) -> list[Sent]:
    """What a second entry on a goal sends, once the key is known to the process."""
    entry = NewEntry(value=1)
    return _sent(
        app, lambda watched: watched.write_now(credential, lambda work: log_progress(work, goal_id, entry))
    )


def of_a_tree(app: App, credential: Presented) -> list[Sent]:
    """What a second reading of the tree sends, once the key is known to the process."""
    return _sent(app, lambda watched: watched.read_now(credential, tree))


def _sent(app: App, ask: Callable[[App], object]) -> list[Sent]:
    recording = _Recording(app.database)
    watched = App(recording, app.identify, app.wiring)
    for _ in range(2):
        ask(watched)
    return list(recording.sent)
