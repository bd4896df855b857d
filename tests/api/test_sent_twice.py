"""What many send at once under one key or one id happens once, through a real server on both engines."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import uuid4

import httpx2
import pytest

from tests.api.scratch import problem
from tests.cast import PASSWORD
from tests.instance import Instance, counter, everything, posted

T = TypeVar("T")
MANY = 50


@pytest.fixture(scope="module")
def alice(instance: Instance) -> Iterator[httpx2.Client]:
    with instance.sign_up() as caller:
        yield caller


@pytest.fixture(scope="module")
def charlie(instance: Instance) -> Iterator[httpx2.Client]:
    with instance.sign_up() as caller:
        yield caller


@pytest.fixture(scope="module")
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(MANY) as threads:
        yield threads


def place(goal_id: str) -> str:
    return f"/goals/{goal_id}/entries"


def all_at_once(crowd: ThreadPoolExecutor, send: Callable[[int], T]) -> list[T]:
    return list(crowd.map(send, range(MANY)))


def keyed(caller: httpx2.Client, key: str, goal_id: str, **body: Any) -> httpx2.Response:
    return caller.post(place(goal_id), json=body, headers={"Idempotency-Key": key})


def values(caller: httpx2.Client, goal_id: str) -> list[str]:
    return [each["value"] for each in everything(caller, place(goal_id))]


def test_fifty_at_once_with_one_key_log_one_entry_and_hear_the_same(
    alice: httpx2.Client, crowd: ThreadPoolExecutor
) -> None:
    goal_id, key = counter(alice), uuid4().hex
    answers = all_at_once(crowd, lambda _: keyed(alice, key, goal_id, value="7"))
    assert {answer.status_code for answer in answers} == {201}
    assert len({(answer.content, answer.headers["location"]) for answer in answers}) == 1
    assert values(alice, goal_id) == ["7.00"]
    assert alice.get(f"/goals/{goal_id}").json()["current_value"] == "7.00"


def test_fifty_at_once_with_one_key_make_one_goal(alice: httpx2.Client, crowd: ThreadPoolExecutor) -> None:
    key, body = uuid4().hex, {"title": uuid4().hex, "goal_type": "milestone"}
    answers = all_at_once(crowd, lambda _: alice.post("/goals", json=body, headers={"Idempotency-Key": key}))
    assert {answer.status_code for answer in answers} == {201}
    assert len({(answer.content, answer.headers["etag"]) for answer in answers}) == 1


def test_the_same_key_of_another_person_is_their_own(alice: httpx2.Client, charlie: httpx2.Client) -> None:
    key = uuid4().hex
    mine, his = counter(alice), counter(charlie)
    assert keyed(alice, key, mine).status_code == keyed(charlie, key, his).status_code == 201
    assert values(alice, mine) == values(charlie, his) == ["1.00"]


def test_the_same_key_with_another_body_or_on_another_path_is_409(alice: httpx2.Client) -> None:
    goal_id, key = counter(alice), uuid4().hex
    assert keyed(alice, key, goal_id, value="7").status_code == 201
    problem(keyed(alice, key, goal_id, value="8"), 409, "request.key-reused")
    problem(keyed(alice, key, counter(alice), value="7"), 409, "request.key-reused")
    assert values(alice, goal_id) == ["7.00"]


def test_a_key_answers_as_before_even_where_the_goal_has_moved_on(alice: httpx2.Client) -> None:
    goal_id, key = counter(alice), uuid4().hex
    first = keyed(alice, key, goal_id, value="7")
    alice.delete(f"{place(goal_id)}/{first.json()['entry']['id']}")
    assert keyed(alice, key, goal_id, value="7").content == first.content
    assert values(alice, goal_id) == []


def test_different_keys_at_once_each_log_their_own(alice: httpx2.Client, crowd: ThreadPoolExecutor) -> None:
    goal_id = counter(alice)
    answers = all_at_once(crowd, lambda number: keyed(alice, f"{goal_id}-{number}", goal_id))
    assert {answer.status_code for answer in answers} == {201}
    assert alice.get(f"/goals/{goal_id}").json()["current_value"] == f"{MANY}.00"


def test_fifty_goals_at_once_of_one_title_are_one_goal(
    alice: httpx2.Client, crowd: ThreadPoolExecutor
) -> None:
    body = {"title": uuid4().hex, "goal_type": "milestone"}
    answers = all_at_once(crowd, lambda _: alice.post("/goals", json=body))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (MANY - 1)
    assert {answer.json()["code"] for answer in answers if answer.is_error} == {"goals.title-taken"}


def test_one_address_at_once_has_one_account(instance: Instance, crowd: ThreadPoolExecutor) -> None:
    address = f"{uuid4().hex[:12]}@Example.com"
    with instance.client() as guest:
        answers = list(
            crowd.map(
                lambda email: guest.post("/auth/register", json={"email": email, "password": PASSWORD}),
                [address, address.lower(), address.upper()] * 3,
            )
        )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 8
    assert {answer.json()["code"] for answer in answers if answer.is_error} == {"accounts.email-taken"}


def test_fifty_at_once_with_one_id_log_one_entry_and_one_made_it(
    alice: httpx2.Client, crowd: ThreadPoolExecutor
) -> None:
    goal_id, body = counter(alice), {"id": str(uuid4()), "value": "7"}
    answers = all_at_once(crowd, lambda _: alice.post(place(goal_id), json=body))
    assert sorted(answer.status_code for answer in answers) == [200] * (MANY - 1) + [201]
    assert len({answer.content for answer in answers}) == 1
    assert values(alice, goal_id) == ["7.00"]


def test_one_id_at_once_on_two_goals_belongs_to_one_of_them(
    alice: httpx2.Client, crowd: ThreadPoolExecutor
) -> None:
    goals, entry_id = [counter(alice), counter(alice)], str(uuid4())
    answers = all_at_once(crowd, lambda number: alice.post(place(goals[number % 2]), json={"id": entry_id}))
    codes = [sorted(answer.status_code for answer in answers[half::2]) for half in (0, 1)]
    assert sorted(codes) == [[200] * (MANY // 2 - 1) + [201], [409] * (MANY // 2)]
    assert {answer.json()["code"] for answer in answers if answer.is_error} == {"request.id-taken"}
    assert sorted(values(alice, goals[0]) + values(alice, goals[1])) == ["1.00"]


def test_the_same_id_again_tells_the_entry_as_it_is_now(alice: httpx2.Client) -> None:
    goal_id, body = counter(alice), {"id": str(uuid4()), "value": "7"}
    posted(alice, place(goal_id), **body)
    changed = alice.patch(f"{place(goal_id)}/{body['id']}", json={"value": "9", "note": "Later"}).json()
    again = alice.post(place(goal_id), json=body)
    assert (again.status_code, again.json()) == (200, changed)
    assert alice.post(place(goal_id), json={**body, "value": 7.0}).status_code == 200


def test_the_same_id_with_another_body_is_409(alice: httpx2.Client) -> None:
    goal_id, body = counter(alice), {"id": str(uuid4()), "value": "7"}
    posted(alice, place(goal_id), **body)
    for other in ({"value": "8"}, {"note": "x"}, {"kind": "set"}):
        problem(alice.post(place(goal_id), json={**body, **other}), 409, "request.id-taken")
    assert values(alice, goal_id) == ["7.00"]


def test_an_id_whose_entry_was_deleted_is_gone_for_ever(
    alice: httpx2.Client, crowd: ThreadPoolExecutor
) -> None:
    goal_id, body = counter(alice), {"id": str(uuid4()), "value": "7"}
    posted(alice, place(goal_id), **body)
    gone = f"{place(goal_id)}/{body['id']}"
    answers = all_at_once(
        crowd, lambda n: alice.delete(gone) if n == 20 else alice.post(place(goal_id), json=body)
    )
    assert {answer.status_code for answer in answers} <= {200, 409}
    for again in (body, {**body, "value": "8"}):
        problem(alice.post(place(goal_id), json=again), 409, "request.id-gone")
    problem(alice.delete(gone), 404, "entries.not-found")
    assert alice.get(f"/goals/{goal_id}").json()["current_value"] == "0.00"


def test_an_id_and_a_key_may_come_together(alice: httpx2.Client) -> None:
    goal_id, entry_id, key = counter(alice), str(uuid4()), uuid4().hex
    first, second = (keyed(alice, key, goal_id, id=entry_id) for _ in range(2))
    assert first.content == second.content and first.status_code == second.status_code == 201
    assert keyed(alice, uuid4().hex, goal_id, id=entry_id).status_code == 200
    assert values(alice, goal_id) == ["1.00"]
