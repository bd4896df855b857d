"""Settings: the person and their day, how the pages look, password, sessions, tokens."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from starlette.responses import Response

from milepost.accounts import actions, queries
from milepost.accounts.errors import TooManyAttempts, WrongPassword
from milepost.accounts.rows import SessionRow, TokenRow
from milepost.accounts.rules import scopes
from milepost.accounts.schemas import (
    NewToken,
    PasswordChange,
    PreferencesChange,
    ProfileChange,
    Scope,
    TokenName,
)
from milepost.entrypoints.web import account_views
from milepost.entrypoints.web.account_views import Section, SessionLine, SettingsPage, TokenLine
from milepost.entrypoints.web.devices import browser
from milepost.entrypoints.web.forms import filled, refused, same
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.theme import keep_theme, theme
from milepost.entrypoints.web.views import Form
from milepost.entrypoints.web.visit import Visit
from milepost.kernel.calendar import zones
from milepost.kernel.errors import Invalid
from milepost.kernel.faults import typed
from milepost.kernel.fields import Day, Input
from milepost.kernel.work import Actor, Reading

places = Places()

MOST = 200
"""How many sessions and tokens are shown."""
TEMPLATE, DONE = "settings.html", "/settings?done="

_PROFILE = ("full_name", "timezone", "day_start", "week_start")
_SECTIONS: dict[str, Section] = {
    "profile": "profile", "theme": "theme", "password": "password", "session": "session", "token": "token",
}  # fmt: skip


class TokenForm(Input):
    """A token as the form asks for it: good to the end of a day of the person's own."""

    name: TokenName
    scope: Scope = "write"
    expires_at: Day | None = None


@places.get("/settings")
async def settings(visit: Visit) -> Response:
    """All settings."""
    view = await visit.read(settings_page)
    return visit.show(TEMPLATE, replace(view, saved=_SECTIONS.get(visit.asked("done"))), "settings")


@places.get("/settings/{section}")
async def section(visit: Visit) -> Response:
    """To all settings, for who loads a form anew that was refused."""
    return visit.go("/settings")


@places.post("/settings/profile")
async def change_profile(visit: Visit) -> Response:
    """Change name, zone and the hour at which the day begins."""
    given: dict[str, object] = {name: visit.fields[name] for name in _PROFILE if name in visit.fields}
    given["strict_levels"] = visit.fields.get("strict_levels") == "true"
    try:
        change = typed(ProfileChange, given)
        await visit.write(lambda work: actions.change_profile(work, change))
    except Invalid as failure:
        form = refused(visit.fields, failure, same(*_PROFILE))
        view = replace(await visit.read(settings_page), profile=form)
        return visit.show(TEMPLATE, view, "settings", failure)
    return visit.go(DONE + "profile")


@places.post("/settings/theme")
async def change_theme(visit: Visit) -> Response:
    """Show the pages light, dark, or as the device does, on this browser."""
    chosen = theme(visit.fields.get("theme", ""))
    if chosen is None:
        raise Invalid.at("/theme", "must be system, light or dark")
    await visit.write(lambda work: actions.change_preferences(work, PreferencesChange(theme=chosen)))
    response = visit.go(DONE + "theme")
    keep_theme(response, chosen, visit.is_secure)
    return response


@places.post("/settings/password")
async def change_password(visit: Visit) -> Response:
    """Change the password, and sign out every other browser."""
    try:
        change = typed(PasswordChange, filled(visit.fields, ("current", "new")))
        await visit.apart(lambda: visit.gate.change_password(visit.credential, change))
    except (Invalid, WrongPassword, TooManyAttempts) as failure:
        places_of = same("current", "new") | {WrongPassword.code: "current"}
        view = replace(await visit.read(settings_page), password=refused({}, failure, places_of))
        return visit.show(TEMPLATE, view, "settings", failure)
    return visit.go(DONE + "password")


@places.post("/settings/tokens")
async def make_token(visit: Visit) -> Response:
    """Make an API token, and show its secret in the answer, this once."""
    try:
        asked = typed(TokenForm, filled(visit.fields, ("name", "scope", "expires_at")))
        made = await visit.write(lambda work: actions.make_token(work, _new_token(work.actor, asked)))
    except Invalid as failure:
        form = refused(visit.fields, failure, same("name", "expires_at"))
        view = replace(await visit.read(settings_page), token=form)
        return visit.show(TEMPLATE, view, "settings", failure)
    view = replace(
        await visit.read(settings_page), new_token=account_views.NewToken(made.token.name, made.secret)
    )
    return visit.show(TEMPLATE, view, "settings")


@places.post("/settings/tokens/{token_id:uuid}/revoke")
async def revoke_token(visit: Visit) -> Response:
    """Revoke an API token."""
    token_id = visit.id("token_id")
    await visit.write(lambda work: actions.revoke_token(work, token_id))
    return visit.go(DONE + "token")


@places.post("/settings/sessions/{session_id:uuid}/revoke")
async def end_session(visit: Visit) -> Response:
    """Sign another browser out."""
    session_id = visit.id("session_id")
    await visit.write(lambda work: actions.end_session(work, session_id))
    return visit.go(DONE + "session")


def settings_page(reading: Reading) -> SettingsPage:
    """The settings of the person who reads."""
    me, actor = queries.me(reading), reading.actor
    return SettingsPage(
        email=me.email,
        today=reading.today,
        zones=_zones(me.timezone),
        sessions=[_session(row, actor) for row in queries.sessions(reading, MOST)],
        tokens=[_token(row, actor) for row in queries.tokens(reading, MOST)],
        profile=Form(
            {name: getattr(me, name) for name in _PROFILE}
            | {"strict_levels": "true" if me.strict_levels else ""}
        ),
    )


def _zones(own: str) -> list[str]:
    """The zones of places, UTC, and the person's own whatever it is."""
    places_of = (zone for zone in zones() if "/" in zone and not zone.startswith("Etc/"))
    return sorted({*places_of, "UTC", own})


def _session(row: SessionRow, actor: Actor) -> SessionLine:
    is_this = row.id == actor.key_id
    return SessionLine(str(row.id), browser(row.device), row.last_used_at.astimezone(actor.zone), is_this)


def _token(row: TokenRow, actor: Actor) -> TokenLine:
    ends, used = row.expires_at, row.last_used_at
    return TokenLine(
        str(row.id),
        row.name,
        sorted(scopes(row.can_read, row.can_write)),
        actor.local_date(row.created_at),
        # The last day on which it is good, though it ends with that day's end.
        None if ends is None else actor.local_date(ends - timedelta(microseconds=1)),
        None if used is None else used.astimezone(actor.zone),
    )


def _new_token(actor: Actor, asked: TokenForm) -> NewToken:
    given: dict[str, object] = {"name": asked.name, "scopes": [asked.scope]}
    if asked.expires_at is not None:
        given["expires_at"] = _end_of(asked.expires_at, actor).isoformat()
    return typed(NewToken, given)


def _end_of(day: date, actor: Actor) -> datetime:
    """When this day ends for a person: where the next one begins on their wall clock."""
    last = min(day, date.max - timedelta(days=2))
    return datetime.combine(last + timedelta(days=1), actor.day_start, actor.zone)
