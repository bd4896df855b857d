"""Closing an account: the person goes, with all that is theirs."""

from typing import NamedTuple
from uuid import UUID

from milepost.accounts.errors import WrongPassword
from milepost.accounts.events import AccountClosed
from milepost.accounts.policy import require_session
from milepost.accounts.queries import my_login
from milepost.kernel.outbox import drop
from milepost.kernel.seen import forget
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Work


class _Key(NamedTuple):
    id: UUID


_KEYS = statement(
    "accounts.keys",
    _Key,
    """SELECT id FROM sessions WHERE user_id = :owner UNION ALL
    SELECT id FROM api_tokens WHERE user_id = :owner""",
)
_CLOSE = change("accounts.close", "DELETE FROM users WHERE id = :owner")


def close_account(work: Work, proven_hash: str | None) -> None:
    """Delete the account of the person, whose password fitted `proven_hash`, and everything they own.

    Raises:
        SessionNeeded: if the person came by an API token.
        WrongPassword: if the password was changed since it was compared.
    """
    require_session(work.actor)
    work.lock_owner()
    if my_login(work).password_hash != proven_hash:
        raise WrongPassword()
    for row_id in (work.owner, *(key.id for key in work.all(_KEYS))):
        forget(work, row_id)
    drop(work)
    work.publish(AccountClosed(work.owner))
    work.run(_CLOSE)
