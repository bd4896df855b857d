"""`/auth` and `/me`: coming in, going out, and what a person sets for themselves."""

from typing import Annotated
from uuid import UUID

from fastapi import Body
from starlette.responses import Response

from milepost.accounts import actions, queries
from milepost.accounts.errors import (
    EmailTaken,
    NoSuchSession,
    NoSuchToken,
    RegistrationClosed,
    ResetInvalid,
    SessionNeeded,
    TooManyAttempts,
    WrongCredentials,
    WrongPassword,
)
from milepost.accounts.gate import Gate, Visitor
from milepost.accounts.preferences import preferences, preferences_view
from milepost.accounts.rows import (
    session_view,
    signed_in_view,
    token_made_view,
    token_view,
    user_view,
)
from milepost.accounts.schemas import (
    Closing,
    EmailChange,
    NewAccount,
    NewToken,
    PasswordChange,
    PreferencesChange,
    PreferencesView,
    ProfileChange,
    ResetAsk,
    ResetUse,
    SessionView,
    SignedIn,
    SignIn,
    TokenMade,
    TokenView,
    UserView,
)
from milepost.entrypoints.api.answers import Reply, Sent, accepted, created, done, encoded, ok
from milepost.entrypoints.api.call import Call, CallDep
from milepost.entrypoints.api.route import Router
from milepost.kernel.fields import Page, RowId
from milepost.kernel.paging import DEFAULT, Cursor, Limit, Next, page
from milepost.kernel.work import Reading, Work

auth = Router("/auth", "auth")
me = Router("/me", "me")
routers = (auth, me)


_SESSION = Cursor("sessions", id=UUID)
_TOKEN = Cursor("tokens", id=UUID)


def gate(call: Call) -> Gate:
    """The gate of this instance."""
    return Gate(call.app, call.settings)


def visitor(call: Call) -> Visitor:
    """Where a request comes from."""
    return Visitor(call.address, call.agent)


@auth.post(
    "/register",
    answers=SignedIn,
    status=201,
    signed_in=False,
    fails=(EmailTaken, RegistrationClosed, TooManyAttempts),
)
async def register(call: CallDep, new: Annotated[NewAccount, Body()]) -> Response:
    """Make an account and open its first session."""
    opened = await call.apart(lambda: gate(call).register(new, visitor(call)))
    return Sent(encoded(created(signed_in_view(opened), "/api/v1/me")))


@auth.post("/login", answers=SignedIn, signed_in=False, fails=(WrongCredentials, TooManyAttempts))
async def login(call: CallDep, given: Annotated[SignIn, Body()]) -> Response:
    """Open a session."""
    opened = await call.apart(lambda: gate(call).sign_in(given, visitor(call)))
    return Sent(encoded(ok(signed_in_view(opened))))


@auth.post("/logout", status=204, keyed=False, fails=(SessionNeeded,))
async def logout(call: CallDep) -> Response:
    """End the session by which the request comes."""

    def ended(work: Work) -> Reply:
        actions.sign_out(work)
        return done()

    return await call.write(ended)


@auth.post("/reset", answers=SignedIn, also={202: dict[str, str]}, signed_in=False, fails=(ResetInvalid,))
async def reset(call: CallDep, asked: Annotated[ResetAsk | ResetUse, Body()]) -> Response:
    """Ask for a one-time link by mail (202, whoever asks), or set a new password by one (200)."""
    if isinstance(asked, ResetUse):
        opened = await call.apart(lambda: gate(call).use_reset(asked, visitor(call)))
        return Sent(encoded(ok(signed_in_view(opened))))
    await call.apart(lambda: gate(call).ask_reset(asked, visitor(call)))
    return Sent(encoded(accepted({})))


@me.get("", answers=UserView)
async def show_me(call: CallDep) -> Response:
    """Show oneself."""
    return await call.read(lambda reading: ok(user_view(queries.me(reading))))


@me.patch("", answers=UserView)
async def change_me(call: CallDep, change: Annotated[ProfileChange, Body()]) -> Response:
    """Change one's profile; dates that are written stay what they are."""
    return await call.write(lambda work: ok(user_view(actions.change_profile(work, change))))


@me.get("/preferences", answers=PreferencesView)
async def show_preferences(call: CallDep) -> Response:
    """Show what one prefers."""
    return await call.read(lambda reading: ok(preferences_view(preferences(reading))))


@me.patch("/preferences", answers=PreferencesView)
async def change_preferences(call: CallDep, change: Annotated[PreferencesChange, Body()]) -> Response:
    """Change what one prefers."""
    return await call.write(lambda work: ok(preferences_view(actions.change_preferences(work, change))))


@me.delete("", status=204, fails=(WrongPassword, SessionNeeded, TooManyAttempts))
async def close_account(call: CallDep, closing: Annotated[Closing, Body()]) -> Response:
    """Close one's account; everything that one owns goes with it."""
    await call.apart(lambda: gate(call).close_account(call.credential, closing))
    return Sent(encoded(done()))


@me.post("/password", status=204, keyed=False, fails=(WrongPassword, SessionNeeded, TooManyAttempts))
async def change_password(call: CallDep, change: Annotated[PasswordChange, Body()]) -> Response:
    """Change one's password; ends the other sessions."""
    await call.apart(lambda: gate(call).change_password(call.credential, change))
    return Sent(encoded(done()))


@me.post(
    "/email",
    answers=UserView,
    keyed=False,
    fails=(WrongPassword, SessionNeeded, TooManyAttempts, EmailTaken),
)
async def change_email(call: CallDep, change: Annotated[EmailChange, Body()]) -> Response:
    """Sign in with another address from now on."""
    changed = await call.apart(lambda: gate(call).change_email(call.credential, change))
    return Sent(encoded(ok(user_view(changed))))


@me.get("/sessions", answers=Page[SessionView], fails=(SessionNeeded,))
async def list_sessions(call: CallDep, limit: Limit = DEFAULT, cursor: Next | None = None) -> Response:
    """List where one is signed in, newest first."""
    before = _SESSION.read(cursor, (queries.LAST_ID,))

    def listed(reading: Reading) -> Reply:
        rows = queries.sessions(reading, limit + 1, *before)
        return ok(page(rows, limit, lambda row: session_view(row, reading.actor.key_id), _SESSION))

    return await call.read(listed)


@me.delete("/sessions/{session_id}", status=204, fails=(NoSuchSession, SessionNeeded))
async def end_session(call: CallDep, session_id: RowId) -> Response:
    """End a session."""

    def ended(work: Work) -> Reply:
        actions.end_session(work, session_id)
        return done()

    return await call.write(ended)


@me.get("/tokens", answers=Page[TokenView], fails=(SessionNeeded,))
async def list_tokens(call: CallDep, limit: Limit = DEFAULT, cursor: Next | None = None) -> Response:
    """List one's API tokens, newest first."""
    before = _TOKEN.read(cursor, (queries.LAST_ID,))

    def listed(reading: Reading) -> Reply:
        return ok(page(queries.tokens(reading, limit + 1, *before), limit, token_view, _TOKEN))

    return await call.read(listed)


@me.post("/tokens", answers=TokenMade, status=201, keyed=False, fails=(SessionNeeded,))
async def make_token(call: CallDep, new: Annotated[NewToken, Body()]) -> Response:
    """Make an API token; it is shown here and never again."""

    def made(work: Work) -> Reply:
        token = actions.make_token(work, new)
        return created(token_made_view(token), f"/api/v1/me/tokens/{token.token.id}")

    return await call.write(made)


@me.delete("/tokens/{token_id}", status=204, fails=(NoSuchToken, SessionNeeded))
async def revoke_token(call: CallDep, token_id: RowId) -> Response:
    """Revoke an API token."""

    def ended(work: Work) -> Reply:
        actions.revoke_token(work, token_id)
        return done()

    return await call.write(ended)
