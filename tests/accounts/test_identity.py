"""Who comes with a key: what opens, what no longer does, and what it costs."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from milepost.accounts import actions, queries
from milepost.accounts.keys import Owners, new_secret, presented
from milepost.accounts.rows import Opened
from milepost.accounts.schemas import NewToken, ProfileChange
from milepost.kernel.database import Database, Door
from milepost.kernel.errors import SignedOut
from milepost.kernel.filling import Filling, Packed
from milepost.kernel.ids import new_id
from milepost.kernel.seen import Seen
from milepost.kernel.statements import Change, RowT, Statement
from milepost.kernel.work import App, Known, Presented, Reading, ScopeTooSmall, Work
from tests.accounts.visiting import credential

T = TypeVar("T")
DAY = timedelta(days=1)


def actor_of(reading: Reading) -> Any:
    return reading.actor


class Listening:
    """A database whose doors note the names of the statements that pass, and each entering."""

    def __init__(self, inner: Database) -> None:
        self.inner = inner
        self.dialect = inner.dialect
        self.passed: list[str] = []

    def read(self, query: Callable[[Door], T]) -> "Future[T]":
        return self.inner.read(lambda door: query(ListeningDoor(door, self.passed)))

    def write(self, work: Callable[[Door], T]) -> "Future[T]":
        return self.inner.write(lambda door: work(ListeningDoor(door, self.passed)))

    def close(self) -> None:
        self.inner.close()


class ListeningDoor:
    def __init__(self, inner: Door, passed: list[str]) -> None:
        self.inner = inner
        self.passed = passed

    def rows(self, statement: Statement[RowT], values: dict[str, Any]) -> list[RowT]:
        self.passed.append(statement.name)
        return self.inner.rows(statement, values)

    def fill(self, filling: Filling, rows: Packed, owner: UUID) -> None:
        self.passed.append(filling.name)
        self.inner.fill(filling, rows, owner)

    def carry(self, change: Change, values: dict[str, Any]) -> None:
        self.passed.append(change.name)
        self.inner.carry(change, values)

    def run(self, change: Change, values: dict[str, Any]) -> None:
        self.passed.append(change.name)
        self.inner.run(change, values)

    def count(self, change: Change, values: dict[str, Any]) -> int:
        self.passed.append(change.name)
        return self.inner.count(change, values)

    def enter(self, actor: UUID) -> None:
        self.passed.append("enter")
        self.inner.enter(actor)

    def present(self, key: str) -> None:
        self.passed.append("present")
        self.inner.present(key)

    def lock(self, owner: UUID) -> None:
        self.inner.lock(owner)


def test_a_key_seen_before_costs_one_read_and_enters_once(app: App, alice: Opened) -> None:
    key = credential(alice.secret)
    app.read_now(key, actor_of)
    database = Listening(app.database)
    assert replace(app, database=database).read_now(key, actor_of).user_id == alice.user.id
    assert database.passed == ["enter", "identity.session"]


@pytest.mark.parametrize("kind", ["session", "token"])
def test_a_secret_that_nobody_was_given_opens_nothing(app: App, kind: Any) -> None:
    with pytest.raises(SignedOut):
        app.read_now(credential(new_secret(kind)), actor_of)


@pytest.mark.parametrize(
    "secret", ["", "mps_", "mps_x", "mpx_" + "a" * 43, "mps_" + "ä" * 43, "mps_" + "a" * 44]
)
def test_what_cannot_be_a_secret_is_no_credential(secret: str) -> None:
    assert presented(secret) is None


def test_the_secret_of_a_reset_is_no_credential(app: App, alice: Opened) -> None:
    secret = app.write_now(credential(alice.secret), actions.make_reset)
    assert secret.startswith("mpr_")
    assert presented(secret) is None


def test_the_key_of_a_session_is_not_taken_for_a_token(app: App, alice: Opened) -> None:
    key = credential(alice.secret).key
    with pytest.raises(SignedOut):
        app.read_now(Presented(key.replace("session:", "token:")), actor_of)


def test_a_token_brings_its_scopes_and_no_more(app: App, alice: Opened) -> None:
    made = app.write_now(
        credential(alice.secret),
        lambda work: actions.make_token(work, NewToken(name="reader", scopes=["read"])),
    )
    key = credential(made.secret)
    actor = app.read_now(key, actor_of)
    assert (actor.user_id, actor.means, actor.scopes) == (alice.user.id, "token", frozenset({"read"}))
    with pytest.raises(ScopeTooSmall):
        app.write_now(key, lambda work: actions.change_profile(work, ProfileChange(full_name="Mallory")))


def test_a_token_ends_at_its_expiry(alice: Opened, after: Callable[[timedelta], App]) -> None:
    new = NewToken.model_validate({"name": "phone", "expires_at": (datetime.now(UTC) + DAY).isoformat()})

    def made(work: Work) -> str:
        return actions.make_token(work, new).secret

    secret = after(timedelta(0)).write_now(credential(alice.secret), made)
    assert after(DAY / 2).read_now(credential(secret), actor_of).means == "token"
    with pytest.raises(SignedOut):
        after(DAY).read_now(credential(secret), actor_of)


def test_a_session_ends_30_days_after_its_last_use(
    alice: Opened, after: Callable[[timedelta], App], seen: Seen
) -> None:
    key = credential(alice.secret)
    on_day_29 = after(29 * DAY)
    on_day_29.read_now(key, actor_of)
    seen.flush(on_day_29)
    assert after(58 * DAY).read_now(key, actor_of).user_id == alice.user.id
    with pytest.raises(SignedOut):
        after(60 * DAY).read_now(key, actor_of)


def test_a_session_that_is_never_used_ends_after_30_days(
    alice: Opened, after: Callable[[timedelta], App]
) -> None:
    with pytest.raises(SignedOut):
        after(30 * DAY).read_now(credential(alice.secret), actor_of)


def test_a_mark_is_renewed_after_five_minutes_and_not_before(
    alice: Opened, after: Callable[[timedelta], App], seen: Seen
) -> None:
    key = credential(alice.secret)
    for minutes in (4, 6, 9, 12):
        later = after(timedelta(minutes=minutes))
        later.read_now(key, actor_of)
        seen.flush(later)
    (session,) = after(timedelta(0)).read_now(key, queries.sessions)
    assert round((session.last_used_at - session.created_at).total_seconds() / 60) == 12
    later = after(timedelta(minutes=15))
    later.read_now(key, actor_of)
    seen.flush(later)
    (session,) = later.read_now(key, queries.sessions)
    assert round((session.last_used_at - session.created_at).total_seconds() / 60) == 12


def test_the_next_request_sees_the_new_zone(app: App, alice: Opened) -> None:
    key = credential(alice.secret)
    app.write_now(
        key,
        lambda work: actions.change_profile(work, ProfileChange(timezone="Asia/Tokyo", day_start="04:00")),
    )
    actor = app.read_now(key, actor_of)
    assert (actor.zone, actor.day_start.isoformat()) == (ZoneInfo("Asia/Tokyo"), "04:00:00")


def test_the_operator_may_name_only_people_there_are(app: App, alice: Opened) -> None:
    actor = app.read_now(Known(alice.user.id), actor_of)
    assert (actor.means, actor.scopes, str(actor.zone)) == ("operator", {"read", "write"}, "Europe/Berlin")
    with pytest.raises(SignedOut):
        app.read_now(Known(new_id()), actor_of)


def test_so_many_owners_are_remembered_and_no_more() -> None:
    owners, owner = Owners(2), new_id()
    for key in ("a", "b", "a", "c"):
        owners.remember(key, owner)
    assert [owners.of(key) for key in "abc"] == [None, owner, owner]
