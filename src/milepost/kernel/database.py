"""What a database is to the rest: one door for statements, one way to read, one way to write."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Table

from milepost.kernel.errors import Conflict, Failure, Unavailable
from milepost.kernel.filling import Filling, Packed
from milepost.kernel.schema import metadata
from milepost.kernel.statements import Change, Declaration, RowT, Statement

T = TypeVar("T")


class Door(Protocol):
    """One open transaction, through which declared statements run."""

    def rows(self, statement: Statement[RowT], values: dict[str, Any]) -> list[RowT]:
        """All rows of a read."""

    def run(self, change: Change, values: dict[str, Any]) -> None:
        """Do a write; its failure may come later, at the latest at the commit."""

    def count(self, change: Change, values: dict[str, Any]) -> int:
        """Do a write and say how many rows it touched."""

    def fill(self, filling: Filling, rows: Packed, owner: UUID) -> None:
        """Write many rows of an owner.

        Raises:
            CheckBroken: if a row is not what its table takes.
        """

    def carry(self, change: Change, values: dict[str, Any]) -> None:
        """Do a write of rows that a staging table has checked; how long it takes is what others wait."""

    def enter(self, actor: UUID) -> None:
        """From here on this person acts: the second lock opens for what they may see."""

    def present(self, key: str) -> None:
        """Present a key to the directory: the second lock opens for the row with this key."""

    def lock(self, owner: UUID) -> None:
        """Wait until no other work that locks this owner is open."""


class Database(Protocol):
    """Runs functions over a door, each in a transaction of its own."""

    dialect: str

    def read(self, query: Callable[[Door], T]) -> "Future[T]":
        """Run a function that only reads, on one snapshot."""

    def write(self, work: Callable[[Door], T]) -> "Future[T]":
        """Run a function that may write; the answer comes after the commit. It may run twice."""

    def close(self) -> None:
        """Finish what is running and let go of the database."""


class UniqueBroken(Exception):
    """A unique key refused a row; `failure` is what its table says that means."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class CheckBroken(Exception):
    """A row is not what its table takes; `what` names the check, or says what is missing."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Unreachable(Exception):
    """The database cannot be opened; the sentence says why."""


class AlreadyThere(Conflict):
    """Already there."""

    code = "request.duplicate"


class Busy(Unavailable):
    """The database is busy."""

    code = "request.busy"


def _unique_keys(table: Table) -> list[tuple[str, tuple[str, ...], type[Failure]]]:
    keys = []
    for index in table.indexes:
        if index.unique:
            columns = tuple(column.name for column in index.columns)
            keys.append((str(index.name), columns, index.info.get("failure", AlreadyThere)))
    primary = tuple(column.name for column in table.primary_key.columns)
    keys.append((f"pk_{table.name}", primary, table.info.get("taken", AlreadyThere)))
    return keys


def failure_of_key(name: str | None = None, columns: tuple[str, ...] = (), table: str = "") -> Failure:
    """The failure that a broken unique key stands for, found by its name or by its table and columns."""
    for each in metadata.tables.values():
        for key, over, failure in _unique_keys(each):
            if (name and key == name) or (table == each.name and columns == over):
                return failure()
    return AlreadyThere()


def checked(declared: Declaration, values: dict[str, Any]) -> dict[str, Any]:
    """The values, if they are just what the statement asks for beside what the door binds.

    Raises:
        TypeError: if one is missing or too many.
    """
    if values.keys() != declared.asked:
        wrong = ", ".join(sorted(values.keys() ^ declared.asked))
        raise TypeError(
            f"{declared.name} has {wrong} missing or too many; the door binds owner, actor and now"
        )
    return values
