"""Whatever malformed thing comes to any route is refused with a problem that says what and where."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from starlette.testclient import TestClient

from milepost.entrypoints.api.route import Route
from tests.api.conftest import Person
from tests.api.malformed import (
    BODIES,
    ENTERED,
    NEVER,
    ROUTES,
    SELDOM,
    TEXTS,
    WRITING,
    describe,
    fields,
    place,
)
from tests.api.scratch import pointers, problem

GOOD: dict[str, dict[str, str]] = {
    "/api/v1/goals": {"title": "Read", "goal_type": "continuous_counter", "unit": "pages"},
    "/api/v1/me/tokens": {"name": "phone"},
}
"""What some routes need besides the field that is odd."""
FREE_TEXT = {"q"}
"""Query parameters that take any text that is not too long."""
CODES = {
    400: "request.malformed",
    413: "request.too-large",
    415: "request.media-type",
    422: "request.invalid",
}
# What is refused before it is typed never reaches a database, so one engine shows it.
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
each_route = pytest.mark.parametrize("route", ROUTES, ids=describe)
each_writing_route = pytest.mark.parametrize("route", WRITING, ids=describe)


ONE_OF_EACH = list({(route.method, route.rules.hot): route for route in ROUTES}.values())
"""A route for each method, hot and not."""


def refused(answer: httpx2.Response) -> Any:
    """The problem by which something was refused; one with a pointer where the input was wrong."""
    assert 400 <= answer.status_code < 500, answer.text
    told = problem(answer, answer.status_code, answer.json()["code"])
    if answer.status_code == 422:
        assert all(pointer == "" or pointer.startswith("/") for pointer in pointers(told))
    assert len(answer.content) < 100_000
    return told


def send(caller: TestClient, route: Route, body: bytes, headers: dict[str, str]) -> httpx2.Response:
    given = {"Content-Type": "application/json", **headers}
    return caller.request(route.method, place(route), content=body, headers=given)


def headers_of(person: Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.session}"}


@on_one_engine
@each_writing_route
def test_a_body_that_no_route_takes_is_refused_where_it_is_wrong(
    client: TestClient, alice: Person, route: Route
) -> None:
    for wrong in BODIES:
        if wrong.status == 413 and len(wrong.body) <= route.rules.limit:
            continue
        headers = headers_of(alice) | ({"Content-Type": wrong.media_type} if wrong.media_type else {})
        answer = client.request(route.method, place(route), content=wrong.body, headers=headers)
        told = problem(answer, wrong.status, CODES[wrong.status])
        if wrong.status == 422:
            assert told["errors"], wrong.name
        if wrong.pointer is not None:
            assert set(pointers(told)) == {wrong.pointer}, wrong.name
        if wrong.status == 400:
            assert told["detail"].startswith("Line "), wrong.name


@on_one_engine
@each_writing_route
def test_a_field_with_what_no_field_takes_is_pointed_at(
    client: TestClient, alice: Person, route: Route
) -> None:
    for name in fields(route):
        for value in NEVER:
            answer = send(client, route, b'{"%s": %s}' % (name.encode(), value), headers_of(alice))
            told = problem(answer, 422, CODES[422])
            assert any(pointer.startswith(f"/{name}") for pointer in pointers(told)), (name, value[:40], told)


@each_writing_route
def test_a_field_with_an_odd_value_breaks_nothing(client: TestClient, alice: Person, route: Route) -> None:
    headers = headers_of(alice)
    made = client.post("/api/v1/goals", json=GOOD["/api/v1/goals"], headers=headers).json()["id"]
    entry = client.post(f"/api/v1/goals/{made}/entries", json={}, headers=headers).json()["entry"]["id"]
    for name in fields(route):
        for value in SELDOM:
            good = {**GOOD.get(route.path, {}), "title": uuid4().hex}
            rest = {key: each for key, each in good.items() if key in fields(route) and key != name}
            body = json.dumps(rest)[:-1] + (", " if rest else "") + f'"{name}": {value.decode()}}}'
            given = {"Content-Type": "application/json", **headers}
            answer = client.request(
                route.method, place(route, made, entry), content=body.encode(), headers=given
            )
            if answer.status_code >= 300:
                refused(answer)
    assert client.get(f"/api/v1/goals/{made}", headers=headers).status_code == 200
    assert client.get(f"/api/v1/goals/{made}/progress", headers=headers).status_code == 200
    assert client.get(f"/api/v1/goals/{made}/series", headers=headers).status_code == 200
    assert client.get("/api/v1/goals", headers=headers).status_code == 200


@on_one_engine
@each_writing_route
def test_an_unknown_field_is_pointed_at(client: TestClient, alice: Person, route: Route) -> None:
    for name, pointer in (
        ("unheard_of", "/unheard_of"),
        ("a/b~c", "/a~1b~0c"),
        ("", "/"),
        ("user_id", "/user_id"),
    ):
        answer = send(client, route, b'{"%s": 1}' % name.encode(), headers_of(alice))
        assert pointer in pointers(problem(answer, 422, CODES[422]))


@pytest.mark.parametrize("route", ENTERED, ids=describe)
def test_who_is_signed_out_hears_that_first_whatever_they_send(client: TestClient, route: Route) -> None:
    for wrong in BODIES if route in WRITING else BODIES[:1]:
        headers = {"Content-Type": wrong.media_type} if wrong.media_type else {}
        answer = client.request(route.method, place(route), content=wrong.body, headers=headers)
        problem(answer, 401, "auth.signed-out")
    for odd in (place(route, "%00"), f"{place(route)}?unknown=1&limit=%00&owner_id=x"):
        problem(client.request(route.method, odd), 401, "auth.signed-out")


@on_one_engine
@pytest.mark.parametrize("route", [route for route in ROUTES if route.dependant.path_params], ids=describe)
def test_odd_text_in_a_path_is_refused(client: TestClient, alice: Person, route: Route) -> None:
    for text in TEXTS:
        for texts in [(text,) * len(route.dependant.path_params), ("",)]:
            answer = client.request(route.method, place(route, *texts), headers=headers_of(alice))
            assert refused(answer)["status"] in (404, 405, 415, 422), text


@on_one_engine
@each_route
def test_odd_text_in_a_query_is_refused(client: TestClient, alice: Person, route: Route) -> None:
    queries = ["unheard_of=1", "%00=1", "=1", "&".join(f"x{n}=1" for n in range(101)), "%FF=1", "limit[]=1"]
    for name in [field.alias for field in route.dependant.query_params]:
        queries += [f"{name}=1&{name}=1", f"{name}=%00", f"{name}=%FF", f"{name}={'x' * 1001}"]
        if name not in FREE_TEXT:
            queries += [f"{name}={text}" for text in TEXTS] + [f"{name}=", f"{name}=-1"]
    for query in queries:
        answer = client.request(route.method, f"{place(route)}?{query}", headers=headers_of(alice))
        told = refused(answer)
        assert told["status"] in (404, 415, 422), query
        if told["status"] == 422:
            assert told["errors"], query


def odd_headers() -> Iterator[tuple[str, bytes]]:
    for value in (
        b"",
        b"\xff\xfe",
        b"\x00",
        b"x" * 5000,
        b"Bearer " + b"\xff" * 40,
        b'"' * 50,
        b"%00",
        b";,;=;,",
    ):
        for name in (
            "Authorization",
            "Cookie",
            "X-CSRF-Token",
            "Idempotency-Key",
            "If-Match",
            "Accept",
            "Content-Type",
            "User-Agent",
            "X-Request-ID",
            "X-Forwarded-For",
            "Origin",
        ):
            yield name, value


@pytest.mark.parametrize("route", ONE_OF_EACH, ids=describe)
def test_no_header_breaks_anything(client: TestClient, alice: Person, route: Route) -> None:
    for name, value in odd_headers():
        given = [(key.encode(), each.encode()) for key, each in headers_of(alice).items() if key != name]
        answer = client.request(
            route.method, place(route), content=b'{"x": 1}', headers=[*given, (name.encode(), value)]
        )
        if answer.status_code >= 300:
            refused(answer)
