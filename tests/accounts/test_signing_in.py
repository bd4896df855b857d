"""Signing up, in and out, on a real database of both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher

from milepost.accounts import actions, queries
from milepost.accounts.errors import EmailTaken, RegistrationClosed, WrongCredentials
from milepost.accounts.gate import Gate
from milepost.accounts.identity import owner_of
from milepost.accounts.passwords import hashed, outdated, verified
from milepost.accounts.rows import Opened, signed_in_view
from milepost.accounts.schemas import NewAccount, SignedIn, SignIn, UserView
from milepost.kernel.calendar import instant_shown
from milepost.kernel.errors import SignedOut
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known, Nobody
from tests.accounts.visiting import HOME, credential
from tests.cast import PASSWORD, Cast


def test_who_signs_up_is_signed_in_for_30_days(app: App, gate: Gate, cast: Cast) -> None:
    new = NewAccount(
        email=cast.email("alice"), password=PASSWORD, timezone="Europe/Berlin", full_name=" Alice "
    )
    opened = gate.register(new, HOME)
    me = app.read_now(credential(opened.secret), queries.me)
    assert (me.email, me.full_name, me.timezone) == (cast.email("alice"), "Alice", "Europe/Berlin")
    assert (me.avatar_url, me.handle, me.day_start, me.week_start) == (None, None, "00:00", "mon")
    assert (me.strict_levels, me.is_admin, me.is_author) == (False, False, False)
    assert opened.expires_at - me.created_at == timedelta(days=30)
    assert opened.user == me


def test_the_answer_to_signing_up_has_every_key(alice: Opened) -> None:
    view = signed_in_view(alice)
    assert list(view) == ["user", "token", "expires_at"]
    shown = SignedIn.model_validate(view)
    assert shown.user.model_fields_set == set(UserView.model_fields)
    assert shown.user.id == alice.user.id
    assert view["expires_at"] == instant_shown(alice.expires_at)


def test_an_email_address_has_one_account_whatever_its_case(gate: Gate, alice: Opened, cast: Cast) -> None:
    again = NewAccount(email=cast.email("alice").upper(), password=PASSWORD)
    with pytest.raises(EmailTaken):
        gate.register(again, HOME)
    assert (
        gate.sign_in(SignIn(email=f" {cast.email('alice').title()}", password=PASSWORD), HOME).user
        == alice.user
    )


def test_of_two_who_sign_up_at_once_with_one_address_one_is_refused(gate: Gate, cast: Cast) -> None:
    new = NewAccount(email=cast.email("dana"), password=PASSWORD)

    def registered(_: int) -> bool:
        try:
            gate.register(new, HOME)
        except EmailTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(registered, range(4))) == [False, False, False, True]


def test_a_sign_up_that_is_refused_leaves_nothing(app: App, gate: Gate, alice: Opened, cast: Cast) -> None:
    taken = NewAccount(email=cast.email("alice"), password="another password")
    with pytest.raises(EmailTaken):
        gate.register(taken, HOME)
    with pytest.raises(WrongCredentials):
        gate.sign_in(SignIn(email=cast.email("alice"), password="another password"), HOME)


def test_registration_can_be_closed(app: App, settings: Settings, cast: Cast) -> None:
    gate = Gate(app, settings.model_copy(update={"registration": "closed"}))
    with pytest.raises(RegistrationClosed):
        gate.register(NewAccount(email=cast.email("dana"), password=PASSWORD), HOME)
    assert app.read_now(Nobody(), lambda reading: queries.by_email(reading, cast.email("dana"))) is None


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    gate: Gate, alice: Opened, cast: Cast
) -> None:
    answers = []
    for name, password in (("alice", "wrong password"), ("nobody", PASSWORD), ("alice", "")):
        with pytest.raises(WrongCredentials) as refused:
            gate.sign_in(SignIn(email=cast.email(name), password=password), HOME)
        answers.append((refused.value.code, refused.value.detail))
    assert len(set(answers)) == 1


def test_an_account_without_password_cannot_be_signed_in_to(app: App, gate: Gate, cast: Cast) -> None:
    new = NewAccount(email=cast.email("dana"), password=PASSWORD)
    app.write_now(Nobody(), lambda work: actions.add_account(work, new, None))
    with pytest.raises(WrongCredentials):
        gate.sign_in(SignIn(email=cast.email("dana"), password=""), HOME)


def test_each_sign_in_is_a_session_of_its_own_and_signing_out_ends_just_it(
    app: App, gate: Gate, alice: Opened
) -> None:
    second = gate.sign_in(SignIn(email=alice.user.email, password=PASSWORD), HOME)
    assert second.secret != alice.secret
    app.write_now(credential(second.secret), actions.sign_out)
    with pytest.raises(SignedOut):
        app.read_now(credential(second.secret), queries.me)
    assert app.read_now(credential(alice.secret), queries.me) == alice.user


def test_a_password_that_changed_while_it_was_compared_opens_no_session(app: App, alice: Opened) -> None:
    with pytest.raises(WrongCredentials):
        app.write_now(Known(alice.user.id), lambda work: actions.sign_in(work, "an older hash", None, ""))


def test_an_outdated_hash_is_renewed_at_sign_in(app: App, gate: Gate, cast: Cast) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    new = NewAccount(email=cast.email("dana"), password=PASSWORD)
    app.write_now(Nobody(), lambda work: actions.add_account(work, new, weak))
    assert outdated(weak)
    opened = gate.sign_in(SignIn(email=new.email, password=PASSWORD), HOME)
    kept = app.read_now(credential(opened.secret), queries.my_login).password_hash
    assert kept is not None
    assert kept != weak
    assert not outdated(kept)
    assert verified(kept, PASSWORD)


def test_what_has_run_out_is_pruned_at_the_next_sign_in(
    gate: Gate, alice: Opened, after: Callable[[timedelta], App]
) -> None:
    in_40_days = after(timedelta(days=40))
    opened = Gate(in_40_days, gate.settings).sign_in(SignIn(email=alice.user.email, password=PASSWORD), HOME)
    rows = in_40_days.read_now(Nobody(), lambda reading: owner_of(reading, credential(alice.secret).key))
    assert rows is None
    assert [row.id for row in in_40_days.read_now(credential(opened.secret), queries.sessions)] == [
        opened.session_id
    ]


def test_the_day_begins_where_the_person_is(app: App, alice: Opened) -> None:
    actor = app.read_now(credential(alice.secret), lambda reading: reading.actor)
    assert (actor.user_id, actor.means, actor.zone) == (alice.user.id, "session", ZoneInfo("Europe/Berlin"))
    assert actor.key_id == alice.session_id


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    kept = hashed("Müller-Straße")
    assert verified(kept, "Mu\u0308ller-Straße")
    assert not verified(kept, "Muller-Straße")
    assert not verified(None, "Müller-Straße")
    assert not verified("not a hash", "Müller-Straße")
