"""The OpenAPI document is complete, and its page shows all of it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from starlette.testclient import TestClient

from milepost.entrypoints.api import docs
from milepost.entrypoints.api.codes import failures
from milepost.entrypoints.api.document import document
from milepost.entrypoints.api.problems import status
from milepost.entrypoints.api.route import Route
from milepost.entrypoints.api.routers import ROUTERS
from tests.api.scratch import GOALS, PLACE

ROUTES = [route for router in ROUTERS for route in router.routes]
each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return document()


def operation(told: dict[str, Any], route: Route) -> dict[str, Any]:
    found: dict[str, Any] = told["paths"][route.path][route.method.lower()]
    return found


def references(inside: Any) -> Iterator[str]:
    if isinstance(inside, dict):
        yield from (value for key, value in inside.items() if key == "$ref")
        inside = list(inside.values())
    if isinstance(inside, list):
        for each in inside:
            yield from references(each)


def test_the_document_is_openapi(told: dict[str, Any]) -> None:
    assert told["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(told).validate()


def test_the_document_is_of_these_routes_and_no_others(told: dict[str, Any]) -> None:
    paths = {(method.upper(), path) for path, methods in told["paths"].items() for method in methods}
    assert paths == {(route.method, route.path) for route in ROUTES}


def test_every_reference_leads_somewhere(told: dict[str, Any]) -> None:
    found = {reference.removeprefix("#/components/schemas/") for reference in references(told)}
    assert found <= told["components"]["schemas"].keys()


@each_route
def test_every_code_that_a_route_can_answer_stands_under_its_status(
    told: dict[str, Any], route: Route
) -> None:
    responses = operation(told, route)["responses"]
    for failure in route.failures:
        schema = responses[str(status(failure))]["content"]["application/problem+json"]["schema"]
        assert failure.code in schema["allOf"][1]["properties"]["code"]["enum"]
    good = {str(code) for code in route.statuses}
    assert set(responses) == good | {str(status(failure)) for failure in route.failures}


@each_route
def test_every_answer_but_204_has_a_schema(told: dict[str, Any], route: Route) -> None:
    responses = operation(told, route)["responses"]
    for code in map(str, route.statuses):
        content = responses[code].get("content")
        if code == "204":
            assert content is None
        else:
            assert content["application/json"]["schema"], f"{code} has no schema"


@each_route
def test_a_key_is_documented_where_it_is_taken(told: dict[str, Any], route: Route) -> None:
    parameters = operation(told, route).get("parameters", [])
    named = {(parameter["in"], parameter["name"]) for parameter in parameters}
    assert (("header", "Idempotency-Key") in named) == route.rules.takes_key(route.method)
    assert (("header", "If-Match") in named) == route.rules.versioned
    assert (("query", "owner_id") in named) == route.rules.owner


def test_a_post_takes_a_key_but_for_credentials() -> None:
    keyless = {route.path for route in ROUTES if route.method == "POST" and not route.rules.takes_key("POST")}
    assert keyless == {
        *(f"/api/v1/auth/{way}" for way in ("register", "login", "logout", "reset")),
        *(f"/api/v1/me/{way}" for way in ("password", "email", "tokens")),
    }


@each_route
def test_a_route_says_how_to_come_in(told: dict[str, Any], route: Route) -> None:
    ways = operation(told, route)["security"]
    assert bool(ways) == route.rules.signed_in
    cookie: dict[str, list[str]] = {"session": []}
    if route.method != "GET":
        cookie["csrf"] = []
    assert ways in ([], [{"bearer": []}, cookie])


@each_route
def test_a_route_is_said_in_a_short_sentence(told: dict[str, Any], route: Route) -> None:
    found = operation(told, route)
    assert found["summary"] and not found["summary"].endswith(".")
    assert all(
        "null" not in str(each["schema"]) for each in found.get("parameters", []) if each["in"] == "query"
    )


def test_the_document_is_served_to_anybody(client: TestClient, told: dict[str, Any]) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads(json.dumps(told))


def test_a_document_that_was_built_beforehand_is_the_one_that_would_be_built(told: dict[str, Any]) -> None:
    if docs.BUILT.exists():
        assert json.loads(docs.BUILT.read_bytes()) == json.loads(json.dumps(told)), "make builds it again"


def test_routes_that_were_not_built_beforehand_get_a_document_of_their_own(caller: TestClient) -> None:
    paths = caller.get("/api/v1/openapi.json").json()["paths"]
    assert {path.removeprefix(PLACE).split("/")[1] for path in paths} >= {"goals", "verb", "guest"}
    parameters = {each["name"]: each for each in paths[GOALS]["get"]["parameters"]}
    assert (parameters["status"]["style"], parameters["status"]["explode"]) == ("form", False)


def test_the_page_shows_every_route_schema_and_code(client: TestClient, told: dict[str, Any]) -> None:
    answer = client.get("/api/docs")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = answer.text
    for route in ROUTES:
        assert f'id="{operation(told, route)["operationId"]}"' in page
    for name in told["components"]["schemas"]:
        assert f'id="schema-{name}"' in page
    for failure in failures():
        assert f'id="{failure.code}"' in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


def test_the_page_works_under_the_content_security_policy(client: TestClient) -> None:
    page = client.get("/api/docs").text
    assert "<script" not in page and "<style" not in page and "style=" not in page
    (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
    assert client.get(sheet).headers["content-type"].startswith("text/css")


def test_the_type_of_a_problem_leads_to_what_it_means(client: TestClient) -> None:
    answer = client.get("/problems/goals.not-found", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/api/docs#goals.not-found")
    assert client.get("/problems/goals.unheard-of").json()["code"] == "request.no-such-place"
