"""A stranger who has Alice's ids gets nothing of hers by any page, nor does anybody who is signed out."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.types import ASGIApp

from milepost.entrypoints.api.session_cookie import csrf_token
from milepost.entrypoints.web.account_views import ProblemPage
from milepost.entrypoints.web.app import pages
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.visit import Visit
from milepost.goals.errors import NoSuchGoal
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Reading, Work
from tests.architecture.asking_pages import (
    ALL,
    CLOSED,
    FORMS,
    OPEN,
    SENT,
    Place,
    asked_of_page,
    asked_words,
    places,
)
from tests.architecture.declared import scratch_change, scratch_read
from tests.architecture.neighbours import House, Street, assert_none
from tests.architecture.page_faults import faults, let_in, statuses_for_alice, unreached
from tests.architecture.rooms import LOCKED
from tests.architecture.samples import NoSample

every_closed_page = pytest.mark.parametrize("place", CLOSED, ids=lambda place: place.named)


@pytest.fixture(scope="session")
def street(house: House) -> Iterator[Street]:
    with house.street() as opened:
        yield opened


@pytest.fixture(scope="session")
def undone(house: House) -> Iterator[Street]:
    with house.street(undone=True) as opened:
        yield opened


def test_every_page_of_the_application_is_among_what_is_tried(house: House) -> None:
    served = pages(house.room.app, house.room.settings)
    assert isinstance(served, Starlette)
    assert [place.named for place in ALL] == [place.named for place in places(served.routes)]
    assert {place.route.path for place in ALL} >= OPEN
    assert {"done", "back"} <= asked_words()


@every_closed_page
def test_a_page_gives_a_stranger_nothing(house: House, street: Street, place: Place) -> None:
    assert_none(faults(house, street, place))


@every_closed_page
def test_a_page_reaches_what_a_stranger_is_kept_from(house: House, undone: Street, place: Place) -> None:
    assert_none(unreached(house, undone, place))


@every_closed_page
def test_who_is_signed_out_is_led_to_the_sign_in(house: House, street: Street, place: Place) -> None:
    assert_none(let_in(house, street, place))


@pytest.mark.parametrize("place", SENT, ids=lambda place: place.named)
def test_a_form_that_her_own_page_did_not_make_changes_nothing(
    house: House, street: Street, place: Place
) -> None:
    strangers = csrf_token(house.keys(house.charlie).session)
    for csrf in ("", strangers, csrf_token(house.alice.session)[:-1]):
        assert statuses_for_alice(house, street, place, csrf) == {403}


class Title(NamedTuple):
    """A row of one title."""

    title: str


PAST_THE_OWNER = scratch_read(Title, "SELECT title FROM goals WHERE id = :goal_id")
STEAL = scratch_change("UPDATE goals SET description = 'Stolen' WHERE id = :goal_id")
SCRATCH = "/scratch/{goal_id:uuid}"
trespassing = Places()


@trespassing.get(SCRATCH)
async def leak(visit: Visit) -> Response:
    def found(reading: Reading) -> str:
        row = reading.first(PAST_THE_OWNER, goal_id=visit.id("goal_id"))
        if row is None:
            raise NoSuchGoal()
        return row.title

    return visit.show("problem.html", ProblemPage(200, await visit.read(found)))


@trespassing.post(SCRATCH)
async def steal(visit: Visit) -> Response:
    def stolen(work: Work) -> None:
        if not work.count(STEAL, goal_id=visit.id("goal_id")):
            raise NoSuchGoal()

    await visit.write(stolen)
    return visit.go("/today")


@trespassing.get("/blank/{goal_id:uuid}")
async def blank(visit: Visit) -> Response:
    return visit.show("problem.html", ProblemPage(200))


@trespassing.post("/formless")
@trespassing.get("/of/{mood}")
@trespassing.get("/of/{mood_id:uuid}")
async def mood(visit: Visit) -> Response:
    return visit.go("/today")


LEAK, STEALING, BLANK_PAGE, OF_A_MOOD_ID, OF_A_MOOD, FORMLESS = places(trespassing.routes)


def scratch_pages(app: App, settings: Settings) -> ASGIApp:
    made = Starlette(routes=trespassing.routes)
    made.state.app, made.state.settings = app, settings
    return made


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        (LEAK, "GET /scratch/{goal_id:uuid} in path: tells goals.title"),
        (STEALING, "POST /scratch/{goal_id:uuid} changes Alice's rows"),
    ],
    ids=["a page that tells", "a form that changes"],
)
def test_a_page_past_the_owner_is_found_by_its_name_where_the_first_lock_stands_alone(
    house: House, monkeypatch: pytest.MonkeyPatch, place: Place, fault: str
) -> None:
    monkeypatch.setitem(FORMS, SCRATCH, {})
    try:
        with house.street(shown=scratch_pages) as street:
            found = faults(house, street, place)
    finally:
        house.room.by_hand("UPDATE goals SET description = '' WHERE description = 'Stolen'")
    assert (fault in found) == (house.room.kind != LOCKED)
    assert bool(found) == (house.room.kind != LOCKED)


def test_a_page_that_shows_nothing_of_hers_even_to_her_is_found(house: House) -> None:
    with house.street(shown=scratch_pages, undone=True) as street:
        found = unreached(house, street, BLANK_PAGE)
    assert "GET /blank/{goal_id:uuid} in path: does not reach hers" in found


@pytest.mark.parametrize(
    ("place", "unknown"),
    [
        (FORMLESS, "POST /formless: add its form to FORMS"),
        (OF_A_MOOD, "GET /of/{mood} takes mood: add it to WORDS"),
        (OF_A_MOOD_ID, "GET /of/{mood_id:uuid} takes mood_id: add it to TAKEN_FROM"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.named,
)
def test_what_no_sample_is_known_for_is_named(place: Place, unknown: str) -> None:
    with pytest.raises(NoSample, match=re.escape(unknown)):
        list(asked_of_page(place, {}, {}, ""))
