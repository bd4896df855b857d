"""People: how they come to have an account, and what they change about themselves."""

from milepost.accounts.actions import directory
from milepost.accounts.actions.passwords import end_resets
from milepost.accounts.actions.sessions import open_session
from milepost.accounts.errors import WrongPassword
from milepost.accounts.events import AccountAdded, EmailChanged
from milepost.accounts.identity import BOTH
from milepost.accounts.keys import directory_email
from milepost.accounts.policy import require_session
from milepost.accounts.queries import me, my_login
from milepost.accounts.rows import Opened, UserRow
from milepost.accounts.rules import email_key
from milepost.accounts.schemas import NewAccount, ProfileChange
from milepost.kernel.calendar import zone
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change
from milepost.kernel.work import Actor, Work

_INSERT = change(
    "users.insert",
    """INSERT INTO users (id, email, email_key, password_hash, full_name, avatar_url, handle, timezone,
    day_start, week_start, strict_levels, is_admin, is_author, created_at, updated_at)
    VALUES (:owner, :email, :email_key, :password_hash, :full_name, NULL, NULL, :timezone,
    '00:00', 'mon', FALSE, :is_admin, FALSE, :now, :now)""",
)
_CHANGE_PROFILE = change(
    "users.change_profile",
    """UPDATE users SET full_name = :full_name, avatar_url = :avatar_url, timezone = :timezone,
    day_start = :day_start, week_start = :week_start, strict_levels = :strict_levels, updated_at = :now
    WHERE id = :owner""",
)
_CHANGE_EMAIL = change(
    "users.change_email",
    "UPDATE users SET email = :email, email_key = :email_key, updated_at = :now WHERE id = :owner",
)


def register(work: Work, new: NewAccount, password_hash: str, device: str) -> Opened:
    """Make an account for somebody who signs up, and open their first session.

    Raises:
        EmailTaken: if there is an account with this address, at the latest at the commit.
    """
    add_account(work, new, password_hash)
    return open_session(work, device)


def add_account(work: Work, new: NewAccount, password_hash: str | None, is_admin: bool = False) -> UserRow:
    """Make an account; without a hash nobody can sign in to it by a password.

    The work acts as this person from here on.

    Raises:
        EmailTaken: if there is an account with this address, at the latest at the commit.
    """
    work.enter(Actor(new_id(), "operator", BOTH, zone(new.timezone)))
    key = email_key(new.email)
    work.run(
        _INSERT,
        email=new.email,
        email_key=key,
        password_hash=password_hash,
        full_name=new.full_name,
        timezone=new.timezone,
        is_admin=is_admin,
    )
    directory.add(work, directory_email(key))
    work.publish(AccountAdded(work.owner))
    return me(work)


def change_profile(work: Work, change: ProfileChange) -> UserRow:
    """Change what is sent of the person's profile. Dates that are written stay what they are."""
    work.lock_owner()
    changed = me(work)._replace(**change.model_dump(exclude_unset=True))
    work.run(
        _CHANGE_PROFILE,
        full_name=changed.full_name,
        avatar_url=changed.avatar_url,
        timezone=changed.timezone,
        day_start=changed.day_start,
        week_start=changed.week_start,
        strict_levels=changed.strict_levels,
    )
    return changed


def change_email(work: Work, proven_hash: str | None, email: str) -> UserRow:
    """Let the person, whose password fitted `proven_hash`, sign in with another address.

    One-time links that went to the old address are good no more.

    Raises:
        EmailTaken: if there is an account with this address, at the latest at the commit.
        SessionNeeded: if the person came by an API token.
        WrongPassword: if the password was changed since it was compared.
    """
    require_session(work.actor)
    work.lock_owner()
    login, key = my_login(work), email_key(email)
    if login.password_hash != proven_hash:
        raise WrongPassword()
    if key != login.email_key:
        directory.remove(work, directory_email(login.email_key))
        directory.add(work, directory_email(key))
    end_resets(work)
    work.run(_CHANGE_EMAIL, email=email, email_key=key)
    work.publish(EmailChanged(work.owner))
    return me(work)
