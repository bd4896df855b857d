"""What is sent twice happens once: idempotency keys, and ids that the client makes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from milepost.kernel.errors import Conflict
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Reading, Work

KEPT = timedelta(days=30)


class KeyReused(Conflict):
    """The idempotency key was used for another request."""

    code = "request.key-reused"


class IdTaken(Conflict):
    """Another row has this id."""

    code = "request.id-taken"


class IdGone(Conflict):
    """The row with this id was deleted."""

    code = "request.id-gone"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a write: status, encoded body, and the headers that belong to it."""

    status: int
    body: bytes
    location: str | None = None
    etag: str | None = None


class _Kept(NamedTuple):
    fingerprint: bytes
    status: int
    body: bytes
    location: str | None
    etag: str | None


class _Gone(NamedTuple):
    fingerprint: bytes | None
    gone_at: datetime


_KEPT = statement(
    "repeats.kept",
    _Kept,
    """SELECT fingerprint, status, answer, location, etag FROM idempotency_keys
    WHERE user_id = :owner AND key = :key AND created_at > :oldest""",
)
_FORGET_OLD = change(
    "repeats.forget_old", "DELETE FROM idempotency_keys WHERE user_id = :owner AND created_at <= :oldest"
)
_KEEP = change(
    "repeats.keep",
    """INSERT INTO idempotency_keys
    (user_id, id, key, fingerprint, status, answer, location, etag, created_at)
    VALUES (:owner, :id, :key, :fingerprint, :status, :answer, :location, :etag, :now)""",
)
_GONE = statement(
    "repeats.gone", _Gone, "SELECT fingerprint, gone_at FROM gone_ids WHERE user_id = :owner AND id = :id"
)
_BURY = change(
    "repeats.bury",
    """INSERT INTO gone_ids (user_id, id, fingerprint, gone_at)
    VALUES (:owner, :id, :fingerprint, :now) ON CONFLICT DO NOTHING""",
)


def fingerprint(*parts: str | bytes) -> bytes:
    """A hash that tells one request from another: 32 bytes over the parts and their lengths."""
    digest = sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8))
        digest.update(raw)
    return digest.digest()


def once(work: Work, key: str, print_of_request: bytes, action: Callable[[Work], Answer]) -> Answer:
    """Carry out an action, or give the answer that the same key got in the last 30 days.

    Raises:
        KeyReused: if the key came with another request.
    """
    work.lock_owner()
    oldest = work.now - KEPT
    kept = work.first(_KEPT, key=key, oldest=oldest)
    if kept is not None:
        if kept.fingerprint != print_of_request:
            raise KeyReused()
        return Answer(kept.status, bytes(kept.body), kept.location, kept.etag)
    work.run(_FORGET_OLD, oldest=oldest)
    answer = action(work)
    work.run(
        _KEEP,
        id=new_id(),
        key=key,
        fingerprint=print_of_request,
        status=answer.status,
        answer=answer.body,
        location=answer.location,
        etag=answer.etag,
    )
    return answer


def bury(work: Work, row_id: UUID, print_of_row: bytes | None) -> None:
    """Remember that a row with a client's id was deleted, for ever.

    Rows of several kinds may have had the same id; it is gone with the first.
    """
    work.run(_BURY, id=row_id, fingerprint=print_of_row)


def refuse_gone(reading: Reading, row_id: UUID) -> None:
    """Raise `IdGone` if a row with this id was deleted."""
    if reading.first(_GONE, id=row_id) is not None:
        raise IdGone()
