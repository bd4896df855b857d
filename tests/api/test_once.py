"""Idempotency keys and versions: what is sent twice, and what has changed meanwhile."""

import asyncio
from uuid import uuid4

import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from milepost.kernel.repeats import KeyReused
from tests.api.conftest import Person
from tests.api.scratch import GOALS, PLACE, goal, path_of, problem, raw


@pytest.mark.parametrize(("sent", "expected"), [(None, None), ("*", None), ('"3"', 3)])
def test_if_match_reaches_the_action_as_a_version(
    caller: TestClient, alice: Person, sent: str | None, expected: int | None
) -> None:
    headers = {**alice.bearer, **({"If-Match": sent} if sent else {})}
    answer = caller.patch(path_of(uuid4()), headers=headers)
    assert (answer.status_code, answer.json()["expected"], answer.headers["etag"]) == (200, expected, '"4"')


@pytest.mark.parametrize("sent", ['"2"', "3", 'W/"3"', '"x"', '""'])
def test_if_match_that_no_version_meets_is_412(caller: TestClient, alice: Person, sent: str) -> None:
    answer = caller.patch(path_of(uuid4()), headers={**alice.bearer, "If-Match": sent})
    problem(answer, 412, "request.stale")


def test_if_match_with_several_tags_is_not_understood(caller: TestClient, alice: Person) -> None:
    answer = caller.patch(path_of(uuid4()), headers={**alice.bearer, "If-Match": '"2", "3"'})
    problem(answer, 400, "request.if-match-malformed")


def test_the_same_key_and_body_give_the_first_answer_again(caller: TestClient, alice: Person) -> None:
    headers = {**alice.bearer, "Idempotency-Key": "one"}
    first, second = (caller.post(GOALS, json=goal(), headers=headers) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    for header in ("location", "etag", "content-type"):
        assert first.headers[header] == second.headers[header]
    assert caller.get(GOALS, headers=alice.bearer).json()["count"] == 1


def test_the_same_key_with_another_request_is_409(caller: TestClient, alice: Person) -> None:
    headers = {**alice.bearer, "Idempotency-Key": "one"}
    caller.post(GOALS, json=goal(), headers=headers)
    problem(caller.post(GOALS, json=goal("Other"), headers=headers), 409, KeyReused.code)
    assert caller.get(GOALS, headers=alice.bearer).json()["count"] == 1


def test_a_key_is_ones_own(caller: TestClient, alice: Person, charlie: Person) -> None:
    answers = [
        caller.post(GOALS, json=goal(), headers={**person.bearer, "Idempotency-Key": "one"})
        for person in (alice, charlie)
    ]
    assert answers[0].json()["id"] != answers[1].json()["id"]


def test_a_request_that_failed_may_be_sent_again_mended_under_its_key(
    caller: TestClient, alice: Person
) -> None:
    headers = {**alice.bearer, "Idempotency-Key": "one"}
    problem(caller.post(GOALS, json=goal(""), headers=headers), 422, "request.invalid")
    assert caller.post(GOALS, json=goal(), headers=headers).status_code == 201


def test_a_key_where_none_is_taken_is_400(caller: TestClient, alice: Person) -> None:
    headers = {**alice.bearer, "Idempotency-Key": "one"}
    for answer in (
        caller.get(GOALS, headers=headers),
        caller.patch(path_of(uuid4()), headers=headers),
        caller.delete(path_of(uuid4()), headers=headers),
        caller.post(f"{PLACE}/verb", headers=headers),
        caller.post(f"{PLACE}/guest", json={}, headers=headers),
    ):
        problem(answer, 400, "request.key-not-taken")


@pytest.mark.parametrize("key", ["", "k" * 256, "é", "a\tb"])
def test_a_key_that_cannot_be_kept_is_400(caller: TestClient, alice: Person, key: str) -> None:
    headers = raw({**alice.bearer, "Idempotency-Key": key})
    problem(caller.post(GOALS, json=goal(), headers=headers), 400, "request.key-malformed")


def test_fifty_at_once_with_one_key_make_one_thing_and_hear_the_same(
    scratch_app: ASGIApp, alice: Person
) -> None:
    async def all_at_once() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app=scratch_app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as caller:
            headers = {**alice.bearer, "Idempotency-Key": "k" * 255}
            return await asyncio.gather(
                *(caller.post(GOALS, json=goal(), headers=headers) for _ in range(50)),
                caller.get(GOALS, headers=alice.bearer),
            )

    *answers, _ = asyncio.run(all_at_once())
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
