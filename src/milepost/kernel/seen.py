"""When keys and people were last seen: kept in memory, written down at most once a minute."""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog

from milepost.kernel.statements import change
from milepost.kernel.work import App, Nobody, Work

Note = Callable[[UUID, datetime], None]
PERIOD = 60.0
"""Seconds between two writings."""

log = structlog.get_logger()

_MARK = change(
    "seen.mark",
    """INSERT INTO last_seen (id, seen_at) VALUES (:id, :seen_at)
    ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at WHERE excluded.seen_at > last_seen.seen_at""",
    scope="machinery",
)
_FORGET = change("seen.forget", "DELETE FROM last_seen WHERE id = :id", scope="machinery")


class Seen:
    """A side queue of last-seen marks, so that a request which only reads need not write."""

    def __init__(self) -> None:
        self._marks: dict[UUID, datetime] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, row_id: UUID, instant: datetime) -> None:
        """Remember that this one was seen; only the newest mark of each is kept."""
        with self._lock:
            self._marks[row_id] = max(instant, self._marks.get(row_id, instant))

    def flush(self, app: App) -> None:
        """Write down all marks in one work; if that fails they stay for the next time."""
        with self._lock:
            marks, self._marks = self._marks, {}
        if not marks:
            return
        try:
            app.write_now(Nobody(), partial(_mark, marks=marks))
        except BaseException:
            for row_id, instant in marks.items():
                self.note(row_id, instant)
            raise

    def start(self, app: App) -> None:
        """Write down the marks once a minute from here on, on a thread."""
        self._thread = threading.Thread(target=self._serve, args=(app,), name="seen", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write down what is left and end the thread."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _serve(self, app: App) -> None:
        stopping = False
        while not stopping:
            stopping = self._stopping.wait(PERIOD)
            try:
                self.flush(app)
            except Exception as failure:  # noqa: BLE001 (the marks are kept, and the thread goes on)
                log.warning("seen.not_written", reason=type(failure).__name__)


def forget(work: Work, row_id: UUID) -> None:
    """Remove the mark of something that is gone."""
    work.run(_FORGET, id=row_id)


def _mark(work: Work, marks: dict[UUID, datetime]) -> None:
    # In order of the ids, so that two processes that mark the same ones wait and never deadlock.
    for row_id in sorted(marks):
        work.run(_MARK, id=row_id, seen_at=marks[row_id])
