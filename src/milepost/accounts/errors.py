"""Failures of accounts and of coming in, with their stable codes."""

from milepost.kernel.errors import Conflict, Forbidden, Invalid, NotFound, SignedOut, TooMany


class EmailTaken(Conflict):
    """An account with this e-mail address is there already."""

    code = "accounts.email-taken"


class RegistrationClosed(Forbidden):
    """Sign-up is closed on this instance."""

    code = "accounts.registration-closed"


class WrongPassword(Forbidden):
    """The current password is wrong."""

    code = "accounts.wrong-password"


class NoSuchAccount(NotFound):
    """No such account."""

    code = "accounts.not-found"


class WrongCredentials(SignedOut):
    """The e-mail address or the password is wrong.

    The same whether there is such an account or not.
    """

    code = "auth.wrong-credentials"


class TooManyAttempts(TooMany):
    """Too many attempts; try again later."""

    code = "auth.too-many-attempts"


class SessionNeeded(Forbidden):
    """This needs a session; an API token is not enough."""

    code = "auth.session-needed"


class ResetInvalid(Invalid):
    """The link to set a new password is not valid.

    It is unknown, was used already, or is older than a day: nobody can tell which.
    """

    code = "auth.reset-invalid"


class NoSuchSession(NotFound):
    """No such session."""

    code = "sessions.not-found"


class NoSuchToken(NotFound):
    """No such API token."""

    code = "tokens.not-found"
