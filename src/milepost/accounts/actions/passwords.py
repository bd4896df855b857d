"""A new password, in place of the current one or by a one-time link."""

from milepost.accounts.actions import directory
from milepost.accounts.actions.sessions import end_other_sessions, open_session
from milepost.accounts.errors import ResetInvalid, WrongPassword
from milepost.accounts.events import PasswordChanged
from milepost.accounts.identity import look_as
from milepost.accounts.keys import digest, directory_key, new_secret
from milepost.accounts.policy import require_session
from milepost.accounts.queries import by_email, my_login, reset_is_good
from milepost.accounts.rows import KeyRow, Opened
from milepost.accounts.rules import RESET_LIVES
from milepost.kernel import outbox
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Work

RESET_MAIL = "accounts.reset-mail"

_SET = change(
    "passwords.set", "UPDATE users SET password_hash = :password_hash, updated_at = :now WHERE id = :owner"
)
_RESETS = statement("resets.all", KeyRow, "SELECT {columns} FROM password_resets WHERE user_id = :owner")
_INSERT = change(
    "resets.insert",
    """INSERT INTO password_resets (user_id, id, hash, created_at, expires_at)
    VALUES (:owner, :id, :hash, :now, :expires_at)""",
)


def change_password(work: Work, proven_hash: str | None, new_hash: str) -> None:
    """Set a new password in place of the one that fitted `proven_hash`; ends the other sessions.

    Raises:
        SessionNeeded: if the person came by an API token.
        WrongPassword: if the password was changed since it was compared.
    """
    require_session(work.actor)
    work.lock_owner()
    if my_login(work).password_hash != proven_hash:
        raise WrongPassword()
    _set(work, new_hash)


def ask_reset(work: Work, email: str) -> None:
    """Have a one-time link sent to this address if it has an account; the caller learns nothing."""
    owner = by_email(work, email)
    if owner is not None:
        look_as(work, owner)
        outbox.put(work, RESET_MAIL)


def make_reset(work: Work) -> str:
    """Make the secret of a one-time link for the owner, good for a day; older ones are good no more.

    Raises:
        SessionNeeded: if the person came by an API token.
    """
    require_session(work.actor)
    work.lock_owner()
    end_resets(work)
    secret = new_secret("reset")
    kept = digest(secret)
    work.run(_INSERT, id=new_id(), hash=kept, expires_at=work.now + RESET_LIVES)
    directory.add(work, directory_key("reset", kept))
    return secret


def reset_password(work: Work, secret: str, new_hash: str, device: str) -> Opened:
    """Set the owner's password by a one-time link, end all sessions and open a new one.

    Raises:
        ResetInvalid: if the secret is not theirs, was used, or is older than a day.
    """
    work.lock_owner()
    if not reset_is_good(work, secret):
        raise ResetInvalid.at("/token", ResetInvalid.title())
    _set(work, new_hash)
    return open_session(work, device)


def end_resets(work: Work) -> None:
    """Make every one-time link of the owner worthless."""
    for row in work.all(_RESETS):
        directory.end(work, "reset", row)


def _set(work: Work, password_hash: str) -> None:
    work.run(_SET, password_hash=password_hash)
    end_resets(work)
    end_other_sessions(work)
    work.publish(PasswordChanged(work.owner))
