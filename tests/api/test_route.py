"""How every route answers, and what becomes of what goes wrong."""

from typing import Annotated
from uuid import uuid4

import pytest
from fastapi import Body, Depends, Header
from starlette.responses import Response
from starlette.testclient import TestClient
from structlog.typing import EventDict

from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import Router
from tests.api.conftest import Person
from tests.api.scratch import GOALS, PLACE, goal, path_of, problem


def test_what_was_made_is_answered_with_its_place_and_version(caller: TestClient, alice: Person) -> None:
    answer = caller.post(GOALS, json=goal(), headers=alice.bearer)
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == f"{PLACE}/{made['id']}"
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["content-type"] == "application/json"
    assert made["at"].endswith("Z") and len(made["on"]) == 10
    assert caller.get(path_of(made["id"]), headers=alice.bearer).json() == {"title": "Read"}


def test_what_is_done_without_words_is_204_and_empty(caller: TestClient, alice: Person) -> None:
    answer = caller.delete(path_of(uuid4()), headers=alice.bearer)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-type" not in answer.headers


def test_head_is_answered_as_get_without_the_body(caller: TestClient, alice: Person) -> None:
    answer = caller.head(GOALS, headers=alice.bearer)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


def test_a_failure_of_the_domain_is_a_problem_with_its_own_code(caller: TestClient, alice: Person) -> None:
    place = path_of(uuid4())
    told = problem(caller.get(place, headers=alice.bearer), 404, "goals.not-found")
    assert told["instance"] == place
    assert "errors" not in told


def test_a_unique_key_is_told_as_the_failure_of_its_table(caller: TestClient, alice: Person) -> None:
    assert caller.post(GOALS, json=goal("Once"), headers=alice.bearer).status_code == 201
    problem(caller.post(GOALS, json=goal("ONCE "), headers=alice.bearer), 409, "goals.title-taken")


def test_an_address_with_nothing_there_is_a_problem(caller: TestClient) -> None:
    for place in ("/api/v1/nothing", f"{GOALS}/", "/", f"{PLACE}/goals/x/y"):
        problem(caller.get(place), 404, "request.no-such-place")


def test_a_method_that_is_not_taken_names_those_that_are(caller: TestClient, alice: Person) -> None:
    answer = caller.put(GOALS, headers=alice.bearer)
    problem(answer, 405, "request.method")
    assert answer.headers["allow"] == "GET, HEAD, POST"
    assert caller.options(path_of(uuid4())).headers["allow"] == "DELETE, GET, HEAD, PATCH"


def test_an_instance_is_a_proper_reference_whatever_was_asked(caller: TestClient) -> None:
    assert caller.get("/api/v1/%C3%A9%00%22").json()["instance"] == "/api/v1/%C3%A9%00%22"


def test_a_fault_of_ours_says_nothing_of_the_inside_and_is_logged(
    caller: TestClient, alice: Person, logs: list[EventDict]
) -> None:
    answer = caller.get(f"{PLACE}/broken", headers=alice.bearer)
    problem(answer, 500, "request.failed")
    assert "secret" not in answer.text
    (line,) = [line for line in logs if line["event"] == "broken"]
    assert line["log_level"] == "error"
    assert str(line["exc_info"]) == "the secret inside"


def test_a_failure_that_the_route_does_not_tell_of_is_noted(
    caller: TestClient, alice: Person, logs: list[EventDict]
) -> None:
    problem(caller.post(f"{PLACE}/undocumented", headers=alice.bearer), 409, "request.conflict")
    (line,) = [line for line in logs if line["event"] == "undocumented answer"]
    assert (line["answer"], line["route"]) == ("request.conflict", f"{PLACE}/undocumented")
    logs.remove(line)


def test_an_endpoint_that_asks_for_more_than_is_read_is_refused_at_the_start() -> None:
    router = Router("/scratch", "scratch")

    def other() -> int:
        return 1

    async def by_header(call: CallDep, x: Annotated[str, Header()]) -> Response:
        raise NotImplementedError

    async def by_dependency(call: CallDep, x: Annotated[int, Depends(other)]) -> Response:
        raise NotImplementedError

    async def by_two_bodies(
        call: CallDep, x: Annotated[dict[str, str], Body()], y: Annotated[dict[str, str], Body()]
    ) -> Response:
        raise NotImplementedError

    for endpoint in (by_header, by_dependency, by_two_bodies):
        with pytest.raises(TypeError, match=endpoint.__name__):
            router.post("/x")(endpoint)
