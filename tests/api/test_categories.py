"""Categories by API: addresses, versions, pages, and what a deletion takes."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from milepost.entrypoints.api.route import BASE
from tests.api.conftest import Person
from tests.api.scratch import problem

PLACE = f"{BASE}/categories"


def made(client: TestClient, who: Person, name: str, **fields: object) -> dict[str, Any]:
    answer = client.post(PLACE, json={"name": name, **fields}, headers=who.bearer)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def goal(client: TestClient, who: Person, title: str, **fields: object) -> dict[str, Any]:
    body = {"title": title, "goal_type": "milestone", **fields}
    found: dict[str, Any] = client.post(f"{BASE}/goals", json=body, headers=who.bearer).json()
    return found


def test_what_was_made_is_where_the_location_says_in_the_version_of_its_etag(
    client: TestClient, alice: Person
) -> None:
    answer = client.post(PLACE, json={"name": "Health", "color": "#00aa77"}, headers=alice.bearer)
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert answer.headers["location"] == f"{PLACE}/{answer.json()['id']}"
    shown = client.get(answer.headers["location"], headers=alice.bearer)
    assert (shown.status_code, shown.json(), shown.headers["etag"]) == (200, answer.json(), '"1"')


def test_a_stale_version_is_412_and_the_present_one_is_taken(client: TestClient, alice: Person) -> None:
    place = f"{PLACE}/{made(client, alice, 'Health')['id']}"
    changed = client.patch(place, json={"name": "Body"}, headers={**alice.bearer, "If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"], changed.json()["name"]) == (200, '"2"', "Body")
    stale = {**alice.bearer, "If-Match": '"1"'}
    problem(client.patch(place, json={"name": "Mind"}, headers=stale), 412, "request.stale")
    problem(client.delete(place, headers=stale), 412, "request.stale")
    assert client.get(place, headers=alice.bearer).json() == changed.json()
    gone = client.delete(place, headers={**alice.bearer, "If-Match": '"2"'})
    assert (gone.status_code, gone.content) == (204, b"")
    problem(client.get(place, headers=alice.bearer), 404, "categories.not-found")


def test_a_name_that_is_taken_is_409(client: TestClient, alice: Person) -> None:
    made(client, alice, "Health")
    other = made(client, alice, "Work")
    taken = {"name": " HEALTH "}
    problem(client.post(PLACE, json=taken, headers=alice.bearer), 409, "categories.name-taken")
    answer = client.patch(f"{PLACE}/{other['id']}", json=taken, headers=alice.bearer)
    problem(answer, 409, "categories.name-taken")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"color": "#00aa77"}, "/name"),
        ({"name": " "}, "/name"),
        ({"name": None}, "/name"),
        ({"name": "Health", "color": "#0a7"}, "/color"),
        ({"name": "Health", "goal_count": 3}, "/goal_count"),
    ],
)
def test_a_wrong_body_is_422_and_points_at_the_field(
    client: TestClient, alice: Person, body: dict[str, object], pointer: str
) -> None:
    answer = client.post(PLACE, json=body, headers=alice.bearer)
    problem(answer, 422, "request.invalid")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert client.get(PLACE, headers=alice.bearer).json() == {"items": [], "next_cursor": None}


def test_pages_stay_in_order_while_categories_come_and_go(client: TestClient, alice: Person) -> None:
    there = {name: made(client, alice, name) for name in "bdfhj"}

    def page(**query: str) -> tuple[str, str | None]:
        answer = client.get(PLACE, params={"limit": "2", **query}, headers=alice.bearer).json()
        return "".join(each["name"] for each in answer["items"]), answer["next_cursor"]

    shown, cursor = page()
    assert (shown, cursor is None) == ("bd", False)
    # One comes before the place of the cursor, one behind it, and the very one at that place goes.
    made(client, alice, "A")
    made(client, alice, "G")
    client.delete(f"{PLACE}/{there['d']['id']}", headers=alice.bearer)
    shown, cursor = page(cursor=str(cursor))
    assert (shown, cursor is None) == ("fG", False)
    shown, cursor = page(cursor=str(cursor))
    assert (shown, cursor) == ("hj", None)


def test_words_narrow_the_list_on_every_page(client: TestClient, alice: Person) -> None:
    for name in ("Art 1", "Body", "My ART", "Part", "Work"):
        made(client, alice, name)
    query = {"q": "art", "limit": "2"}
    first = client.get(PLACE, params=query, headers=alice.bearer).json()
    assert [each["name"] for each in first["items"]] == ["Art 1", "My ART"]
    rest = client.get(PLACE, params={**query, "cursor": first["next_cursor"]}, headers=alice.bearer).json()
    assert ([each["name"] for each in rest["items"]], rest["next_cursor"]) == (["Part"], None)


def test_a_cursor_of_another_list_and_another_owner_are_refused(
    client: TestClient, alice: Person, charlie: Person
) -> None:
    for title in ("One", "Two"):
        goal(client, alice, title)
    foreign = client.get(f"{BASE}/goals?limit=1", headers=alice.bearer).json()["next_cursor"]
    problem(client.get(PLACE, params={"cursor": foreign}, headers=alice.bearer), 422, "request.invalid")
    mine = made(client, alice, "Health")
    asked = {"owner_id": mine["user_id"]}
    assert client.get(PLACE, params=asked, headers=alice.bearer).json()["items"] == [mine]
    problem(client.get(PLACE, params=asked, headers=charlie.bearer), 404, "request.no-such-owner")


def test_what_a_deletion_takes_is_told_beforehand_and_is_never_a_goal(
    client: TestClient, alice: Person
) -> None:
    health = made(client, alice, "Health")
    place = f"{PLACE}/{health['id']}"
    told = client.get(f"{place}/deletion", headers=alice.bearer).json()
    assert told == {"deletes": {"categories": 1}, "unlinks": {}}
    inside = [goal(client, alice, title, category_id=health["id"]) for title in ("Run", "Swim")]
    goal(client, alice, "In none")
    told = client.get(f"{place}/deletion", headers=alice.bearer).json()
    assert told == {"deletes": {"categories": 1}, "unlinks": {"goals": 2}}
    assert client.get(place, headers=alice.bearer).json()["goal_count"] == 2
    assert client.delete(place, headers=alice.bearer).status_code == 204
    for each in inside:
        after = client.get(f"{BASE}/goals/{each['id']}", headers=alice.bearer).json()
        assert after == each | {"category_id": None}
