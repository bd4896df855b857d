"""A stranger who has Alice's ids gets nothing of hers by any route, whatever the way in."""

from collections.abc import Iterator

import pytest

from milepost.accounts.errors import SessionNeeded
from milepost.entrypoints.api.route import Route, Router
from milepost.entrypoints.api.routers import ROUTERS
from milepost.entrypoints.api.rules import SAFE
from tests.api.conftest import bearer
from tests.architecture import asking, trespassing_routes
from tests.architecture.asking import named
from tests.architecture.neighbours import House, Street, assert_none
from tests.architecture.rooms import LOCKED
from tests.architecture.route_faults import answers_to_alice, faults, let_in, needs_session, unreached
from tests.architecture.samples import NoSample
from tests.architecture.trespassing_routes import route as route_called

ROUTES = [route for router in ROUTERS for route in router.routes]
SIGNED_IN = [route for route in ROUTES if route.rules.signed_in]
UNSAFE = [route for route in SIGNED_IN if route.method not in SAFE]
FOR_SESSIONS = [route for route in SIGNED_IN if needs_session(route)]
# Anybody may come here, without a key: each of these is a decision.
OPEN = {"POST /api/v1/auth/register", "POST /api/v1/auth/login", "POST /api/v1/auth/reset"}
# Here a person's keys are made and ended.
OF_KEYS = ("auth/logout", "me/password", "me/email", "me/tokens", "me/sessions")
OF_KEYS_AT = tuple(f"/api/v1/{each}" for each in OF_KEYS)
CLOSING = "DELETE /api/v1/me"
"""Here all of them go, with the account."""


@pytest.fixture(scope="session")
def street(house: House) -> Iterator[Street]:
    with house.street() as opened:
        yield opened


@pytest.fixture(scope="session")
def undone(house: House) -> Iterator[Street]:
    with house.street(undone=True) as opened:
        yield opened


@pytest.mark.parametrize("route", SIGNED_IN, ids=named)
def test_a_route_gives_a_stranger_nothing(house: House, street: Street, route: Route) -> None:
    assert_none(faults(house, street, route))


@pytest.mark.parametrize("route", SIGNED_IN, ids=named)
def test_a_route_reaches_what_a_stranger_is_kept_from(house: House, undone: Street, route: Route) -> None:
    assert_none(unreached(house, undone, route))


@pytest.mark.parametrize("route", SIGNED_IN, ids=named)
def test_a_guest_is_told_to_sign_in_whatever_the_request(house: House, street: Street, route: Route) -> None:
    assert_none(let_in(house, street, route))
    assert house.is_untouched()


def test_where_no_key_is_needed_is_decided() -> None:
    assert {named(route) for route in ROUTES if not route.rules.signed_in} == OPEN


@pytest.mark.parametrize("route", UNSAFE, ids=named)
def test_a_token_to_read_and_a_cookie_alone_change_nothing(
    house: House, street: Street, route: Route
) -> None:
    for answer in answers_to_alice(house, street, route, bearer(house.alice.reader)):
        assert answer.status == 403
        assert answer.code == "auth.scope" or (needs_session(route) and answer.code == SessionNeeded.code)
    for answer in answers_to_alice(house, street, route, house.alice.cookie):
        assert (answer.status, answer.code) == (403, "auth.csrf")


@pytest.mark.parametrize("route", FOR_SESSIONS, ids=named)
def test_a_token_of_a_program_comes_to_no_keys(house: House, street: Street, route: Route) -> None:
    for answer in answers_to_alice(house, street, route, house.alice.bearer):
        assert (answer.status, answer.code) == (403, SessionNeeded.code)


def test_where_keys_are_made_and_ended_a_session_is_needed() -> None:
    of_keys = [r for r in SIGNED_IN if r.path.startswith(OF_KEYS_AT) or named(r) == CLOSING]
    assert of_keys == FOR_SESSIONS


def test_what_a_stranger_must_not_be_told_is_known(house: House) -> None:
    assert set(house.secrets_from(house.charlie).values()) >= {
        "users.id", "users.email", "goals.id", "goals.title", "progress_entries.id", "progress_entries.note",
        "sessions.id", "sessions.device", "api_tokens.id", "api_tokens.name",
    }  # fmt: skip


@pytest.fixture(scope="session")
def scratch() -> Router:
    return trespassing_routes.router()


@pytest.fixture(autouse=True)
def _body_of_scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(asking.BODIES, "OnGoal", trespassing_routes.BODY)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("in_path", "GET /api/v1/scratch/in_path/{goal_id} by cookie, in path: tells goals.title"),
        ("in_query", "GET /api/v1/scratch/in_query by cookie, in query goal_id: tells goals.title"),
        ("in_body", "POST /api/v1/scratch/in_body by cookie, in body /goal_id: tells goals.title"),
        ("listed", "GET /api/v1/scratch/listed by cookie, with one's own: tells goals.title"),
        ("stolen", "POST /api/v1/scratch/stolen/{goal_id} changes Alice's rows"),
        ("told_apart", "GET /api/v1/scratch/told_apart/{goal_id} by cookie, in path: answers 403, not 404"),
    ],
)
def test_a_route_past_the_owner_is_found_by_its_name_where_the_first_lock_stands_alone(
    house: House, scratch: Router, name: str, fault: str
) -> None:
    try:
        with house.street([scratch]) as street:
            found = faults(house, street, route_called(scratch, name))
    finally:
        house.room.by_hand("UPDATE goals SET description = '' WHERE description = 'Stolen'")
    assert any(each.startswith(fault) for each in found) == (house.room.kind != LOCKED)
    assert bool(found) == (house.room.kind != LOCKED)


def test_an_id_in_a_body_that_is_not_pointed_at_is_found(house: House, scratch: Router) -> None:
    with house.street([scratch]) as street:
        found = faults(house, street, route_called(scratch, "without_pointer"))
        assert all(": names no pointer" in each for each in found) and found
        assert faults(house, street, route_called(scratch, "with_pointer")) == []


@pytest.mark.parametrize(("name", "place"), [("nowhere", "in path"), ("nothing", "with one's own")])
def test_a_route_that_reaches_nothing_shows_nothing_and_is_found(
    house: House, scratch: Router, name: str, place: str
) -> None:
    with house.street([scratch], undone=True) as street:
        found = unreached(house, street, route_called(scratch, name))
    assert any(each.endswith(f"{place}: does not reach hers") for each in found)


@pytest.mark.parametrize(
    ("name", "unknown"),
    [("of_a_mood", "mood_id: add it to TAKEN_FROM"), ("with_a_mood", "a Mood: add it to BODIES")],
)
def test_an_id_or_a_body_that_no_sample_is_known_for_is_named(
    scratch: Router, name: str, unknown: str
) -> None:
    with pytest.raises(NoSample, match=rf"{name}.* takes {unknown} in tests/architecture/asking.py"):
        list(asking.asked_of(route_called(scratch, name), {}, {}))
