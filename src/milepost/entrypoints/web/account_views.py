"""What the pages of a person's account take: the gate, settings, and the page that says what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from milepost.entrypoints.web.views import BLANK, Form


@dataclass(frozen=True, slots=True)
class GatePage:
    """`sign_up.html`, `sign_in.html`, `forgot.html`, `new_password.html`.

    Values: `email`, and where one signs up `full_name` and `timezone`; a password is never given back.
    """

    today: date
    form: Form = BLANK
    is_open: bool = True
    """Whether one may register here."""
    after: str = ""
    """The place on this server to go to after signing in."""
    token: str = ""
    """The one-time token of a link to set a new password."""
    is_sent: bool = False
    """Whether the link has been asked for."""
    is_closed: bool = False
    """Whether an account has just been closed here."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A browser that is signed in; the moment is in the owner's zone."""

    id: str
    device: str
    last_used: datetime
    is_this: bool = False


@dataclass(frozen=True, slots=True)
class TokenLine:
    """An API token, without its secret."""

    id: str
    name: str
    scopes: Sequence[str]
    created: date
    expires: date | None = None
    last_used: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made: the one time that its secret is shown."""

    name: str
    secret: str


Section = Literal["profile", "theme", "password", "session", "token"]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """`settings.html`; `saved` is the section whose change has just been written.

    Values: profile `full_name`, `timezone`, `day_start`; token `name`, `scope`, `expires_at`.
    """

    email: str
    today: date
    zones: Sequence[str]
    sessions: Sequence[SessionLine]
    tokens: Sequence[TokenLine] = ()
    profile: Form = BLANK
    password: Form = BLANK
    token: Form = BLANK
    new_token: NewToken | None = None
    saved: Section | None = None


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """`problem.html`; the sentence is shown where the page has no better one for this status."""

    status: int
    detail: str = ""
    retry_after: int | None = None
    request_id: str = ""
