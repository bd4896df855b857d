"""Goals by the pages beyond their numbers: in the tree, changed, moved, put away, taken away."""

import re
from datetime import timedelta

import pytest

from milepost.kernel.work import App
from tests.cast import Cast
from tests.web.browsing import Browser

MILESTONE = {"goal_type": "milestone"}
COUNTER = {"goal_type": "continuous_counter", "unit": "km"}


def below(browser: Browser, above: str, **fields: str) -> str:
    """Make a goal under another; its address."""
    browser.open(f"/goals/new?under={above.removeprefix('/goals/')}")
    return browser.send("/goals", **fields).place


def lines(html: str) -> list[str]:
    """The titles of the tree, each after as many dots as it is deep."""
    found, depth = [], 0
    for tag, title in re.findall(r'<(ul|/ul|a class="name")[^>]*>(?:<span class="t">)?([^<]*)', html):
        depth += {"ul": 1, "/ul": -1}.get(tag, 0)
        if tag.startswith("a"):
            found.append("." * (depth - 1) + title)
    return found


def tree(browser: Browser) -> list[str]:
    page = browser.open("/goals").html
    return lines(page[page.index("data-tree") - 20 :])


def test_the_tree_shows_what_is_below_what_and_sessions_under_each_goal(alice: Browser) -> None:
    bach = alice.new_goal(title="Bach", level="ultimate", **MILESTONE)
    suite = below(alice, bach, title="Suite", level="short_term", **MILESTONE)
    shifts = below(alice, bach, title="Shifts", level="short_term", **MILESTONE)
    alice.open(f"/practice/new?goal={suite.removeprefix('/goals/')}")
    session = alice.send("/practice", name="Slow bows", planned_minutes="45").place
    alice.send(f"{session}/link", goal_id=shifts.removeprefix("/goals/"))
    alice.open(f"/goals/new?session={session.removeprefix('/practice/')}")
    alice.send("/goals", title="No slide", level="immediate", **MILESTONE)
    found = ["Bach", ".Suite", "..Slow bows", "...No slide", ".Shifts", "..Slow bows"]
    assert tree(alice) == found
    seen = alice.open("/goals").text
    assert "The same, also under Shifts" in seen and "The same, also under Suite" in seen
    assert "Practice, planned, 45 min" in seen
    alice.open(session)
    alice.send(f"{session}/complete")
    assert "Practice, today, 45 min" in alice.open("/goals").text
    why = alice.open(suite).text
    assert "Why 100.00 %?" in why and "Slow bows 100.00 % 1" in why
    assert "Why 100.00 %?" in alice.open(bach).text


def test_a_goal_is_moved_under_another_to_the_top_and_among_its_neighbours(alice: Browser) -> None:
    first, second, third = (alice.new_goal(title=word, **MILESTONE) for word in ("One", "Two", "Three"))
    id_of = {place: place.removeprefix("/goals/") for place in (first, second, third)}
    alice.open(f"{third}/move?q=one")
    assert alice.send(f"{third}/move", parent_goal_id=id_of[first]).place == third
    assert tree(alice) == ["One", ".Three", "Two"]
    assert "Under One" in alice.open(f"/goals/new?under={id_of[first]}").text
    assert "Now under One" in alice.open(f"{third}/move").text
    alice.send(f"{third}/move", parent_goal_id="")
    assert tree(alice) == ["One", "Two", "Three"]
    alice.open(f"{third}/move")
    fields = {"csrf_token": alice.open(f"{third}/move").form(f"{third}/move").filled["csrf_token"]}
    alice.client.post(f"{third}/move", data=fields | {"before_id": id_of[first], "back": "tree"})
    assert tree(alice) == ["Three", "One", "Two"]


def test_a_goal_stays_where_it_is_if_it_may_not_go_there(alice: Browser) -> None:
    above = alice.new_goal(title="Above", level="mid_term", **MILESTONE)
    under = below(alice, above, title="Under", level="short_term", **MILESTONE)
    alice.open(f"{above}/move?q=under")
    refused = alice.send(f"{above}/move", parent_goal_id=under.removeprefix("/goals/"))
    assert refused.status == 409 and len(refused.wrong) == 1
    assert tree(alice) == ["Above", ".Under"]


def test_what_differs_in_the_form_is_changed_and_nothing_else(app: App, cast: Cast, alice: Browser) -> None:
    deadline = app.read_now(cast.alice, lambda reading: (reading.today + timedelta(9)).isoformat())
    goal = alice.new_goal(
        title="Save", goal_type="target_based", unit="euros", target_value="500", deadline=deadline
    )
    alice.log(goal, value="100")
    form = alice.open(f"{goal}/edit")
    assert (form.value("title"), form.value("target_value"), form.value("deadline")) == (
        "Save",
        "500",
        deadline,
    )
    changed = alice.send(f"{goal}/edit", target_value="200", description="For the move\nand the van")
    assert changed.place == goal
    assert "of 200 euros" in changed.text and "and the van" in changed.text and "Why 50.00 %?" in changed.text
    assert alice.client.get(f"/api/v1{goal}").json()["version"] == 2
    alice.open(f"{goal}/edit")
    alice.send(f"{goal}/edit")
    assert alice.client.get(f"/api/v1{goal}").json()["version"] == 2
    alice.open(f"{goal}/edit")
    counter = alice.send(f"{goal}/edit", goal_type="continuous_counter")
    assert counter.place == goal and "Start again" in counter.text


def test_a_form_is_not_saved_over_what_somebody_else_has_changed(alice: Browser) -> None:
    goal = alice.new_goal(title="Run", **COUNTER)
    alice.open(f"{goal}/edit")
    stale = alice.seen
    alice.send(f"{goal}/edit", title="Run far")
    alice.seen = stale
    refused = alice.send(f"{goal}/edit", title="Run fast", unit="miles")
    assert refused.status == 412 and refused.value("title") == "Run fast"
    assert alice.client.get(f"/api/v1{goal}").json()["title"] == "Run far"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, "This is needed."),
        ({"start_value": "x"}, "A number with at most two places after a point, such as 18000 or 12.50."),
        ({"priority": "high"}, "This must be a whole number."),
        ({"unit": ""}, "Say what is counted, such as days."),
        ({"level": "nonsense"}, None),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(
    alice: Browser, fields: dict[str, str], wrong: str | None
) -> None:
    goal = alice.new_goal(title="Run", **COUNTER)
    alice.open(f"{goal}/edit")
    refused = alice.send(f"{goal}/edit", **fields)
    assert refused.status == 422
    assert wrong is None or refused.wrong == [wrong]
    (name,) = fields
    assert name == "level" or refused.value(name) == fields[name]


def test_a_goal_is_paused_resumed_completed_reopened_and_archived(alice: Browser) -> None:
    goal = alice.new_goal(title="Run", **COUNTER)
    for verb, says in (
        ("pause", "Paused."), ("resume", "Log"), ("complete", "Reached."), ("reopen", "Log"),
        ("archive", "Archived."),
    ):  # fmt: skip
        alice.open(goal)
        assert says in alice.send(f"{goal}/{verb}").text
    history = alice.open(goal).text
    for word in ("On the way", "Paused", "Reached", "Archived"):
        assert word in history
    assert tree(alice) == []
    assert "Show 1 archived goal" in alice.open("/goals").text
    assert "Run" in alice.open("/goals?archived=shown").text
    alice.open(goal)
    alice.new_goal(title="Run", **COUNTER)
    alice.open(goal)
    refused = alice.send(f"{goal}/reopen")
    assert (refused.status, refused.wrong) == (409, ["An open goal has this title."])


def test_what_goes_with_a_goal_is_told_before_it_goes(alice: Browser) -> None:
    above = alice.new_goal(title="Above", **MILESTONE)
    under = below(alice, above, title="Under", **COUNTER)
    alice.log(under, value="3")
    told = alice.open(f"{above}/delete").text
    assert "1 goal below it goes with it" in told and "1 entry goes with it" in told
    assert alice.send(f"{above}/delete").place == "/goals"
    assert alice.open(under).status == alice.open(above).status == 404


def test_a_milestone_is_ticked_on_the_day_and_taken_back(alice: Browser) -> None:
    above = alice.new_goal(title="Open a bakery", **MILESTONE)
    lease = below(alice, above, title="Sign the lease", **MILESTONE)
    day = alice.open("/today")
    assert "Sign the lease" in day.text and "Open a bakery" not in day.text
    done = alice.send(f"{lease}/complete?back=today")
    assert "Sign the lease, reached" in done.text
    back = alice.send(f"{lease}/reopen?back=today")
    assert back.place == "/today" and "Sign the lease" in back.text
