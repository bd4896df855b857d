"""Every read of people and of their keys."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from milepost.accounts.identity import identify, look_as, owner_of
from milepost.accounts.keys import digest, directory_email, directory_key
from milepost.accounts.policy import require_session
from milepost.accounts.rows import AccountRow, SessionRow, TokenRow, UserRow
from milepost.accounts.rules import SESSION_LIVES, email_key
from milepost.kernel.errors import SignedOut
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading

__all__ = [
    "Login",
    "accounts",
    "by_email",
    "identify",
    "login",
    "me",
    "my_login",
    "reset_is_good",
    "reset_of",
    "sessions",
    "tokens",
]

LAST_ID = UUID(int=2**128 - 1)


class Login(NamedTuple):
    """What sign-in compares with."""

    user_id: UUID
    email_key: str
    password_hash: str | None


class _Expiry(NamedTuple):
    expires_at: datetime


_ME = statement("accounts.me", UserRow, "SELECT {columns} FROM users WHERE id = :owner")
_LOGIN = statement(
    "accounts.login", Login, "SELECT id, email_key, password_hash FROM users WHERE id = :owner"
)
_SESSIONS = statement(
    "accounts.sessions",
    SessionRow,
    """SELECT s.id, s.device, s.created_at, coalesce(l.seen_at, s.created_at)
    FROM sessions s LEFT JOIN last_seen l ON l.id = s.id
    WHERE s.user_id = :owner AND s.id < :before AND coalesce(l.seen_at, s.created_at) > :oldest
    ORDER BY s.id DESC LIMIT :limit""",
)
_TOKENS = statement(
    "accounts.tokens",
    TokenRow,
    """SELECT t.id, t.name, t.can_read, t.can_write, t.expires_at, t.created_at, l.seen_at
    FROM api_tokens t LEFT JOIN last_seen l ON l.id = t.id
    WHERE t.user_id = :owner AND t.id < :before ORDER BY t.id DESC LIMIT :limit""",
)
_RESET = statement(
    "accounts.reset",
    _Expiry,
    "SELECT expires_at FROM password_resets WHERE user_id = :owner AND hash = :hash AND expires_at > :now",
)
_ACCOUNTS = statement(
    "accounts.all",
    AccountRow,
    """SELECT u.id, u.email, u.full_name, u.timezone, u.is_admin, u.created_at, l.seen_at
    FROM users u LEFT JOIN last_seen l ON l.id = u.id ORDER BY u.created_at, u.id""",
    scope="operator",
)


def me(reading: Reading) -> UserRow:
    """The person who acts.

    Raises:
        SignedOut: if nobody does.
    """
    found = reading.first(_ME)
    if found is None:
        raise SignedOut()
    return found


def sessions(reading: Reading, limit: int = 200, before: UUID = LAST_ID) -> list[SessionRow]:
    """Where the person is signed in, newest first, those behind `before`.

    Raises:
        SessionNeeded: if they came by an API token.
    """
    require_session(reading.actor)
    return reading.all(_SESSIONS, limit=limit, before=before, oldest=reading.now - SESSION_LIVES)


def tokens(reading: Reading, limit: int = 200, before: UUID = LAST_ID) -> list[TokenRow]:
    """The person's API tokens, newest first, those behind `before`; expired ones until they are pruned.

    Raises:
        SessionNeeded: if they came by an API token.
    """
    require_session(reading.actor)
    return reading.all(_TOKENS, limit=limit, before=before)


def strict_levels(reading: Reading) -> bool:
    """Whether the owner's goals follow one another level by level."""
    return me(reading).strict_levels


def by_email(reading: Reading, email: str) -> UUID | None:
    """Whose account has this e-mail address."""
    return owner_of(reading, directory_email(email_key(email)))


def login(reading: Reading, email: str) -> Login | None:
    """What somebody who comes with this e-mail address must prove. Nobody is signed in by this."""
    owner = by_email(reading, email)
    if owner is None:
        return None
    look_as(reading, owner)
    return reading.first(_LOGIN)


def my_login(reading: Reading) -> Login:
    """What the person who acts must prove before their credentials change.

    Raises:
        SessionNeeded: if they came by an API token.
        SignedOut: if nobody acts.
    """
    require_session(reading.actor)
    found = reading.first(_LOGIN)
    if found is None:
        raise SignedOut()
    return found


def reset_of(reading: Reading, secret: str) -> UUID | None:
    """Whose password this one-time secret lets set anew, while it is good."""
    owner = owner_of(reading, directory_key("reset", digest(secret)))
    if owner is None:
        return None
    look_as(reading, owner)
    return owner if reset_is_good(reading, secret) else None


def reset_is_good(reading: Reading, secret: str) -> bool:
    """Whether this one-time secret lets the owner's password be set anew."""
    return reading.first(_RESET, hash=digest(secret)) is not None


def accounts(reading: Reading) -> list[AccountRow]:
    """All accounts of the instance, oldest first; for the operator's commands alone."""
    return reading.all(_ACCOUNTS)
