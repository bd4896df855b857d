"""The words about accounts that all entrances speak."""

from typing import Annotated, Literal
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from milepost.accounts import rules
from milepost.kernel.fields import Input, Instant, View

LONGEST_ADDRESS = 2000


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or not text.isprintable():
        raise ValueError("must be an address that begins with https:// or http://")
    return text


def _each_once(scopes: list[str]) -> list[str]:
    return [scope for scope in ("read", "write") if scope in scopes]


Email = Annotated[str, AfterValidator(rules.email)]
SomeEmail = Annotated[str, StringConstraints(min_length=1, max_length=rules.LONGEST_EMAIL)]
"""One to look for: what cannot be an address is as unknown as any other."""
NewPassword = Annotated[str, StringConstraints(min_length=8, max_length=128)]
SomePassword = Annotated[str, StringConstraints(max_length=1024)]
"""One to compare: what cannot be a password is as wrong as any other."""
FullName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)]
WebAddress = Annotated[str, StringConstraints(max_length=LONGEST_ADDRESS), AfterValidator(_web_address)]
Timezone = Annotated[str, AfterValidator(rules.timezone)]
DayStart = Annotated[str, AfterValidator(rules.day_start), Field(pattern=r"^(0[0-9]|1[01]):[0-5][0-9]$")]
WeekStart = Literal["mon", "sun", "sat"]
Theme = Literal["system", "light", "dark"]
Language = Literal["en"]
"""A language that the pages have a catalogue for."""
AiModel = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Scope = Literal["read", "write"]
Scopes = Annotated[list[Scope], Field(min_length=1, max_length=2), AfterValidator(_each_once)]
TokenName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class NewAccount(Input):
    """Somebody who signs up."""

    email: Email
    password: NewPassword = Field(repr=False)
    timezone: Timezone = "UTC"
    full_name: FullName = ""


class SignIn(Input):
    """Somebody who signs in."""

    email: SomeEmail
    password: SomePassword = Field(repr=False)


class ProfileChange(Input):
    """What of a profile is to be changed; only what is sent changes."""

    full_name: FullName = ""
    avatar_url: WebAddress | None = None
    timezone: Timezone = "UTC"
    day_start: DayStart = "00:00"
    week_start: WeekStart = "mon"
    strict_levels: bool = False


class PasswordChange(Input):
    """A new password in place of the current one."""

    current: SomePassword = Field(repr=False)
    new: NewPassword = Field(repr=False)


class EmailChange(Input):
    """Another e-mail address, confirmed by the password."""

    password: SomePassword = Field(repr=False)
    email: Email


class Closing(Input):
    """An account to be closed, confirmed by the password."""

    password: SomePassword = Field(repr=False)


class ResetAsk(Input):
    """Somebody who has lost their password."""

    email: SomeEmail


class ResetUse(Input):
    """A new password by a one-time link."""

    token: Annotated[str, StringConstraints(max_length=255)] = Field(repr=False)
    password: NewPassword = Field(repr=False)


class NewToken(Input):
    """An API token to be made; without scopes it may read and write."""

    name: TokenName
    scopes: Scopes | None = None
    expires_at: Instant | None = Field(None, description="In the future; null: never.")


class Notifications(Input):
    """By which ways a person is told of things; what is left out stays as it is."""

    email: bool = True
    push: bool = True


class PreferencesChange(Input):
    """What of a person's preferences is to be changed; only what is sent changes."""

    theme: Theme = "system"
    language: Language = "en"
    ai_model: AiModel = "auto"
    notification_settings: Notifications = Notifications()


class NotificationsView(View):
    """By which ways a person is told of things."""

    email: bool
    push: bool


class PreferencesView(View):
    """How a person likes the product to be."""

    theme: Theme
    language: Language
    ai_model: str
    notification_settings: NotificationsView


class UserView(View):
    """A person, as they see themselves."""

    id: UUID
    email: str
    full_name: str
    avatar_url: str | None
    handle: str | None
    timezone: str
    day_start: str
    week_start: WeekStart
    strict_levels: bool
    is_admin: bool
    is_author: bool
    created_at: AwareDatetime


class SignedIn(View):
    """A session was opened; the token is shown here and never again."""

    user: UserView
    token: str
    expires_at: AwareDatetime


class SessionView(View):
    """A place where a person is signed in."""

    id: UUID
    device: str
    created_at: AwareDatetime
    last_used_at: AwareDatetime
    current: bool


class TokenView(View):
    """An API token, without its secret."""

    id: UUID
    name: str
    scopes: list[Scope]
    expires_at: AwareDatetime | None
    created_at: AwareDatetime
    last_used_at: AwareDatetime | None


class TokenMade(TokenView):
    """An API token that was just made; its secret is shown here and never again."""

    token: str
