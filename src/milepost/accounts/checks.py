"""What doctor looks at in accounts: each address and secret is led to its owner, and nothing else is."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from milepost.accounts.keys import directory_email, directory_key
from milepost.accounts.rules import email_key
from milepost.kernel.checks import Finding
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Reading, Work


class _Email(NamedTuple):
    id: UUID
    email: str
    email_key: str


class _Secret(NamedTuple):
    kind: str
    user_id: UUID
    hash: bytes


class _Way(NamedTuple):
    key: str
    user_id: UUID


_EMAILS = statement(
    "accounts.emails_with_keys", _Email, "SELECT {columns} FROM users ORDER BY id", scope="operator"
)
_SECRETS = statement(
    "accounts.all_secrets",
    _Secret,
    """SELECT 'session', user_id, hash FROM sessions UNION ALL SELECT 'token', user_id, hash FROM api_tokens
    UNION ALL SELECT 'reset', user_id, hash FROM password_resets""",
    scope="operator",
)
_WAYS = statement("accounts.all_ways", _Way, "SELECT {columns} FROM directory", scope="operator")
_MEND_KEY = change(
    "accounts.mend_email_key",
    "UPDATE users SET email_key = :email_key WHERE id = :id AND email = :email",
    scope="operator",
)
_ADD = change(
    "accounts.mend_way",
    "INSERT INTO directory (key, user_id) VALUES (:key, :user_id) ON CONFLICT DO NOTHING",
    scope="operator",
)
_REMOVE = change(
    "accounts.mend_no_way",
    "DELETE FROM directory WHERE key = :key AND user_id = :user_id",
    scope="operator",
)


def ways(reading: Reading, mend: Work | None) -> Iterable[Finding]:
    """Addresses whose key is another's, and keys of the directory that are missing or lead astray.

    All are made anew from the addresses and secrets that there are.
    """
    wanted: set[_Way] = set()
    for each in reading.all(_EMAILS):
        true = email_key(each.email)
        wanted.add(_Way(directory_email(true), each.id))
        if each.email_key != true:
            if mend is not None:
                mend.run(_MEND_KEY, id=each.id, email=each.email, email_key=true)
            yield Finding(
                "directory", f"users {each.id}", "the key of its address", "another", mend is not None
            )
    wanted |= {_Way(directory_key(kind, kept), owner) for kind, owner, kept in reading.all(_SECRETS)}
    yield from _of_directory(wanted, set(reading.all(_WAYS)), mend)


def _of_directory(wanted: set[_Way], there: set[_Way], mend: Work | None) -> Iterable[Finding]:
    for way in sorted(there - wanted):
        if mend is not None:
            mend.run(_REMOVE, key=way.key, user_id=way.user_id)
        yield _finding(way, "no way to it", "one", mend)
    for way in sorted(wanted - there):
        if mend is not None:
            mend.run(_ADD, key=way.key, user_id=way.user_id)
        yield _finding(way, "a way to it", "none", mend)


def _finding(way: _Way, expected: str, found: str, mend: Work | None) -> Finding:
    """A way is told by its owner and its kind: the rest of the key is an address, or all but a secret."""
    kind = way.key.partition(":")[0]
    return Finding("directory", f"{kind} of users {way.user_id}", expected, found, mend is not None)
