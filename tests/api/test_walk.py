"""A person's way through the API of a real server, from sign-up to a goal that is reached."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.api.scratch import problem
from tests.instance import Instance, counter, everything, posted


@pytest.fixture(scope="module")
def alice(instance: Instance) -> Iterator[httpx2.Client]:
    with instance.sign_up() as caller:
        yield caller


@pytest.fixture(scope="module")
def charlie(instance: Instance) -> Iterator[httpx2.Client]:
    with instance.sign_up() as caller:
        yield caller


def today(caller: httpx2.Client) -> date:
    """The date on which the server puts an entry that names none."""
    made = posted(caller, f"/goals/{counter(caller)}/entries")
    return date.fromisoformat(made["entry"]["entry_date"])


def savings(caller: httpx2.Client, title: str | None = None) -> str:
    """The id of a new goal to save 5,000."""
    made: str = posted(
        caller,
        "/goals",
        title=title or uuid4().hex,
        goal_type="target_based",
        unit="dollars",
        target_value="5000",
        deadline=(today(caller) + timedelta(67)).isoformat(),
    )["id"]
    return made


def logged(caller: httpx2.Client, goal_id: str, **entry: Any) -> Any:
    return posted(caller, f"/goals/{goal_id}/entries", **entry)


def got(caller: httpx2.Client, path: str) -> Any:
    answer = caller.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_five_hundred_of_five_thousand_is_ten_percent_with_4500_to_go(alice: httpx2.Client) -> None:
    goal_id = savings(alice)
    after = logged(alice, goal_id, value="500", note="Paycheck")
    assert (after["goal"]["current_value"], after["entry"]["seq"]) == ("500.00", 1)
    told = got(alice, f"/goals/{goal_id}/progress")
    assert (told["value"], told["shown"], told["remaining"]) == ("10.00", "10.00", "4500.00")
    assert (told["numerator"], told["denominator"]) == ("500.00", "5000.00")
    assert [(each["title"], each["value"]) for each in told["sources"]] == [("Paycheck", "500.00")]


def test_2250_with_67_days_left_is_45_percent_and_41_04_a_day(alice: httpx2.Client) -> None:
    goal_id = savings(alice)
    for value in ("500", 1750):
        logged(alice, goal_id, value=value)
    told = got(alice, f"/goals/{goal_id}/progress")
    assert told["value"] == "45.00"
    assert (told["days_remaining"], told["required_daily_rate"]) == (67, "41.04")


def test_five_days_counted_are_forgotten_by_a_reset_and_come_back_without_it(alice: httpx2.Client) -> None:
    goal_id, day = counter(alice), today(alice)
    for back in (4, 3, 2, 1, 0):
        after = logged(alice, goal_id, entry_date=(day - timedelta(back)).isoformat())
    assert after["goal"]["current_value"] == "5.00"
    reset = logged(alice, goal_id, kind="reset")
    assert reset["goal"]["current_value"] == "0.00"
    assert got(alice, f"/goals/{goal_id}/progress")["best_run"]["value"] == "5.00"
    answer = alice.delete(f"/goals/{goal_id}/entries/{reset['entry']['id']}")
    assert (answer.status_code, answer.json()["goal"]["current_value"]) == (200, "5.00")
    assert got(alice, f"/goals/{goal_id}")["current_value"] == "5.00"


def test_entries_are_listed_newest_first_and_a_page_at_a_time(alice: httpx2.Client) -> None:
    goal_id, day = counter(alice), today(alice)
    for back in (0, 2, 0, 1):
        logged(alice, goal_id, entry_date=(day - timedelta(back)).isoformat())
    listed = everything(alice, f"/goals/{goal_id}/entries", limit=3)
    assert [each["seq"] for each in listed] == [3, 1, 4, 2]
    first = alice.get(f"/goals/{goal_id}/entries", params={"limit": 3}).json()
    logged(alice, goal_id)
    rest = alice.get(f"/goals/{goal_id}/entries", params={"limit": 3, "cursor": first["next_cursor"]})
    assert [each["seq"] for each in rest.json()["items"]] == [2]


def test_an_entry_is_edited_and_keeps_its_number(alice: httpx2.Client) -> None:
    goal_id, day = counter(alice), today(alice)
    first = logged(alice, goal_id, value="3")["entry"]
    logged(alice, goal_id, kind="set", value="10")
    earlier = (day - timedelta(1)).isoformat()
    changed = alice.patch(
        f"/goals/{goal_id}/entries/{first['id']}", json={"value": 4.5, "entry_date": earlier, "note": "Late"}
    )
    assert changed.status_code == 200
    assert changed.json()["goal"]["current_value"] == "10.00"
    assert changed.json()["entry"] == first | {"value": "4.50", "entry_date": earlier, "note": "Late"}
    assert got(alice, f"/goals/{goal_id}/entries/{first['id']}") == changed.json()["entry"]


def test_an_entry_dated_back_lands_where_it_belongs(alice: httpx2.Client) -> None:
    goal_id, day = counter(alice), today(alice)
    logged(alice, goal_id, kind="set", value="100")
    logged(alice, goal_id, value="7")
    before = logged(alice, goal_id, value="50", entry_date=(day - timedelta(9)).isoformat())
    assert (before["goal"]["current_value"], before["entry"]["seq"]) == ("107.00", 3)
    points = got(alice, f"/goals/{goal_id}/series")["points"]
    assert [point["value"] for point in points] == ["50.00", "107.00"]


def test_a_target_reached_completes_the_goal_and_a_fall_reopens_it(alice: httpx2.Client) -> None:
    goal_id = savings(alice)
    logged(alice, goal_id, value="4999.99")
    reached = logged(alice, goal_id, value="0.01")["goal"]
    assert (reached["status"], reached["completion_source"]) == ("completed", "measure")
    assert reached["completed_at"] is not None
    assert got(alice, f"/goals/{goal_id}/progress")["required_daily_rate"] is None
    fallen = logged(alice, goal_id, value="-0.01")["goal"]
    assert (fallen["status"], fallen["completion_source"], fallen["completed_at"]) == ("active", None, None)


def test_a_fall_that_would_reopen_beside_a_goal_of_the_same_title_writes_nothing(
    alice: httpx2.Client,
) -> None:
    goal_id = savings(alice, "Save")
    entry = logged(alice, goal_id, value="5000")["entry"]
    savings(alice, "save ")
    place = f"/goals/{goal_id}/entries"
    before = (got(alice, f"/goals/{goal_id}"), got(alice, place))
    problem(alice.post(place, json={"value": "-1"}), 409, "goals.title-taken")
    problem(alice.patch(f"{place}/{entry['id']}", json={"value": "1"}), 409, "goals.title-taken")
    problem(alice.delete(f"{place}/{entry['id']}"), 409, "goals.title-taken")
    assert before == (got(alice, f"/goals/{goal_id}"), got(alice, place))


def told_of(answer: httpx2.Response) -> Any:
    """The problem without the path that was asked."""
    assert answer.status_code == 404, answer.text
    return {name: value for name, value in answer.json().items() if name != "instance"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/goals/{goal}", None),
        ("GET", "/goals/{goal}/progress", None),
        ("GET", "/goals/{goal}/series", None),
        ("GET", "/goals/{goal}/entries", None),
        ("POST", "/goals/{goal}/entries", {"value": "1"}),
        ("POST", "/goals/{goal}/entries", {"value": "1", "id": "{entry}"}),
        ("GET", "/goals/{goal}/entries/{entry}", None),
        ("PATCH", "/goals/{goal}/entries/{entry}", {"note": "mine"}),
        ("DELETE", "/goals/{goal}/entries/{entry}", None),
        ("GET", "/goals/{own}/entries/{entry}", None),
        ("PATCH", "/goals/{own}/entries/{entry}", {"note": "mine"}),
        ("DELETE", "/goals/{own}/entries/{entry}", None),
        ("GET", "/goals?owner_id={person}", None),
        ("DELETE", "/me/tokens/{token}", None),
        ("DELETE", "/me/sessions/{session}", None),
    ],
)
def test_a_foreign_id_answers_as_an_unknown_one(
    alice: httpx2.Client, charlie: httpx2.Client, method: str, path: str, body: dict[str, str] | None
) -> None:
    goal_id = counter(alice)
    foreign = {
        "goal": goal_id,
        "entry": logged(alice, goal_id, id=str(uuid4()))["entry"]["id"],
        "person": got(alice, "/me")["id"],
        "token": posted(alice, "/me/tokens", name="phone")["id"],
        "session": got(alice, "/me/sessions")["items"][0]["id"],
    }
    unknown = {name: str(uuid4()) for name in foreign}
    own = counter(charlie)

    def asked(ids: dict[str, str]) -> httpx2.Response:
        filled = body and {name: value.format_map(ids) for name, value in body.items()}
        return charlie.request(method, path.format(own=own, **ids), json=filled)

    assert told_of(asked(foreign)) == told_of(asked(unknown))
    assert got(alice, f"/goals/{goal_id}")["current_value"] == "1.00"


def test_an_id_made_by_one_person_is_free_for_another(alice: httpx2.Client, charlie: httpx2.Client) -> None:
    made = str(uuid4())
    for person in (alice, charlie):
        assert logged(person, counter(person), id=made)["entry"]["id"] == made
