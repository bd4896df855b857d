"""Who comes with a credential."""

from datetime import datetime, time
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from milepost.accounts.keys import Owners, opened
from milepost.accounts.rules import MARK_AGE, scopes, session_ends
from milepost.kernel.calendar import zone
from milepost.kernel.errors import SignedOut
from milepost.kernel.seen import Note
from milepost.kernel.statements import statement
from milepost.kernel.work import GUEST, Actor, Credential, Known, Presented, Reading

BOTH = frozenset({"read", "write"})
REMEMBERED = 50_000
"""Keys whose owner is remembered, at some 300 bytes each."""


class _Owner(NamedTuple):
    user_id: UUID


class _Person(NamedTuple):
    timezone: str
    day_start: str


class _Session(NamedTuple):
    id: UUID
    created_at: datetime
    seen_at: datetime | None
    timezone: str
    day_start: str


class _Token(NamedTuple):
    id: UUID
    can_read: bool
    can_write: bool
    expires_at: datetime | None
    seen_at: datetime | None
    timezone: str
    day_start: str


_OWNER = statement(
    "identity.owner", _Owner, "SELECT user_id FROM directory WHERE key = :key", scope="directory"
)
_PERSON = statement("identity.person", _Person, "SELECT {columns} FROM users WHERE id = :owner")
_SESSION = statement(
    "identity.session",
    _Session,
    """SELECT s.id, s.created_at, l.seen_at, u.timezone, u.day_start
    FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN last_seen l ON l.id = s.id
    WHERE s.user_id = :owner AND u.id = :owner AND s.hash = :hash""",
)
_TOKEN = statement(
    "identity.token",
    _Token,
    """SELECT t.id, t.can_read, t.can_write, t.expires_at, l.seen_at, u.timezone, u.day_start
    FROM api_tokens t JOIN users u ON u.id = t.user_id LEFT JOIN last_seen l ON l.id = t.id
    WHERE t.user_id = :owner AND u.id = :owner AND t.hash = :hash""",
)

_owners = Owners(REMEMBERED)


def _unnoted(row_id: UUID, instant: datetime) -> None:
    """Keep no mark."""


def identify(reading: Reading, credential: Credential, note: Note = _unnoted) -> None:
    """Enter the reading as the person who comes with this credential; a guest stays one.

    A key that was seen in the last five minutes costs one read. `note` is told of others, with the
    ids of the key and of the person: a reading writes nothing.

    Raises:
        SignedOut: if the key is unknown, was revoked or is expired, or there is no such person.
    """
    if isinstance(credential, Presented):
        _enter_by_key(reading, credential, note)
    elif isinstance(credential, Known):
        look_as(reading, credential.user_id)
        person = reading.first(_PERSON)
        if person is None:
            raise SignedOut()
        reading.actor = Actor(credential.user_id, "operator", BOTH, *_day(person.timezone, person.day_start))


def owner_of(reading: Reading, key: str) -> UUID | None:
    """Whom the directory names for this key; the key is presented by asking."""
    reading.present(key)
    found = reading.first(_OWNER, key=key)
    return None if found is None else found.user_id


def look_as(reading: Reading, owner: UUID) -> None:
    """Look at this one's credentials without acting as them: no means, no scopes."""
    reading.enter(Actor(owner, "guest", frozenset(), GUEST.zone))


def _enter_by_key(reading: Reading, credential: Presented, note: Note) -> None:
    owner = _owners.of(credential.key) or _looked_up(reading, credential.key)
    kind, kept = opened(credential)
    # The second lock opens here, once: what is read next says who it is in full.
    look_as(reading, owner)
    by_kind = _by_session if kind == "session" else _by_token
    reading.actor, seen_at = by_kind(reading, owner, kept)
    if seen_at is None or reading.now - seen_at > MARK_AGE:
        for row_id in (reading.actor.key_id, owner):
            if row_id is not None:
                note(row_id, reading.now)


def _looked_up(reading: Reading, key: str) -> UUID:
    owner = owner_of(reading, key)
    if owner is None:
        raise SignedOut()
    _owners.remember(key, owner)
    return owner


def _by_session(reading: Reading, owner: UUID, kept: bytes) -> tuple[Actor, datetime | None]:
    row = reading.first(_SESSION, hash=kept)
    if row is None or session_ends(row.created_at, row.seen_at) <= reading.now:
        raise SignedOut()
    actor = Actor(owner, "session", BOTH, *_day(row.timezone, row.day_start), row.id)
    return actor, row.seen_at or row.created_at


def _by_token(reading: Reading, owner: UUID, kept: bytes) -> tuple[Actor, datetime | None]:
    row = reading.first(_TOKEN, hash=kept)
    if row is None or (row.expires_at is not None and row.expires_at <= reading.now):
        raise SignedOut()
    granted = scopes(row.can_read, row.can_write)
    return Actor(owner, "token", granted, *_day(row.timezone, row.day_start), row.id), row.seen_at


@lru_cache(maxsize=1024)
def _day(timezone: str, day_start: str) -> tuple[ZoneInfo, time]:
    return zone(timezone), time.fromisoformat(day_start)
