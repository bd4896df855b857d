"""The ways in that take more than one transaction: attempts are counted, and passwords hashed off the writer.

Each call blocks for the time of a hash; call it on a thread that may.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from milepost.accounts import actions, queries
from milepost.accounts.errors import (
    RegistrationClosed,
    ResetInvalid,
    TooManyAttempts,
    WrongCredentials,
    WrongPassword,
)
from milepost.accounts.limits import Tally, by_account, by_address
from milepost.accounts.passwords import hashed, outdated, verified
from milepost.accounts.rows import Opened, UserRow
from milepost.accounts.schemas import (
    Closing,
    EmailChange,
    NewAccount,
    PasswordChange,
    ResetAsk,
    ResetUse,
    SignIn,
)
from milepost.kernel.attempts import Limit, limit_of
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Credential, Known, Nobody, Reading, Work

RESET_ASKS = Limit("reset", 5, 3600)
"""Mails with a one-time link for each account; more are not sent."""


class Visitor(NamedTuple):
    """Where somebody comes from: their network address, and the browser or program they use."""

    address: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets people in, with the limits of the settings."""

    app: App
    settings: Settings

    def register(self, new: NewAccount, visitor: Visitor) -> Opened:
        """Make an account for somebody who signs up, and open their first session.

        Raises:
            RegistrationClosed: by setting.
            TooManyAttempts: from this network address.
            EmailTaken: if there is an account with this address.
        """
        if self.settings.registration == "closed":
            raise RegistrationClosed()
        limit = limit_of("register", self.settings.register_limit)
        if limit is not None:
            self.app.write_now(Nobody(), Tally(limit, (by_address(visitor.address),)).count)
        password_hash = hashed(new.password)
        return self.app.write_now(
            Nobody(), lambda work: actions.register(work, new, password_hash, visitor.device)
        )

    def sign_in(self, given: SignIn, visitor: Visitor) -> Opened:
        """Open a session for who knows the password. An unknown address is told as a wrong password is.

        Raises:
            WrongCredentials: counted for the network address and for the account.
            TooManyAttempts: after too many of these, even if the password is right.
        """
        tally = self._tally(by_address(visitor.address), by_account(given.email))
        login = self.app.read_now(Nobody(), partial(_login, given=given, tally=tally))
        proven = login.password_hash if login else None
        if not verified(proven, given.password) or login is None or proven is None:
            self._count(tally)
            raise WrongCredentials()
        fresh = hashed(given.password) if outdated(proven) else None

        def signed_in(work: Work) -> Opened:
            # Again, because many guesses may have been compared since the first look.
            tally.refuse(work)
            return actions.sign_in(work, proven, fresh, visitor.device)

        return self.app.write_now(Known(login.user_id), signed_in)

    def change_password(self, credential: Credential, change: PasswordChange) -> None:
        """Set a new password for who knows the current one; ends their other sessions.

        Raises:
            SessionNeeded: if they came by an API token.
            WrongPassword: counted as a failed sign-in to the account.
            TooManyAttempts: after too many of these.
        """
        proven = self._proven(credential, change.current)
        new_hash = hashed(change.new)
        self.app.write_now(credential, lambda work: actions.change_password(work, proven, new_hash))

    def change_email(self, credential: Credential, change: EmailChange) -> UserRow:
        """Let who knows the password sign in with another address.

        Raises:
            SessionNeeded: if they came by an API token.
            WrongPassword: counted as a failed sign-in to the account.
            TooManyAttempts: after too many of these.
            EmailTaken: if there is an account with this address.
        """
        proven = self._proven(credential, change.password)
        return self.app.write_now(credential, lambda work: actions.change_email(work, proven, change.email))

    def close_account(self, credential: Credential, closing: Closing) -> None:
        """Let who knows the password close their account; everything they own goes with it.

        Raises:
            SessionNeeded: if they came by an API token.
            WrongPassword: counted as a failed sign-in to the account.
            TooManyAttempts: after too many of these.
        """
        proven = self._proven(credential, closing.password)
        self.app.write_now(credential, lambda work: actions.close_account(work, proven))

    def ask_reset(self, asked: ResetAsk, visitor: Visitor) -> None:
        """Have a one-time link sent if there is such an account; says nothing, whatever happens."""

        def asked_for(work: Work) -> None:
            Tally(RESET_ASKS, (by_account(asked.email),)).count(work)
            self._tally(by_address(visitor.address), purpose="reset-from").count(work)
            actions.ask_reset(work, asked.email)

        with suppress(TooManyAttempts):
            self.app.write_now(Nobody(), asked_for)

    def use_reset(self, used: ResetUse, visitor: Visitor) -> Opened:
        """Set a new password by a one-time link, end all sessions and open a new one.

        Raises:
            ResetInvalid: if the link is unknown, was used, or is older than a day.
        """
        owner = self.app.read_now(Nobody(), lambda reading: queries.reset_of(reading, used.token))
        if owner is None:
            raise ResetInvalid.at("/token", ResetInvalid.title())
        new_hash = hashed(used.password)
        return self.app.write_now(
            Known(owner), lambda work: actions.reset_password(work, used.token, new_hash, visitor.device)
        )

    def _proven(self, credential: Credential, password: str) -> str:
        """The hash that this password of the person's own fits."""
        login = self.app.read_now(credential, queries.my_login)
        tally = self._tally(by_account(login.email_key))
        self.app.read_now(Nobody(), tally.refuse)
        if not verified(login.password_hash, password) or login.password_hash is None:
            self._count(tally)
            raise WrongPassword()
        return login.password_hash

    def _tally(self, *subjects: str, purpose: str = "sign-in") -> Tally:
        return Tally(limit_of(purpose, self.settings.sign_in_limit), subjects)

    def _count(self, tally: Tally) -> None:
        if tally.limit is not None:
            self.app.write_now(Nobody(), tally.count)


def _login(reading: Reading, given: SignIn, tally: Tally) -> queries.Login | None:
    tally.refuse(reading)
    return queries.login(reading, given.email)
