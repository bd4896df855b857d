"""API tokens: made, shown once, revoked."""

from uuid import UUID

from milepost.accounts.actions import directory
from milepost.accounts.errors import NoSuchToken
from milepost.accounts.keys import digest, directory_key, new_secret
from milepost.accounts.policy import require_session
from milepost.accounts.rows import KeyRow, MadeToken, TokenRow
from milepost.accounts.schemas import NewToken
from milepost.kernel.errors import Invalid
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Work

_INSERT = change(
    "tokens.insert",
    """INSERT INTO api_tokens (user_id, id, hash, name, can_read, can_write, expires_at, created_at)
    VALUES (:owner, :id, :hash, :name, :can_read, :can_write, :expires_at, :now)""",
)
_ONE = statement("tokens.one", KeyRow, "SELECT {columns} FROM api_tokens WHERE user_id = :owner AND id = :id")


def make_token(work: Work, new: NewToken) -> MadeToken:
    """Make an API token; its secret is in the answer and nowhere else. To write includes to read.

    Raises:
        Invalid: if it would have expired already.
        SessionNeeded: if the person came by an API token.
    """
    require_session(work.actor)
    if new.expires_at is not None and new.expires_at <= work.now:
        raise Invalid.at("/expires_at", "must be in the future")
    secret, token_id = new_secret("token"), new_id()
    kept = digest(secret)
    can_write = new.scopes is None or "write" in new.scopes
    made = TokenRow(token_id, new.name, True, can_write, new.expires_at, work.now, None)
    work.run(
        _INSERT,
        id=token_id,
        hash=kept,
        name=made.name,
        can_read=made.can_read,
        can_write=made.can_write,
        expires_at=made.expires_at,
    )
    directory.add(work, directory_key("token", kept))
    return MadeToken(made, secret)


def revoke_token(work: Work, token_id: UUID) -> None:
    """Revoke one of the person's API tokens.

    Raises:
        NoSuchToken: if they have none with this id.
        SessionNeeded: if they came by an API token.
    """
    require_session(work.actor)
    row = work.first(_ONE, id=token_id)
    if row is None:
        raise NoSuchToken()
    directory.end(work, "token", row)
