"""What doctor looks at in accounts: each address and secret is led to its owner, and nothing else is."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from milepost.accounts.keys import directory_email, directory_key
from milepost.accounts.rules import email_key
from milepost.kernel.checks import Finding
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Reading, Work


class _Way(NamedTuple):
    key: str
    user_id: UUID


class _Reason(NamedTuple):
    """An address with its key or a secret, for each of which there is a way; or a way of the directory."""

    kind: str
    user_id: UUID
    hash: bytes | None
    text: str
    email_key: str


# In one statement, and so at one moment: beside a busy server, two would show people without a way.
_REASONS = statement(
    "accounts.all_ways",
    _Reason,
    """SELECT 'session', user_id, hash, '', '' FROM sessions
    UNION ALL SELECT 'token', user_id, hash, '', '' FROM api_tokens
    UNION ALL SELECT 'reset', user_id, hash, '', '' FROM password_resets
    UNION ALL SELECT 'email', id, NULL, email, email_key FROM users
    UNION ALL SELECT 'directory', user_id, NULL, key, '' FROM directory""",
    scope="operator",
)
_MEND_KEY = change(
    "accounts.mend_email_key",
    "UPDATE users SET email_key = :email_key WHERE id = :id AND email = :email",
    scope="operator",
)
_ADD = change(
    "accounts.mend_way",
    """INSERT INTO directory (key, user_id) SELECT :key, id FROM users WHERE id = :user_id
    ON CONFLICT DO NOTHING""",
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
    wanted, there = set[_Way](), set[_Way]()
    for each in reading.all(_REASONS):
        if each.kind == "directory":
            there.add(_Way(each.text, each.user_id))
        elif each.hash is not None:
            wanted.add(_Way(directory_key(each.kind, each.hash), each.user_id))
        else:
            true = email_key(each.text)
            wanted.add(_Way(directory_email(true), each.user_id))
            if each.email_key != true:
                yield _mended_address(each, true, mend)
    yield from _of_directory(wanted, there, mend)


def _mended_address(user: _Reason, true: str, mend: Work | None) -> Finding:
    if mend is not None:
        mend.run(_MEND_KEY, id=user.user_id, email=user.text, email_key=true)
    return Finding(
        "directory", f"users {user.user_id}", "the key of its address", "another", mend is not None
    )


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
