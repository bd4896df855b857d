"""A database whose works are undone once they have answered: what an action would do, without its traces."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from milepost.kernel.database import Database, Door

T = TypeVar("T")


class _Answered(Exception):
    """Ends a transaction whose answer is wanted and whose writes are not."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer


class Undoing:
    """A database of the product, of which every work is rolled back."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.dialect = database.dialect

    def read(self, query: Callable[[Door], T]) -> "Future[T]":
        """Run a function that only reads."""
        return self._database.read(query)

    def write(self, work: Callable[[Door], T]) -> "Future[T]":
        """Run a function that may write, answer what it answers, and undo it."""
        outcome: Future[T] = Future()

        def undone(door: Door) -> None:
            raise _Answered(work(door))

        def settle(ended: "Future[None]") -> None:
            failure = ended.exception()
            if isinstance(failure, _Answered):
                outcome.set_result(failure.answer)
            else:
                outcome.set_exception(failure or AssertionError("unreachable"))

        self._database.write(undone).add_done_callback(settle)
        return outcome

    def close(self) -> None:
        """The database is closed by who opened it."""
