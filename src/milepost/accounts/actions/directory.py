"""Rows of the directory, made and removed with what they lead to."""

from milepost.accounts.keys import directory_key
from milepost.accounts.rows import KeyRow
from milepost.kernel import seen
from milepost.kernel.statements import Change, change
from milepost.kernel.work import Work

_ADD = change(
    "directory.add", "INSERT INTO directory (key, user_id) VALUES (:key, :owner)", scope="directory"
)
_REMOVE = change(
    "directory.remove", "DELETE FROM directory WHERE key = :key AND user_id = :owner", scope="directory"
)
_DELETE: dict[str, Change] = {
    "session": change("sessions.delete", "DELETE FROM sessions WHERE user_id = :owner AND id = :id"),
    "token": change("tokens.delete", "DELETE FROM api_tokens WHERE user_id = :owner AND id = :id"),
    "reset": change("resets.delete", "DELETE FROM password_resets WHERE user_id = :owner AND id = :id"),
}


def add(work: Work, key: str) -> None:
    """Lead from this key to the owner."""
    work.run(_ADD, key=key)


def remove(work: Work, key: str) -> None:
    """Lead nowhere from this key of the owner's."""
    work.run(_REMOVE, key=key)


def end(work: Work, kind: str, row: KeyRow) -> None:
    """End a `session`, `token` or `reset`: its row, the way to it, and when it was last seen."""
    work.run(_DELETE[kind], id=row.id)
    work.run(_REMOVE, key=directory_key(kind, row.hash))
    seen.forget(work, row.id)
