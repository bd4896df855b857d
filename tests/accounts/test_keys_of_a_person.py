"""Sessions and API tokens: listed, revoked, out of reach of programs and of strangers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from milepost.accounts import actions, queries
from milepost.accounts.errors import NoSuchSession, NoSuchToken, SessionNeeded
from milepost.accounts.gate import Gate
from milepost.accounts.identity import owner_of
from milepost.accounts.rows import Opened, session_view, token_made_view, token_view
from milepost.accounts.schemas import (
    EmailChange,
    NewToken,
    PasswordChange,
    ProfileChange,
    SessionView,
    SignIn,
    TokenMade,
    TokenView,
)
from milepost.kernel.errors import Invalid, SignedOut
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known, Nobody
from tests.accounts.visiting import HOME, credential
from tests.cast import PASSWORD


def test_sessions_are_listed_newest_first_and_say_which_is_this(app: App, gate: Gate, alice: Opened) -> None:
    phone = gate.sign_in(SignIn(email=alice.user.email, password=PASSWORD), HOME._replace(device="x" * 300))
    rows = app.read_now(credential(phone.secret), queries.sessions)
    views = [session_view(row, phone.session_id) for row in rows]
    assert [view["current"] for view in views] == [True, False]
    assert [view["device"] for view in views] == ["x" * 255, HOME.device]
    assert [set(view) for view in views] == [set(SessionView.model_fields)] * 2
    assert SessionView.model_validate(views[1]).id == alice.session_id
    assert (
        app.read_now(
            credential(phone.secret),
            lambda reading: queries.sessions(reading, limit=1, before=phone.session_id),
        )
        == rows[1:]
    )


def test_one_session_is_ended_and_its_way_in_is_gone(app: App, gate: Gate, alice: Opened) -> None:
    phone = gate.sign_in(SignIn(email=alice.user.email, password=PASSWORD), HOME)
    app.write_now(credential(alice.secret), lambda work: actions.end_session(work, phone.session_id))
    with pytest.raises(SignedOut):
        app.read_now(credential(phone.secret), queries.me)
    key = credential(phone.secret).key
    assert app.read_now(Nobody(), lambda reading: owner_of(reading, key)) is None
    with pytest.raises(NoSuchSession):
        app.write_now(credential(alice.secret), lambda work: actions.end_session(work, phone.session_id))


def test_the_other_sessions_are_ended_at_once_and_only_ones_own(
    app: App, gate: Gate, alice: Opened, charlie: Opened
) -> None:
    others = [gate.sign_in(SignIn(email=alice.user.email, password=PASSWORD), HOME) for _ in range(2)]
    app.write_now(credential(alice.secret), actions.end_other_sessions)
    for other in others:
        with pytest.raises(SignedOut):
            app.read_now(credential(other.secret), queries.me)
    assert len(app.read_now(credential(alice.secret), queries.sessions)) == 1
    assert len(app.read_now(credential(charlie.secret), queries.sessions)) == 1


def test_a_stranger_can_end_neither_session_nor_token(app: App, alice: Opened, charlie: Opened) -> None:
    made = app.write_now(
        credential(alice.secret), lambda work: actions.make_token(work, NewToken(name="phone"))
    )
    with pytest.raises(NoSuchSession):
        app.write_now(credential(charlie.secret), lambda work: actions.end_session(work, alice.session_id))
    with pytest.raises(NoSuchToken):
        app.write_now(credential(charlie.secret), lambda work: actions.revoke_token(work, made.token.id))
    assert app.read_now(credential(made.secret), queries.me) == alice.user


def test_a_token_is_shown_once_and_listed_without_its_secret(app: App, alice: Opened) -> None:
    key = credential(alice.secret)
    made = app.write_now(key, lambda work: actions.make_token(work, NewToken(name=" phone ")))
    view = token_made_view(made)
    assert TokenMade.model_validate(view).token == made.secret
    assert (view["name"], view["scopes"], view["expires_at"], view["last_used_at"]) == (
        "phone",
        ["read", "write"],
        None,
        None,
    )
    (listed,) = app.read_now(key, queries.tokens)
    assert listed == made.token
    assert set(token_view(listed)) == set(TokenView.model_fields)


def test_to_write_includes_to_read(app: App, alice: Opened) -> None:
    new = NewToken(name="writer", scopes=["write"])
    made = app.write_now(credential(alice.secret), lambda work: actions.make_token(work, new))
    assert token_view(made.token)["scopes"] == ["read", "write"]
    assert app.read_now(credential(made.secret), queries.me) == alice.user


def test_a_token_that_would_have_expired_already_is_refused_at_its_place(app: App, alice: Opened) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    new = NewToken.model_validate({"name": "late", "expires_at": past.isoformat()})
    with pytest.raises(Invalid) as refused:
        app.write_now(credential(alice.secret), lambda work: actions.make_token(work, new))
    assert [fault.pointer for fault in refused.value.errors] == ["/expires_at"]


def test_a_revoked_token_opens_nothing(app: App, alice: Opened) -> None:
    key = credential(alice.secret)
    made = app.write_now(key, lambda work: actions.make_token(work, NewToken(name="phone")))
    app.read_now(credential(made.secret), queries.me)
    app.write_now(key, lambda work: actions.revoke_token(work, made.token.id))
    with pytest.raises(SignedOut):
        app.read_now(credential(made.secret), queries.me)
    assert app.read_now(key, queries.tokens) == []


def test_a_program_changes_the_profile_but_no_credential(app: App, gate: Gate, alice: Opened) -> None:
    made = app.write_now(
        credential(alice.secret), lambda work: actions.make_token(work, NewToken(name="script"))
    )
    key = credential(made.secret)
    renamed = app.write_now(key, lambda work: actions.change_profile(work, ProfileChange(full_name="Alice")))
    assert renamed.full_name == "Alice"
    changes: list[Callable[[Any], Any]] = [
        actions.sign_out,
        actions.end_other_sessions,
        actions.make_reset,
        lambda work: actions.end_session(work, alice.session_id),
        lambda work: actions.make_token(work, NewToken(name="child")),
        lambda work: actions.revoke_token(work, made.token.id),
    ]
    for change in changes:
        with pytest.raises(SessionNeeded):
            app.write_now(key, change)
    for query in (queries.sessions, queries.tokens, queries.my_login):
        with pytest.raises(SessionNeeded):
            app.read_now(key, query)
    with pytest.raises(SessionNeeded):
        gate.change_password(key, PasswordChange(current=PASSWORD, new="another password"))
    with pytest.raises(SessionNeeded):
        gate.change_email(key, EmailChange(password=PASSWORD, email="mallory@example.com"))


def test_nobody_changes_nothing(app: App) -> None:
    for change in (actions.sign_out, actions.end_other_sessions, actions.make_reset):
        with pytest.raises(SignedOut):
            app.write_now(Nobody(), change)
    with pytest.raises(SignedOut):
        app.read_now(Nobody(), queries.me)


def test_the_operator_makes_a_token_for_somebody(app: App, alice: Opened) -> None:
    made = app.write_now(Known(alice.user.id), lambda work: actions.make_token(work, NewToken(name="cron")))
    assert app.read_now(credential(made.secret), queries.me) == alice.user


def test_no_secret_is_in_the_database(app: App, alice: Opened, settings: Settings) -> None:
    key = credential(alice.secret)
    secrets = [
        alice.secret,
        app.write_now(key, lambda work: actions.make_token(work, NewToken(name="phone"))).secret,
        app.write_now(key, actions.make_reset),
    ]
    kept = everything_kept(settings)
    assert alice.user.email in kept
    for secret in secrets:
        assert secret not in kept
        assert secret[4:] not in kept
    assert PASSWORD not in kept


def everything_kept(settings: Settings) -> str:
    """All that the database holds of the tables that know keys, as text."""
    if not settings.owner_url:
        files = settings.data_dir.glob("milepost.db*")
        return "".join(file.read_bytes().decode("utf-8", "replace") for file in files)
    tables = (
        "users",
        "sessions",
        "api_tokens",
        "password_resets",
        "directory",
        "outbox",
        "last_seen",
        "attempts",
    )
    with psycopg.connect(settings.owner_url) as connection:
        rows = [str(connection.execute(f"SELECT t::text FROM {table} t").fetchall()) for table in tables]
    return "".join(rows)
