"""A new password: by the current one, or by a one-time link."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from milepost.accounts import actions, queries
from milepost.accounts.actions.passwords import RESET_MAIL
from milepost.accounts.errors import (
    EmailTaken,
    ResetInvalid,
    WrongCredentials,
    WrongPassword,
)
from milepost.accounts.gate import Gate, Visitor
from milepost.accounts.identity import owner_of
from milepost.accounts.keys import directory_email
from milepost.accounts.rows import Opened
from milepost.accounts.schemas import (
    EmailChange,
    NewToken,
    PasswordChange,
    ResetAsk,
    ResetUse,
    SignIn,
)
from milepost.kernel.errors import SignedOut
from milepost.kernel.statements import Number, statement
from milepost.kernel.work import App, Known, Nobody
from tests.accounts.visiting import HOME, credential
from tests.cast import PASSWORD, Cast

NEW = "quite another password"
MAILS = statement(
    "tests.reset_mails",
    Number,
    "SELECT count(*) FROM outbox WHERE kind = :kind AND user_id = :owner",
    scope="machinery",
)


def signs_in(gate: Gate, email: str, password: str) -> bool:
    try:
        gate.sign_in(SignIn(email=email, password=password), HOME)
    except WrongCredentials:
        return False
    return True


def mails_to(app: App, person: Opened) -> int:
    (found,) = app.read_now(Known(person.user.id), lambda reading: reading.all(MAILS, kind=RESET_MAIL))
    return found.number


def test_a_new_password_ends_the_other_sessions_and_keeps_tokens(app: App, gate: Gate, alice: Opened) -> None:
    phone = gate.sign_in(SignIn(email=alice.user.email, password=PASSWORD), HOME)
    token = app.write_now(
        credential(alice.secret), lambda work: actions.make_token(work, NewToken(name="cron"))
    )
    gate.change_password(credential(alice.secret), PasswordChange(current=PASSWORD, new=NEW))
    assert not signs_in(gate, alice.user.email, PASSWORD)
    assert signs_in(gate, alice.user.email, NEW)
    with pytest.raises(SignedOut):
        app.read_now(credential(phone.secret), queries.me)
    for key in (alice.secret, token.secret):
        assert app.read_now(credential(key), queries.me).id == alice.user.id


def test_a_wrong_current_password_changes_nothing(
    app: App, gate: Gate, alice: Opened, charlie: Opened
) -> None:
    with pytest.raises(WrongPassword):
        gate.change_password(credential(alice.secret), PasswordChange(current="wrong", new=NEW))
    with pytest.raises(WrongPassword):
        gate.change_email(credential(alice.secret), EmailChange(password="wrong", email="new@example.com"))
    assert signs_in(gate, alice.user.email, PASSWORD)


def test_of_two_changes_at_once_one_is_refused(app: App, gate: Gate, alice: Opened) -> None:
    def changed(new: str) -> str:
        try:
            gate.change_password(credential(alice.secret), PasswordChange(current=PASSWORD, new=new))
        except WrongPassword:
            return ""
        return new

    with ThreadPoolExecutor(2) as threads:
        (held,) = filter(None, threads.map(changed, ["first password", "second password"]))
    assert signs_in(gate, alice.user.email, held)


def test_a_reset_sets_the_password_once_and_ends_every_session(app: App, gate: Gate, alice: Opened) -> None:
    secret = app.write_now(Known(alice.user.id), actions.make_reset)
    opened = gate.use_reset(ResetUse(token=secret, password=NEW), HOME)
    assert opened.user == alice.user
    assert [row.id for row in app.read_now(credential(opened.secret), queries.sessions)] == [
        opened.session_id
    ]
    with pytest.raises(SignedOut):
        app.read_now(credential(alice.secret), queries.me)
    assert signs_in(gate, alice.user.email, NEW)
    with pytest.raises(ResetInvalid) as refused:
        gate.use_reset(ResetUse(token=secret, password=PASSWORD), HOME)
    assert [fault.pointer for fault in refused.value.errors] == ["/token"]
    assert signs_in(gate, alice.user.email, NEW)


def test_a_reset_used_by_two_at_once_is_good_for_one(app: App, gate: Gate, alice: Opened) -> None:
    secret = app.write_now(Known(alice.user.id), actions.make_reset)

    def used(password: str) -> str:
        try:
            gate.use_reset(ResetUse(token=secret, password=password), HOME)
        except ResetInvalid:
            return ""
        return password

    with ThreadPoolExecutor(4) as threads:
        (held,) = filter(None, threads.map(used, [f"password {n}" for n in range(4)]))
    assert signs_in(gate, alice.user.email, held)


def test_a_reset_is_good_for_a_day(
    app: App, gate: Gate, alice: Opened, after: Callable[[timedelta], App]
) -> None:
    secret = app.write_now(Known(alice.user.id), actions.make_reset)
    use = ResetUse(token=secret, password=NEW)
    with pytest.raises(ResetInvalid):
        Gate(after(timedelta(hours=24)), gate.settings).use_reset(use, HOME)
    Gate(after(timedelta(hours=23)), gate.settings).use_reset(use, HOME)


def test_a_newer_link_and_a_new_password_make_older_links_worthless(
    app: App, gate: Gate, alice: Opened
) -> None:
    first, second = (app.write_now(Known(alice.user.id), actions.make_reset) for _ in range(2))
    with pytest.raises(ResetInvalid):
        gate.use_reset(ResetUse(token=first, password=NEW), HOME)
    gate.change_password(credential(alice.secret), PasswordChange(current=PASSWORD, new=NEW))
    with pytest.raises(ResetInvalid):
        gate.use_reset(ResetUse(token=second, password=NEW), HOME)


@pytest.mark.parametrize("token", ["", "nonsense", "mpr_" + "A" * 43, "mps_" + "A" * 43])
def test_an_unknown_link_is_refused(gate: Gate, token: str) -> None:
    with pytest.raises(ResetInvalid):
        gate.use_reset(ResetUse(token=token, password=NEW), HOME)


def test_the_link_of_one_person_does_not_open_another(app: App, alice: Opened, charlie: Opened) -> None:
    secret = app.write_now(Known(alice.user.id), actions.make_reset)
    with pytest.raises(ResetInvalid):
        app.write_now(Known(charlie.user.id), lambda work: actions.reset_password(work, secret, "hash", ""))


def test_asking_for_a_link_puts_one_mail_down_and_says_nothing(
    app: App, gate: Gate, alice: Opened, cast: Cast
) -> None:
    for _ in range(3):
        gate.ask_reset(ResetAsk(email=alice.user.email.upper()), HOME)
    gate.ask_reset(ResetAsk(email=cast.email("nobody")), HOME)
    assert mails_to(app, alice) == 1


def test_links_asked_for_too_often_are_quietly_not_sent(app: App, gate: Gate, alice: Opened) -> None:
    limited = Gate(app, gate.settings.model_copy(update={"sign_in_limit": "2/minute"}))
    visitor = Visitor(alice.user.email)
    for _ in range(2):
        limited.ask_reset(ResetAsk(email="unknown." + alice.user.email), visitor)
    limited.ask_reset(ResetAsk(email=alice.user.email), visitor)
    assert mails_to(app, alice) == 0


def test_another_address_signs_in_from_then_on(app: App, gate: Gate, alice: Opened, cast: Cast) -> None:
    link = app.write_now(Known(alice.user.id), actions.make_reset)
    change = EmailChange(password=PASSWORD, email=cast.email("alice.new"))
    assert gate.change_email(credential(alice.secret), change).email == change.email
    assert not signs_in(gate, alice.user.email, PASSWORD)
    assert signs_in(gate, change.email, PASSWORD)
    key = directory_email(alice.user.email)
    assert app.read_now(Nobody(), lambda reading: owner_of(reading, key)) is None
    with pytest.raises(ResetInvalid):
        gate.use_reset(ResetUse(token=link, password=NEW), HOME)


def test_the_address_of_somebody_else_is_refused_and_nothing_changes(
    app: App, gate: Gate, alice: Opened, charlie: Opened
) -> None:
    with pytest.raises(EmailTaken):
        gate.change_email(
            credential(alice.secret), EmailChange(password=PASSWORD, email=charlie.user.email.upper())
        )
    assert signs_in(gate, alice.user.email, PASSWORD)
    assert app.read_now(credential(charlie.secret), queries.me) == charlie.user


def test_the_same_address_in_another_case_is_kept_as_written(app: App, gate: Gate, alice: Opened) -> None:
    shouted = alice.user.email.upper()
    gate.change_email(credential(alice.secret), EmailChange(password=PASSWORD, email=shouted))
    assert app.read_now(credential(alice.secret), queries.me).email == shouted
    assert signs_in(gate, alice.user.email, PASSWORD)
