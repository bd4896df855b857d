"""Whom a route lets in, and that who is not let in learns nothing else."""

from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import Person, bearer
from tests.api.scratch import CURSOR, GOALS, PLACE, goal, pointers, problem, raw


def test_without_a_credential_nothing_is_told_but_how_to_sign_in(caller: TestClient) -> None:
    answer = caller.post(GOALS, content=b"{", headers={"Content-Type": "text/plain"})
    problem(answer, 401, "auth.signed-out")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "authorization",
    ["Basic YTpi", "Bearer", "Bearer x", "Bearer mpt_" + "a" * 43, "Bearer mps_" + "a" * 43, "Bearer é"],
)
def test_a_credential_that_is_not_right_is_401_before_the_body_is_judged(
    caller: TestClient, authorization: str
) -> None:
    headers = raw({"Authorization": authorization, "Content-Type": "application/json"})
    for body in (b"{", b"{}", b"x" * 2_000_000):
        problem(caller.post(GOALS, content=body, headers=headers), 401, "auth.signed-out")


def test_a_session_serves_as_bearer_too(caller: TestClient, alice: Person) -> None:
    answer = caller.post(f"{PLACE}/verb", headers=bearer(alice.session))
    assert answer.json() == {"means": "session"}
    assert caller.post(f"{PLACE}/verb", headers=alice.bearer).json() == {"means": "token"}
    assert (
        caller.post(f"{PLACE}/verb", headers={"Authorization": f"bEARER  {alice.token} "}).status_code == 200
    )


def test_a_token_to_read_may_not_write_and_hears_so_before_the_body_is_judged(
    caller: TestClient, alice: Person
) -> None:
    assert caller.get(GOALS, headers=bearer(alice.reader)).status_code == 200
    for body in (b'{"title": 1}', b"{"):
        headers = {**bearer(alice.reader), "Content-Type": "application/json"}
        problem(caller.post(GOALS, content=body, headers=headers), 403, "auth.scope")


def test_a_cookie_reads_alone_but_changes_only_with_the_pages_token(
    caller: TestClient, alice: Person
) -> None:
    assert caller.get(GOALS, headers=alice.cookie).status_code == 200
    assert caller.post(GOALS, json=goal(), headers=alice.page).status_code == 201
    problem(caller.post(GOALS, json=goal("B"), headers=alice.cookie), 403, "auth.csrf")
    wrong = raw({**alice.cookie, "X-CSRF-Token": "é"})
    problem(caller.post(GOALS, json=goal("B"), headers=wrong), 403, "auth.csrf")
    assert caller.get(GOALS, headers=alice.cookie).json()["count"] == 1


def test_a_cookie_that_is_no_session_is_401(caller: TestClient) -> None:
    problem(caller.get(GOALS, headers={"Cookie": "milepost_session=; a=b"}), 401, "auth.signed-out")
    problem(caller.get(GOALS, headers={"Cookie": "milepost_session=mps_x"}), 401, "auth.signed-out")


def test_a_route_for_guests_reads_no_credential(caller: TestClient) -> None:
    answer = caller.post(f"{PLACE}/guest", json={"a": "b"}, headers=bearer("nonsense"))
    assert answer.json() == {"means": "guest", "given": {"a": "b"}, "address": "testclient"}


def test_only_ones_own_record_is_open(caller: TestClient, alice: Person, charlie: Person) -> None:
    caller.post(GOALS, json=goal(), headers=alice.bearer)
    mine = {"owner_id": str(alice.known.user_id)}
    assert caller.get(GOALS, params=mine, headers=alice.bearer).json()["count"] == 1
    for owner in (alice.known.user_id, uuid4()):
        answer = caller.get(GOALS, params={"owner_id": str(owner)}, headers=charlie.bearer)
        problem(answer, 404, "request.no-such-owner")
    told = problem(caller.get(GOALS, params={"owner_id": "me"}, headers=alice.bearer), 422, "request.invalid")
    assert pointers(told) == ["/owner_id"]


def test_a_fault_that_an_endpoint_finds_by_itself_is_told_only_to_who_may_come_in(
    caller: TestClient, alice: Person
) -> None:
    place = f"{PLACE}/pages?cursor=x"
    problem(caller.get(place, headers=bearer("mpt_" + "a" * 43)), 401, "auth.signed-out")
    assert pointers(problem(caller.get(place, headers=alice.bearer), 422, "request.invalid")) == ["/cursor"]
    cursor = CURSOR.write((7,))
    assert caller.get(f"{PLACE}/pages?cursor={cursor}", headers=alice.bearer).json() == {"place": 7}
