"""One import under way: whose it is, what it reads, and how its rows are staged, piece by piece."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO, TypeVar
from uuid import UUID

from milepost.exchange import ids
from milepost.exchange.report import Report
from milepost.exchange.schemas import NewImport
from milepost.exchange.staging import Row, staging
from milepost.kernel.filling import Filling
from milepost.kernel.statements import change
from milepost.kernel.work import App, Credential, Reading, Work

T = TypeVar("T")
_BEAT = change(
    "imports.beat",
    """UPDATE imports SET done = :done, total = :total, beat_at = :now
    WHERE user_id = :owner AND id = :id AND status = 'running'""",
)


class Interrupted(Exception):
    """The import is no longer to go on: the server stops, or another was let in after too long a silence."""


class Again(Exception):
    """Some rows turned out to be refused: the errand knows them now, and the file is to be read again."""


class Changed(Exception):
    """The record has changed since it was read for the import, which must be done again."""


Pair = tuple[UUID, UUID]
"""A digest, and the id of the row that it stands for."""
Agree = Callable[[Work], None]
"""What is done first in the transaction that publishes; raises `Changed`, `Stale`, `NotFound` or `Conflict`
where it no longer fits."""


@dataclass
class Errand:
    """One import under way."""

    app: App
    credential: Credential
    import_id: UUID
    new: NewImport
    """What was asked for."""
    file: IO[bytes]
    """What is imported; read from its beginning, again if need be."""
    tell: Callable[[int, int], None] = lambda _done, _total: None
    """Told how many rows are staged, and of how many."""
    is_over: Callable[[], bool] = lambda: False
    """Asked between pieces whether to give up."""
    report: Report = field(init=False)
    refused: dict[tuple[str, UUID], str] = field(default_factory=dict, init=False)
    """Rows of the file that the database does not take, by table and id, and why."""
    done: int = field(default=0, init=False)
    total: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.start_over()

    @property
    def format(self) -> str:
        """What kind of file it is."""
        return self.new.format

    @property
    def goal_id(self) -> UUID | None:
        """The goal for whose entries the file is, where it is for those."""
        return self.new.goal_id

    def start_over(self) -> None:
        """Forget what was reported, because the file is read again."""
        self.report = Report(self.new.format, self.new.dry_run)

    def ask(self, query: Callable[[Reading], T]) -> T:
        """Read the record, in a transaction of its own."""
        return self.app.read_now(self.credential, query)

    def expect(self, total: int) -> None:
        """Say how many rows are to be staged."""
        self.done, self.total = 0, total
        self._step(0)

    def stage(self, table: str, rows: Iterable[Row], counts: bool = True) -> None:
        """Stage rows of a table; `counts` says whether they are among those expected.

        Raises:
            CheckBroken: if a row is not what the table takes; its piece is not written.
            Interrupted: if the import is to end.
        """
        filling = staging()[table].fill
        for piece in ids.pieces(rows):
            self._step(len(piece) if counts else 0, [self._filled(filling, piece)])

    def remember(self, kind: str, pairs: Iterable[Pair]) -> None:
        """Put ids into the map, by their digest; they count once the import is done."""
        # In the order of the key, in which a large table takes them several times as fast.
        for piece in ids.pieces(sorted(pairs)):
            self._step(0, [self._remembered(kind, piece)])

    def stage_known(self, table: str, rows: list[Row], kind: str, pairs: Iterable[Pair]) -> None:
        """Stage one piece of rows and put their ids into the map, at once; as `stage` and `remember`."""
        self._step(len(rows), [self._filled(staging()[table].fill, rows), self._remembered(kind, pairs)])

    def _remembered(self, kind: str, pairs: Iterable[Pair]) -> Agree:
        rows = ((None, digest, self.import_id, kind, row_id) for digest, row_id in sorted(pairs))
        return self._filled(ids.FILL, rows)

    def _filled(self, filling: Filling, rows: Iterable[Row]) -> Agree:
        packed = filling.packed(self.app.database.dialect, rows)
        return lambda work: work.fill(filling, packed)

    def _step(self, count: int, fills: Sequence[Agree] = ()) -> None:
        if self.is_over():
            raise Interrupted

        def step(work: Work) -> None:
            beat(work, self.import_id, self.done + count, self.total)
            for fill in fills:
                fill(work)

        self.app.write_now(self.credential, step)
        self.done += count
        self.tell(self.done, self.total)


def beat(work: Work, import_id: UUID, done: int, total: int) -> None:
    """Show that an import is alive, and how far it is.

    Raises:
        Interrupted: if it is over.
    """
    if not work.count(_BEAT, id=import_id, done=done, total=total):
        raise Interrupted
