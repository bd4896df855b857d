"""Facts about accounts, told to who listens in the same transaction."""

from typing import NamedTuple
from uuid import UUID


class AccountAdded(NamedTuple):
    """A person has an account from now on."""

    user_id: UUID


class AccountClosed(NamedTuple):
    """A person's account goes now, with all that they own; their rows are still there."""

    user_id: UUID


class PasswordChanged(NamedTuple):
    """A person's password is another one from now on; their other sessions have ended."""

    user_id: UUID


class EmailChanged(NamedTuple):
    """A person signs in with another e-mail address from now on."""

    user_id: UUID
