"""Rows of people and of their keys as they are read, and the answers made of them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from milepost.accounts.rules import scopes
from milepost.kernel.calendar import instant_shown


class UserRow(NamedTuple):
    """A person."""

    id: UUID
    email: str
    full_name: str
    avatar_url: str | None
    handle: str | None
    timezone: str
    day_start: str
    week_start: str
    strict_levels: bool
    is_admin: bool
    is_author: bool
    created_at: datetime


class AccountRow(NamedTuple):
    """A person, as the operator sees them."""

    id: UUID
    email: str
    full_name: str
    timezone: str
    is_admin: bool
    created_at: datetime
    last_active_at: datetime | None


class SessionRow(NamedTuple):
    """A place where a person is signed in."""

    id: UUID
    device: str
    created_at: datetime
    last_used_at: datetime


class TokenRow(NamedTuple):
    """An API token."""

    id: UUID
    name: str
    can_read: bool
    can_write: bool
    expires_at: datetime | None
    created_at: datetime
    last_used_at: datetime | None


class KeyRow(NamedTuple):
    """What of a session, token or reset is needed to end it."""

    id: UUID
    hash: bytes


class Opened(NamedTuple):
    """A session that was just opened, with the secret that leads to it."""

    user: UserRow
    session_id: UUID
    secret: str
    expires_at: datetime


class MadeToken(NamedTuple):
    """An API token that was just made, with its secret."""

    token: TokenRow
    secret: str


def user_view(row: UserRow) -> dict[str, object]:
    """The answer `UserView`."""
    return row._asdict() | {"created_at": instant_shown(row.created_at)}


def signed_in_view(opened: Opened) -> dict[str, object]:
    """The answer `SignedIn`."""
    return {
        "user": user_view(opened.user),
        "token": opened.secret,
        "expires_at": instant_shown(opened.expires_at),
    }


def session_view(row: SessionRow, current: UUID | None) -> dict[str, object]:
    """The answer `SessionView`; `current` is the session by which the person came."""
    return {
        "id": row.id,
        "device": row.device,
        "created_at": instant_shown(row.created_at),
        "last_used_at": instant_shown(row.last_used_at),
        "current": row.id == current,
    }


def token_view(row: TokenRow) -> dict[str, object]:
    """The answer `TokenView`."""
    return {
        "id": row.id,
        "name": row.name,
        "scopes": sorted(scopes(row.can_read, row.can_write)),
        "expires_at": _shown(row.expires_at),
        "created_at": instant_shown(row.created_at),
        "last_used_at": _shown(row.last_used_at),
    }


def token_made_view(made: MadeToken) -> dict[str, object]:
    """The answer `TokenMade`."""
    return token_view(made.token) | {"token": made.secret}


def _shown(instant: datetime | None) -> str | None:
    return None if instant is None else instant_shown(instant)
