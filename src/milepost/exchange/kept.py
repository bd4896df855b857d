"""Files of dry runs, kept for a while so that one can say yes without sending the file again."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import IO, NamedTuple
from uuid import UUID

from milepost.exchange.schemas import NewImport

MINUTES = 15
"""For how long a file is kept."""
MOST = 16
"""How many are kept at a time, one for a person; the oldest goes first."""


class Kept(NamedTuple):
    """A file that was looked at by a dry run, and what was asked for."""

    import_id: UUID
    new: NewImport
    file: IO[bytes]
    until: float


class KeptFiles:
    """The files of one process."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._files: dict[UUID, Kept] = {}
        self._lock = threading.Lock()

    def __del__(self) -> None:
        self.close()

    def keep(self, owner: UUID, import_id: UUID, new: NewImport, file: IO[bytes]) -> None:
        """Keep a file; another of the same person is let go."""
        with self._lock:
            self._sweep()
            before = self._files.pop(owner, None)
            if before is not None:
                before.file.close()
            if len(self._files) >= MOST:
                self._files.pop(next(iter(self._files))).file.close()
            self._files[owner] = Kept(import_id, new, file, self._clock() + 60 * MINUTES)

    def has(self, owner: UUID, import_id: UUID) -> bool:
        """Whether the file of this import is still here."""
        with self._lock:
            self._sweep()
            kept = self._files.get(owner)
            return kept is not None and kept.import_id == import_id

    def take(self, owner: UUID, import_id: UUID) -> Kept | None:
        """The file of this import, from now on its taker's to close; None where it is gone."""
        with self._lock:
            self._sweep()
            kept = self._files.get(owner)
            if kept is None or kept.import_id != import_id:
                return None
            return self._files.pop(owner)

    def close(self) -> None:
        """Let go of all of them."""
        with self._lock:
            for kept in self._files.values():
                kept.file.close()
            self._files.clear()

    def _sweep(self) -> None:
        now = self._clock()
        for owner, kept in list(self._files.items()):
            if kept.until <= now:
                kept.file.close()
                del self._files[owner]
