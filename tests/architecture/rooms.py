"""An instance with Alice's record in it, for a stranger to be let loose on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import psycopg

from milepost import bootstrap
from milepost.kernel.schema import metadata
from milepost.kernel.settings import Settings
from milepost.kernel.work import Known, Work
from tests.architecture.filled import fill
from tests.architecture.past_the_door import rows
from tests.architecture.undoing import Undoing
from tests.cast import Cast

T = TypeVar("T")
LOCKED, UNLOCKED = "postgresql", "postgresql without row-level security"
KINDS = ("sqlite", LOCKED, UNLOCKED)


class Room:
    """An instance of its own, in which Alice has something in every table."""

    def __init__(self, settings: Settings, kind: str) -> None:
        if kind == UNLOCKED:
            _unlock(settings.owner_url)
        self.kind = kind
        self.settings = settings
        self.app = bootstrap.app(settings)
        self.undoing = replace(self.app, database=Undoing(self.app.database))
        self.alice = Cast(self.app).alice
        fill(self.app, settings, self.alice)
        self.hers = self.now_hers()

    def stranger(self) -> Known:
        """Somebody new, with an account and nothing else."""
        return Cast(self.app).charlie

    def now_hers(self) -> dict[str, list[dict[str, Any]]]:
        """All of Alice's rows, as they are now."""
        with rows(self.settings) as there:
            return there.everything_of(self.alice.user_id)

    def machinery(self) -> set[tuple[Any, ...]]:
        """What the product keeps for its own working, of whomever."""
        names = [table.name for table in metadata.sorted_tables if table.info["kind"] == "machinery"]
        with rows(self.settings) as there:
            return {(name, *row) for name in names for row in there.all(f"SELECT * FROM {name}")}

    def by_hand(self, text: str) -> None:
        """Write past both locks."""
        with rows(self.settings) as there:
            there.change(text)

    def undone(self, person: Known, action: Callable[[Work], T]) -> T:
        """What an action answers, without what it writes."""
        return self.undoing.work(person, action).result()

    def close(self) -> None:
        """Let go of the database."""
        self.app.database.close()


def _unlock(owner_url: str) -> None:
    """Take the second lock off every table, so that the first stands alone."""
    with psycopg.connect(owner_url) as connection:
        for name in metadata.tables:
            for each in ("DISABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"):
                connection.execute(f"ALTER TABLE {name} {each}".encode())
