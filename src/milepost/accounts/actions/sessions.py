"""Signing in and out, and ending what has run out."""

from typing import NamedTuple
from uuid import UUID

from milepost.accounts.actions import directory
from milepost.accounts.errors import NoSuchSession, WrongCredentials
from milepost.accounts.keys import digest, directory_key, new_secret
from milepost.accounts.policy import require_session
from milepost.accounts.queries import me, my_login
from milepost.accounts.rows import KeyRow, Opened
from milepost.accounts.rules import SESSION_LIVES, session_ends
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change, statement
from milepost.kernel.work import NOBODY, Work

LONGEST_DEVICE = 255
PRUNED_AT_ONCE = 100


class _Expired(NamedTuple):
    kind: str
    id: UUID
    hash: bytes


_INSERT = change(
    "sessions.insert",
    """INSERT INTO sessions (user_id, id, hash, device, created_at)
    VALUES (:owner, :id, :hash, :device, :now)""",
)
_ONE = statement("sessions.one", KeyRow, "SELECT {columns} FROM sessions WHERE user_id = :owner AND id = :id")
_EXPIRED = statement(
    "accounts.expired",
    _Expired,
    """SELECT 'session' AS kind, s.id, s.hash FROM sessions s LEFT JOIN last_seen l ON l.id = s.id
    WHERE s.user_id = :owner AND s.created_at <= :oldest AND coalesce(l.seen_at, s.created_at) <= :oldest
    UNION ALL
    SELECT 'token' AS kind, t.id, t.hash FROM api_tokens t WHERE t.user_id = :owner AND t.expires_at <= :now
    UNION ALL
    SELECT 'reset' AS kind, r.id, r.hash FROM password_resets r
    WHERE r.user_id = :owner AND r.expires_at <= :now
    LIMIT :limit""",
)
_FORGET_OTHERS = change(
    "sessions.forget_others",
    "DELETE FROM last_seen WHERE id IN (SELECT id FROM sessions WHERE user_id = :owner AND id <> :kept)",
)
_CLOSE_OTHERS = change(
    "sessions.close_others",
    sqlite="""DELETE FROM directory WHERE user_id = :owner AND key IN
    (SELECT 'session:' || lower(hex(hash)) FROM sessions WHERE user_id = :owner AND id <> :kept)""",
    postgres="""DELETE FROM directory WHERE user_id = :owner AND key IN
    (SELECT 'session:' || encode(hash, 'hex') FROM sessions WHERE user_id = :owner AND id <> :kept)""",
)
_DELETE_OTHERS = change(
    "sessions.delete_others", "DELETE FROM sessions WHERE user_id = :owner AND id <> :kept"
)
_REHASH = change(
    "sessions.rehash", "UPDATE users SET password_hash = :fresh_hash, updated_at = :now WHERE id = :owner"
)


def sign_in(work: Work, proven_hash: str, fresh_hash: str | None, device: str) -> Opened:
    """Open a session for the owner, whose password fitted `proven_hash`; what has run out is pruned.

    `fresh_hash` is the same password hashed anew, where the kept hash has outdated parameters.

    Raises:
        WrongCredentials: if the password was changed since it was compared.
    """
    work.lock_owner()
    if my_login(work).password_hash != proven_hash:
        raise WrongCredentials()
    if fresh_hash is not None:
        work.run(_REHASH, fresh_hash=fresh_hash)
    _prune(work)
    return open_session(work, device)


def open_session(work: Work, device: str) -> Opened:
    """Open a session for the owner; its secret is in the answer and nowhere else."""
    session_id, secret = new_id(), new_secret("session")
    kept = digest(secret)
    work.run(_INSERT, id=session_id, hash=kept, device=device[:LONGEST_DEVICE])
    directory.add(work, directory_key("session", kept))
    return Opened(me(work), session_id, secret, session_ends(work.now, None))


def sign_out(work: Work) -> None:
    """End the session by which the person came.

    Raises:
        SessionNeeded: if they came by an API token.
    """
    require_session(work.actor)
    if work.actor.key_id is not None:
        end_session(work, work.actor.key_id)


def end_session(work: Work, session_id: UUID) -> None:
    """End one of the person's sessions.

    Raises:
        NoSuchSession: if they have none with this id.
        SessionNeeded: if they came by an API token.
    """
    require_session(work.actor)
    row = work.first(_ONE, id=session_id)
    if row is None:
        raise NoSuchSession()
    directory.end(work, "session", row)


def end_other_sessions(work: Work) -> None:
    """End all of the person's sessions but the one by which they came.

    Raises:
        SessionNeeded: if they came by an API token.
    """
    require_session(work.actor)
    kept = work.actor.key_id or NOBODY
    work.run(_FORGET_OTHERS, kept=kept)
    work.run(_CLOSE_OTHERS, kept=kept)
    work.run(_DELETE_OTHERS, kept=kept)


def _prune(work: Work) -> None:
    for row in work.all(_EXPIRED, oldest=work.now - SESSION_LIVES, limit=PRUNED_AT_ONCE):
        directory.end(work, row.kind, KeyRow(row.id, row.hash))
