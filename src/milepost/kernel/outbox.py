"""What is to be done in the world after a commit: parcels that a work puts down and a runner carries out."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

import structlog

from milepost.kernel.ids import new_id
from milepost.kernel.statements import Number, change, statement
from milepost.kernel.work import App, Nobody, Reading, Work

LEASE = timedelta(minutes=5)
"""How long a parcel that was taken is left to the one who took it."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
TRIES = 12
"""After so many failures a parcel is given up: some 17 hours after the first."""
IDLE = 1.0
"""Seconds between two looks at an empty outbox."""

log = structlog.get_logger()


class Parcel(NamedTuple):
    """Something to be done for a person, of what kind and since when; its content is read when it is done."""

    id: UUID
    kind: str
    user_id: UUID
    created_at: datetime
    tries: int
    """How often it has been taken, this time included."""


Handler = Callable[[App, Parcel], None]
"""Carries out a parcel, or raises. It may come twice, if the process ends between deed and note."""

_PUT = change(
    "outbox.put",
    """INSERT INTO outbox (id, kind, user_id, created_at, due_at, tries)
    VALUES (:id, :kind, :owner, :now, :now, 0)""",
    scope="machinery",
)
_DROP = change("outbox.drop", "DELETE FROM outbox WHERE user_id = :owner", scope="machinery")
_WAITING = statement(
    "outbox.waiting",
    Number,
    "SELECT 1 FROM outbox WHERE due_at <= :now AND kind = :kind AND user_id = :owner LIMIT 1",
    scope="machinery",
)
_DUE = statement("outbox.due", Number, "SELECT 1 FROM outbox WHERE due_at <= :now LIMIT 1", scope="machinery")
_TAKE = statement(
    "outbox.take",
    Parcel,
    sqlite="""UPDATE outbox SET due_at = :lease, tries = tries + 1 WHERE id =
    (SELECT id FROM outbox WHERE due_at <= :now ORDER BY due_at, id LIMIT 1)
    RETURNING {columns}""",
    postgres="""UPDATE outbox SET due_at = :lease, tries = tries + 1 WHERE id =
    (SELECT id FROM outbox WHERE due_at <= :now ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING {columns}""",
    scope="machinery",
)
_PUT_OFF = change(
    "outbox.put_off",
    "UPDATE outbox SET due_at = :due_at WHERE id = :id AND tries = :tries",
    scope="machinery",
)
_DELETE = change("outbox.delete", "DELETE FROM outbox WHERE id = :id", scope="machinery")


def drop(work: Work) -> None:
    """Let go of all that waits for the owner, who goes."""
    work.run(_DROP)


def put(work: Work, kind: str) -> None:
    """Put down something to be done for the owner after the commit; one of a kind that waits is enough.

    One that is being carried out, or rests after a failure, is not waited for.
    """
    if work.first(_WAITING, kind=kind) is None:
        work.run(_PUT, id=new_id(), kind=kind)


def pause(tries: int) -> timedelta:
    """How long a parcel rests after it has failed this many times: doubled each time, up to six hours.

    >>> [pause(tries) // FIRST_PAUSE for tries in (1, 2, 3)]
    [1, 2, 4]
    """
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << (tries - 1)))


class Outbox:
    """Takes what is due, one parcel at a time, and has it carried out by the handler of its kind."""

    def __init__(self, app: App, handlers: Mapping[str, Handler]) -> None:
        self._app = app
        self._handlers = handlers
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Carry out what falls due from here on, on a thread."""
        self._thread = threading.Thread(target=self._serve, name="outbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the parcel in hand and end the thread."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def deliver(self) -> int:
        """Carry out all that is due now, and say how many parcels were taken."""
        taken = 0
        # A look does not take the write lock, as an idle server would every second.
        if not self._app.read_now(Nobody(), _any_due):
            return taken
        while not self._stopping.is_set():
            parcel = self._app.write_now(Nobody(), _taken)
            if parcel is None:
                break
            taken += 1
            self._carry_out(parcel)
        return taken

    def _serve(self) -> None:
        while not self._stopping.wait(IDLE):
            try:
                self.deliver()
            except Exception as failure:  # noqa: BLE001 (a database that is away must not end the thread)
                log.warning("outbox.stuck", reason=type(failure).__name__)

    def _carry_out(self, parcel: Parcel) -> None:
        try:
            self._handlers[parcel.kind](self._app, parcel)
        except Exception as failure:  # noqa: BLE001 (whatever goes wrong, the next parcel has its turn)
            # The reason only by name: the text of a failure may hold an address.
            log.warning("outbox.failed", kind=parcel.kind, tries=parcel.tries, reason=type(failure).__name__)
            self._app.write_now(Nobody(), partial(_put_off, parcel=parcel))
        else:
            self._app.write_now(Nobody(), partial(_done, parcel=parcel))


def _any_due(reading: Reading) -> bool:
    return reading.first(_DUE) is not None


def _taken(work: Work) -> Parcel | None:
    return work.first(_TAKE, lease=work.now + LEASE)


def _done(work: Work, parcel: Parcel) -> None:
    work.run(_DELETE, id=parcel.id)


def _put_off(work: Work, parcel: Parcel) -> None:
    if parcel.tries >= TRIES:
        log.error("outbox.given_up", kind=parcel.kind, tries=parcel.tries)
        work.run(_DELETE, id=parcel.id)
    else:
        work.run(_PUT_OFF, id=parcel.id, tries=parcel.tries, due_at=work.now + pause(parcel.tries))
