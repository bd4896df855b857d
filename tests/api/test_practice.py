"""Practice sessions by the API, on both engines."""

from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import Person
from tests.api.scratch import pointers, problem

BASE = "/api/v1"
PLACE = f"{BASE}/practice-sessions"
NOBODYS = "00000000-0000-7000-8000-000000000000"


class Caller:
    """Somebody who sends and reads as one person."""

    def __init__(self, client: TestClient, person: Person) -> None:
        self.client = client
        self.headers = person.bearer

    def goal(self, title: str, **fields: object) -> str:
        body = {"title": title, "goal_type": "milestone", **fields}
        answer = self.client.post(f"{BASE}/goals", json=body, headers=self.headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def session(self, *goal_ids: str, **fields: object) -> Any:
        answer = self.client.post(PLACE, json={"goal_ids": goal_ids, **fields}, headers=self.headers)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def listed(self, place: str = PLACE, **asked: str) -> list[str]:
        """The names on a page."""
        answer = self.client.get(place, params=asked, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return [each["name"] for each in answer.json()["items"]]


@pytest.fixture
def her(client: TestClient, alice: Person) -> Caller:
    return Caller(client, alice)


@pytest.fixture
def his(client: TestClient, charlie: Person) -> Caller:
    return Caller(client, charlie)


def test_a_session_is_made_shown_and_told_where_it_is(her: Caller) -> None:
    learn, build = her.goal("Learn", level="short_term"), her.goal("Build")
    body = {"goal_ids": [build, learn], "planned_minutes": 45}
    answer = her.client.post(PLACE, json=body, headers=her.headers)
    made = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert answer.headers["location"] == f"{PLACE}/{made['id']}"
    assert made["goal_ids"] == [build, learn]
    assert (made["completed_at"], made["planned_minutes"], made["version"]) == (None, 45, 1)
    below = her.goal("Bar 12", practice_session_id=made["id"])
    shown = her.client.get(answer.headers["location"], headers=her.headers)
    assert (shown.status_code, shown.headers["etag"]) == (200, '"1"')
    whole = shown.json()
    assert whole.pop("goals") == [
        {"id": build, "title": "Build", "level": None, "status": "active"},
        {"id": learn, "title": "Learn", "level": "short_term", "status": "active"},
    ]
    assert [each["id"] for each in whole.pop("immediate_goals")] == [below]
    assert whole == made


def test_an_id_sent_again_is_200_taken_or_gone(her: Caller) -> None:
    body = {"goal_ids": [her.goal("Learn")], "id": str(uuid4())}
    made = her.client.post(PLACE, json=body, headers=her.headers)
    again = her.client.post(PLACE, json=body, headers=her.headers)
    assert (made.status_code, again.status_code, again.json()) == (201, 200, made.json())
    changed = her.client.patch(f"{PLACE}/{body['id']}", json={"name": "Scales"}, headers=her.headers)
    again = her.client.post(PLACE, json=body, headers=her.headers)
    assert (again.status_code, again.headers["etag"], again.json()) == (200, '"2"', changed.json())
    other = her.client.post(PLACE, json={**body, "name": "Other"}, headers=her.headers)
    problem(other, 409, "request.id-taken")
    assert her.client.delete(f"{PLACE}/{body['id']}", headers=her.headers).status_code == 204
    problem(her.client.post(PLACE, json=body, headers=her.headers), 409, "request.id-gone")


def test_an_unknown_and_a_foreign_goal_are_the_same_and_pointed_at(her: Caller, his: Caller) -> None:
    own, session = her.goal("Learn"), her.session(her.goal("Build"))
    told = []
    for missing in (his.goal("Foreign"), NOBODYS):
        body = {"goal_ids": [own, missing]}
        made = her.client.post(PLACE, json=body, headers=her.headers)
        changed = her.client.patch(f"{PLACE}/{session['id']}", json=body, headers=her.headers)
        for answer in (made, changed):
            told.append(problem(answer, 404, "goals.not-found"))
            assert pointers(told[-1]) == ["/goal_ids/1"]
        problem(
            her.client.get(PLACE, params={"goal_id": missing}, headers=her.headers), 404, "goals.not-found"
        )
        of_goal = f"{BASE}/goals/{missing}/practice-sessions"
        problem(her.client.get(of_goal, headers=her.headers), 404, "goals.not-found")
    assert told[:2] == told[2:]
    assert len(her.listed()) == 1


def test_words_that_are_wrong_are_pointed_at(her: Caller) -> None:
    goal = her.goal("Learn")
    for body, pointer in (
        ({}, "/goal_ids"),
        ({"goal_ids": []}, "/goal_ids"),
        ({"goal_ids": [goal, goal]}, "/goal_ids"),
        ({"goal_ids": [goal, "x"]}, "/goal_ids/1"),
        ({"goal_ids": [goal], "planned_minutes": 1441}, "/planned_minutes"),
        ({"goal_ids": [goal], "name": " "}, "/name"),
        ({"goal_ids": [goal], "focus_score": 5}, "/focus_score"),
    ):
        told = problem(her.client.post(PLACE, json=body, headers=her.headers), 422, "request.invalid")
        assert pointers(told) == [pointer]
    high = {"goal_ids": [her.goal("High", level="mid_term")]}
    problem(her.client.post(PLACE, json=high, headers=her.headers), 409, "goals.level-order")


def test_a_change_and_a_deletion_need_the_version_that_is_there(her: Caller) -> None:
    place = f"{PLACE}/{her.session(her.goal('Learn'))['id']}"
    done = her.client.patch(place, json={"completed": True}, headers={**her.headers, "If-Match": '"1"'})
    assert (done.status_code, done.headers["etag"]) == (200, '"2"')
    assert done.json()["completed_at"] == done.json()["updated_at"]
    stale = {**her.headers, "If-Match": '"1"'}
    problem(her.client.patch(place, json={"name": "x"}, headers=stale), 412, "request.stale")
    problem(her.client.delete(place, headers=stale), 412, "request.stale")
    shelved = her.client.patch(place, json={"goal_ids": []}, headers=her.headers)
    assert shelved.json() == done.json() | {
        "goal_ids": [],
        "version": 3,
        "updated_at": shelved.json()["updated_at"],
    }
    gone = her.client.delete(place, headers={**her.headers, "If-Match": '"3"'})
    assert (gone.status_code, gone.content) == (204, b"")
    problem(her.client.get(place, headers=her.headers), 404, "practice.not-found")


def test_lists_are_filtered_by_what_a_query_says(her: Caller) -> None:
    one, two = her.goal("One"), her.goal("Two")
    her.session(one, name="A")
    her.session(two, name="B", completed=True)
    shelved = her.session(one, name="C")["id"]
    her.client.patch(f"{PLACE}/{shelved}", json={"goal_ids": []}, headers=her.headers)
    assert her.listed() == ["C", "B", "A"]
    assert her.listed(goal_id=f"{one},{two}") == ["B", "A"]
    assert her.listed(goal_id=two) == her.listed(f"{BASE}/goals/{two}/practice-sessions") == ["B"]
    assert her.listed(completed="true") == ["B"]
    assert her.listed(completed="false", unlinked="false") == ["A"]
    assert her.listed(unlinked="true") == ["C"]
    assert her.listed(goal_id=f"{one},{two}", completed="false") == ["A"]
    for asked in ({"completed": "maybe"}, {"unlinked": ""}, {"goal_id": "x"}, {"name": "A"}, {"cursor": "x"}):
        answer = her.client.get(PLACE, params=asked, headers=her.headers)
        assert answer.status_code == 422, (asked, answer.text)


def test_pages_follow_one_another_while_sessions_come_and_go(her: Caller) -> None:
    goal = her.goal("Learn")
    ids = {name: her.session(goal, name=name)["id"] for name in "ABCDE"}
    for place in (PLACE, f"{BASE}/goals/{goal}/practice-sessions"):
        first = her.client.get(place, params={"limit": 2}, headers=her.headers).json()
        assert [each["name"] for each in first["items"]] == ["E", "D"]
        new = her.session(goal, name="New")["id"]
        asked = {"limit": 2, "cursor": first["next_cursor"]}
        second = her.client.get(place, params=asked, headers=her.headers).json()
        assert [each["name"] for each in second["items"]] == ["C", "B"]
        last = her.client.get(
            place, params=asked | {"cursor": second["next_cursor"]}, headers=her.headers
        ).json()
        assert ([each["name"] for each in last["items"]], last["next_cursor"]) == (["A"], None)
        her.client.delete(f"{PLACE}/{new}", headers=her.headers)
    her.client.delete(f"{PLACE}/{ids['D']}", headers=her.headers)
    behind = her.client.get(place, params=asked, headers=her.headers).json()
    assert [each["name"] for each in behind["items"]] == ["C", "B"]


def test_what_a_deletion_takes_is_told_and_kinds_with_nothing_are_left_out(her: Caller) -> None:
    one, two = her.goal("One"), her.goal("Two")
    session = her.session(one, two)["id"]

    def told() -> Any:
        return her.client.get(f"{PLACE}/{session}/deletion", headers=her.headers).json()

    assert told() == {"deletes": {"practice_sessions": 1}, "unlinks": {"goals": 2}}
    below = her.goal("Below", practice_session_id=session, goal_type="continuous_counter", unit="bars")
    her.goal("Deeper", parent_goal_id=below)
    her.client.post(f"{BASE}/goals/{below}/entries", json={}, headers=her.headers)
    her.session(below)
    assert told() == {
        "deletes": {"practice_sessions": 1, "goals": 2, "entries": 1},
        "unlinks": {"goals": 2, "practice_sessions": 1},
    }
    her.client.patch(f"{PLACE}/{session}", json={"goal_ids": []}, headers=her.headers)
    assert told()["unlinks"] == {"practice_sessions": 1}
