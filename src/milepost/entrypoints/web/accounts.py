"""The gate: signing up, in and out, and a new password for who has lost theirs."""

from contextlib import suppress
from dataclasses import replace

from starlette.responses import Response

from milepost.accounts import actions
from milepost.accounts.errors import (
    EmailTaken,
    RegistrationClosed,
    ResetInvalid,
    TooManyAttempts,
    WrongCredentials,
)
from milepost.accounts.keys import presented
from milepost.accounts.preferences import preferences
from milepost.accounts.schemas import NewAccount, ResetAsk, ResetUse, SignIn
from milepost.entrypoints.api.session_cookie import drop_session
from milepost.entrypoints.web.account_views import GatePage
from milepost.entrypoints.web.forms import WHOLE, filled, refused, same
from milepost.entrypoints.web.origins import local
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.theme import keep_theme, theme
from milepost.entrypoints.web.views import BLANK, Form
from milepost.entrypoints.web.visit import Visit
from milepost.kernel.calendar import zones
from milepost.kernel.errors import Invalid, SignedOut
from milepost.kernel.faults import typed

places = Places()

_SIGN_UP = same("full_name", "email", "password") | {"accounts.email-taken": "email"}
_SIGN_IN = same("email", "password")


@places.get("/sign-up", signed_in=False)
async def sign_up_form(visit: Visit) -> Response:
    """The first page of somebody new."""
    if await visit.is_signed_in():
        return visit.go("/today")
    return visit.show("sign_up.html", _view(visit))


@places.post("/sign-up", signed_in=False)
async def sign_up(visit: Visit) -> Response:
    """Make an account and begin."""
    given = filled(visit.fields, ("email", "password", "full_name", "timezone"))
    # The browser fills the zone in. One that is not known here is no reason to turn anybody away.
    if given.get("timezone") not in zones():
        given.pop("timezone", None)
    try:
        new = typed(NewAccount, given)
        opened = await visit.apart(lambda: visit.gate.register(new, visit.visitor))
    except (Invalid, EmailTaken, RegistrationClosed, TooManyAttempts) as failure:
        view = _view(visit, refused(visit.fields, failure, _SIGN_UP))
        return visit.show("sign_up.html", view, failure=failure)
    return visit.keep(visit.go("/today"), opened.secret)


@places.get("/sign-in", signed_in=False)
async def sign_in_form(visit: Visit) -> Response:
    """Email and password."""
    if await visit.is_signed_in():
        return visit.go(local(visit.asked("after")))
    view = replace(_view(visit, after=visit.asked("after")), is_closed=visit.asked("done") == "closed")
    return visit.show("sign_in.html", view)


@places.post("/sign-in", signed_in=False)
async def sign_in(visit: Visit) -> Response:
    """Open a session and go to where one wanted to."""
    after = visit.fields.get("after", "")
    try:
        given = typed(SignIn, filled(visit.fields, ("email", "password")))
        opened = await visit.apart(lambda: visit.gate.sign_in(given, visit.visitor))
    except (Invalid, WrongCredentials, TooManyAttempts) as failure:
        view = _view(visit, refused(visit.fields, failure, _SIGN_IN), after)
        return visit.show("sign_in.html", view, failure=failure)
    response = visit.keep(visit.go(local(after)), opened.secret)
    known = presented(opened.secret)
    if known is not None and not visit.has_theme:
        chosen = theme((await visit.app.read(known, preferences)).theme)
        keep_theme(response, chosen or "system", visit.is_secure)
    return response


@places.post("/sign-out")
async def sign_out(visit: Visit) -> Response:
    """End the session by which the browser comes; one that has ended already is left as it is."""
    with suppress(SignedOut):
        await visit.write(actions.sign_out)
    response = visit.go("/sign-in")
    drop_session(response, visit.is_secure)
    return response


@places.get("/forgot", signed_in=False)
async def forgot_form(visit: Visit) -> Response:
    """Ask for a link, or hear that it is on its way."""
    return visit.show("forgot.html", _view(visit, is_sent=visit.asked("done") == "sent"))


@places.post("/forgot", signed_in=False)
async def forgot(visit: Visit) -> Response:
    """Have a link sent, if there is such an account; the answer is the same if not."""
    try:
        asked = typed(ResetAsk, filled(visit.fields, ("email",)))
    except Invalid as failure:
        view = _view(visit, refused(visit.fields, failure, same("email")))
        return visit.show("forgot.html", view, failure=failure)
    await visit.apart(lambda: visit.gate.ask_reset(asked, visit.visitor))
    return visit.go("/forgot?done=sent")


@places.get("/new-password", signed_in=False)
async def new_password_form(visit: Visit) -> Response:
    """Where the link leads."""
    return visit.show("new_password.html", _view(visit, token=visit.asked("token")))


@places.post("/new-password", signed_in=False)
async def new_password(visit: Visit) -> Response:
    """Set a new password by the link, and sign in with it."""
    try:
        used = typed(ResetUse, {"token": "", **filled(visit.fields, ("token", "password"))})
        opened = await visit.apart(lambda: visit.gate.use_reset(used, visit.visitor))
    except Invalid as failure:
        form = refused(visit.fields, failure, same("password") | {ResetInvalid.code: WHOLE})
        view = _view(visit, form, token=visit.fields.get("token", ""))
        return visit.show("new_password.html", view, failure=failure)
    return visit.keep(visit.go("/today"), opened.secret)


def _view(
    visit: Visit, form: Form = BLANK, after: str = "", token: str = "", is_sent: bool = False
) -> GatePage:
    # Whose day it is nobody knows yet; the browser puts its own in its place.
    today = visit.app.clock().date()
    is_open = visit.settings.registration == "open"
    return GatePage(today, form, is_open, after, token, is_sent)
