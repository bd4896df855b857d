"""What each route really answers is just the view it declares: every key, every form, nothing more."""

import json
from datetime import date, timedelta
from time import sleep
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from milepost.entrypoints.api.route import BASE, Route
from milepost.entrypoints.api.routers import ROUTERS
from tests.api.conftest import Person
from tests.cast import PASSWORD, Cast

ROUTES = [route for router in ROUTERS for route in router.routes]
FAR = (date.today() + timedelta(400)).isoformat()
KINDS: dict[str, dict[str, str]] = {
    "target": {"goal_type": "target_based", "unit": "steps", "target_value": "9", "deadline": FAR},
    "counter": {"goal_type": "continuous_counter", "unit": "days"},
    "milestone": {"goal_type": "milestone"},
}
BODIES: dict[str, dict[str, Any]] = {
    "POST /auth/register": {"password": PASSWORD, "full_name": "Åsa"},
    "POST /auth/login": {"password": PASSWORD},
    "POST /auth/reset": {},
    "PATCH /me": {"timezone": "Asia/Kathmandu", "avatar_url": "https://example.com/a.png"},
    "PATCH /me/preferences": {"theme": "dark", "notification_settings": {"push": False}},
    "DELETE /me": {"password": PASSWORD},
    "POST /me/password": {"current": PASSWORD, "new": PASSWORD + "!"},
    "POST /me/email": {"password": PASSWORD},
    "POST /me/tokens": {"name": "phone", "expires_at": "2999-01-31T08:00:00+05:45"},
    "POST /goals": KINDS["target"] | {"title": "Run", "description": "\U0001f3c3", "start_value": -1.5},
    "PATCH /goals/{goal_id}": {"title": "Swim", "priority": -3},
    "POST /goals/{goal_id}/move": {"parent_goal_id": None},
    "POST /categories": {"name": "Straße", "color": "#00AA77"},
    "PATCH /categories/{category_id}": {"name": "Health", "color": None},
    "POST /practice-sessions": {"planned_minutes": 45, "completed": True, "id": str(uuid4())},
    "PATCH /practice-sessions/{practice_session_id}": {"name": "Scales", "goal_ids": []},
    "POST /goals/{goal_id}/entries": {"value": "2.5", "note": "\u00e9 \U0001f600", "id": str(uuid4())},
    "POST /goals/{goal_id}/entries:batch": {"items": [{"value": 1}, {"kind": "reset"}]},
    "PATCH /goals/{goal_id}/entries/{entry_id}": {"kind": "set", "value": "0", "note": None},
}
"""A good body for each route that needs one; an address of mail that is new is added."""
WITH_ADDRESS = ("POST /auth/register", "POST /me/email")
BEFORE = {"/goals/{goal_id}/resume": "pause", "/goals/{goal_id}/reopen": "complete"}


class Owner:
    """Somebody with one of each thing."""

    def __init__(self, client: TestClient, session: str, email: str) -> None:
        self.client = client
        self.email = email
        client.headers["Authorization"] = f"Bearer {session}"
        self.ids = {"goal_id": self.goal("counter")}
        self.ids["entry_id"] = self.posted(f"/goals/{self.ids['goal_id']}/entries")["entry"]["id"]
        self.ids["category_id"] = self.posted("/categories", name="Work")["id"]
        of_goal = [self.ids["goal_id"]]
        self.ids["practice_session_id"] = self.posted("/practice-sessions", goal_ids=of_goal)["id"]
        immediate = {"practice_session_id": self.ids["practice_session_id"], "level": "immediate"}
        self.posted(
            "/goals", title="Bar 12", category_id=self.ids["category_id"], goal_type="milestone", **immediate
        )
        self.ids["token_id"] = self.posted("/me/tokens", name="laptop")["id"]
        sent = client.post(f"{BASE}/imports", data={"format": "fractal"}, files={"file": b"[]"})
        self.ids["import_id"] = sent.json()["id"]
        self.ids["session_id"] = client.get(f"{BASE}/me/sessions").json()["items"][0]["id"]

    def posted(self, path: str, **body: Any) -> Any:
        answer = self.client.post(BASE + path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def done(self) -> None:
        """Wait until the import is over."""
        place = f"{BASE}/imports/{self.ids['import_id']}"
        while self.client.get(place).json()["status"] == "running":
            sleep(0.01)

    def goal(self, kind: str) -> str:
        """The id of a new goal."""
        made: str = self.posted("/goals", title=uuid4().hex, **KINDS[kind])["id"]
        return made

    def asks(self, route: Route, **ids: str) -> httpx2.Response:
        """The answer to a good request."""
        place = route.path.removeprefix(BASE)
        name = f"{route.method} {place}"
        if name == "POST /imports":
            self.done()
            form = {"format": "fractal", "dry_run": "true"}
            return self.client.post(BASE + place, data=form, files={"file": b"[]"})
        body = BODIES.get(name)
        if name == "POST /practice-sessions":
            body = {**BODIES[name], "goal_ids": [self.ids["goal_id"]]}
        if name in WITH_ADDRESS:
            body = {**(body or {}), "email": f"{uuid4().hex[:12]}@example.com"}
        elif place.startswith("/auth/") and body is not None:
            body = {**body, "email": self.email}
        if place in BEFORE:
            self.client.post(f"{BASE}/goals/{self.ids['goal_id']}/{BEFORE[place]}")
        answer: httpx2.Response = self.client.request(
            route.method, route.path.format(**{**self.ids, **ids}), json=body
        )
        return answer


def held(route: Route, answer: httpx2.Response) -> None:
    """The answer, read as its view and written again, is the same."""
    assert answer.status_code in route.statuses, answer.text
    view = route.rules.also.get(answer.status_code, route.rules.answers)
    if answer.status_code == 204:
        assert answer.content == b"" and view is None
        return
    adapter: TypeAdapter[Any] = TypeAdapter(view)
    again = adapter.dump_json(adapter.validate_json(answer.content), exclude_unset=True)
    # An instant on the whole second is shown with its six places, which pydantic leaves out.
    assert json.loads(again) == json.loads(answer.text.replace(".000000Z", "Z"))
    for name in ("location", "etag"):
        assert (answer.headers.get(name) or "-").isascii()


@pytest.fixture
def owner(client: TestClient, alice: Person, cast: Cast) -> Owner:
    return Owner(client, alice.session, cast.email("alice"))


@pytest.fixture
def knowing(client: TestClient) -> Owner:
    """An owner with a password that fits; hashing takes its time."""
    email = f"{uuid4().hex[:12]}@example.com"
    made = client.post(f"{BASE}/auth/register", json={"email": email, "password": PASSWORD})
    return Owner(client, made.json()["token"], email)


def asks_for_a_password(route: Route) -> bool:
    return PASSWORD in BODIES.get(f"{route.method} {route.path.removeprefix(BASE)}", {}).values()


def routes(with_password: bool) -> pytest.MarkDecorator:
    chosen = [route for route in ROUTES if asks_for_a_password(route) == with_password]
    return pytest.mark.parametrize("route", chosen, ids=lambda route: f"{route.method}-{route.path}")


@routes(with_password=False)
def test_a_good_answer_is_the_view_that_its_route_declares(owner: Owner, route: Route) -> None:
    held(route, owner.asks(route))


@routes(with_password=True)
def test_a_good_answer_to_a_password_is_the_view_that_its_route_declares(
    knowing: Owner, route: Route
) -> None:
    held(route, knowing.asks(route))


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_read_of_a_goal_of_any_type_is_as_declared(owner: Owner, kind: str) -> None:
    goal_id = owner.goal(kind)
    reading = [
        route
        for route in ROUTES
        if route.method == "GET" and "{goal_id}" in route.path and "{entry_id}" not in route.path
    ]
    assert len(reading) >= 4
    for verb in ("", "pause", "resume", "complete"):
        if kind != "milestone" and verb in ("", "pause"):
            for body in ({"value": "-3"}, {"kind": "set", "value": "2.25", "entry_date": "0001-01-01"}):
                owner.posted(f"/goals/{goal_id}/entries", **body)
        elif verb:
            owner.client.post(f"{BASE}/goals/{goal_id}/{verb}")
        for route in reading:
            held(route, owner.asks(route, goal_id=goal_id))


def test_what_was_made_is_where_its_location_says(knowing: Owner) -> None:
    for route in ROUTES:
        if route.rules.status != 201:
            continue
        answer = knowing.asks(route)
        place = answer.headers["location"]
        if "/tokens/" in place:
            assert knowing.client.delete(place).status_code == 204
            continue
        shown = knowing.client.get(place)
        assert shown.status_code == 200
        if "etag" in answer.headers:
            # What is shown alone may carry more.
            told = {name: value for name, value in shown.json().items() if name in answer.json()}
            assert (told, shown.headers["etag"]) == (answer.json(), answer.headers["etag"])
