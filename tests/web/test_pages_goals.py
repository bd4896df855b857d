"""Goals on the pages: set, listed, shown with their why, and nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest

from milepost.goals import actions, standings
from milepost.goals.rules.lifecycle import Verb
from milepost.goals.schemas import GoalType, NewEntry, NewGoal
from milepost.kernel.work import App, Work
from tests.cast import Cast
from tests.web.browsing import Browser

TARGET = {
    "goal_type": "target_based",
    "title": "Save for the move",
    "unit": "dollars",
    "target_value": "5000",
}


def assert_in_order(text: str, words: list[str]) -> None:
    places = [text.index(word) for word in words]
    assert places == sorted(places)


@pytest.fixture
def deadline(app: App, cast: Cast) -> str:
    """67 days from Alice's today."""
    return app.read_now(cast.alice, lambda reading: (reading.today + timedelta(67)).isoformat())


def test_a_first_goal_is_set_logged_on_and_explained(alice: Browser, deadline: str) -> None:
    assert "Write down one thing you want to reach" in alice.open("/today").text
    assert alice.open("/goals/new?title=Save+for+the+move").value("title") == "Save for the move"
    goal = alice.send("/goals", **TARGET, deadline=deadline)
    assert goal.place.startswith("/goals/")
    assert "of 5,000 dollars" in goal.text
    assert "No entries yet." in goal.text
    today = alice.open("/today")
    assert "0 of 1 done" in today.text
    logged = alice.send(f"{goal.place}/entries", value="500")
    assert logged.place.startswith("/today?done=")
    assert "+500 today" in logged.text
    assert "1 of 1 done" in logged.text
    page = alice.open(goal.place)
    assert "Why 10.00 %?" in page.text
    assert "500 minus 0, divided by 5,000 minus 0, is 10.00 %" in page.text
    assert "4,500 in 67 days" in page.text
    assert "67.16 dollars" in page.text


def test_what_is_wrong_with_a_new_goal_is_said_at_its_field_and_what_was_typed_stays(alice: Browser) -> None:
    alice.open("/goals/new")
    again = alice.send("/goals", **TARGET | {"target_value": "5,000", "deadline": "2001-02-03"})
    assert again.status == 422
    assert again.wrong == ["A number with at most two places after a point, such as 18000 or 12.50."]
    assert (again.value("title"), again.value("target_value")) == ("Save for the move", "5,000")
    again = alice.send("/goals", target_value=" 5000 ")
    assert again.wrong == ["This day must come after today."]
    again = alice.send("/goals", deadline="")
    assert again.wrong == ["A goal with a number needs a day."]
    again = alice.send("/goals", title="  ", unit="")
    assert again.wrong == ["This is needed."]
    assert alice.open("/goals").text.count("No goals yet.") == 1


def test_a_title_that_an_open_goal_has_is_refused_at_the_title(alice: Browser) -> None:
    count = {"goal_type": "continuous_counter", "unit": "days", "title": "Days without sugar"}
    alice.new_goal(**count)
    alice.open("/goals/new")
    again = alice.send("/goals", **count | {"title": "days without  SUGAR"})
    assert (again.status, again.wrong) == (409, ["An open goal has this title."])
    assert again.value("title") == "days without  SUGAR"


def test_a_count_takes_no_number_to_reach_whatever_was_typed_before(alice: Browser, deadline: str) -> None:
    count = TARGET | {"goal_type": "continuous_counter", "deadline": deadline, "unit": "days"}
    goal = alice.new_goal(**count)
    page = alice.log(goal)
    assert "The best run yet" in page.text
    assert "Start again" in page.text
    today = alice.open("/today").text
    assert "+1 today" in today
    assert " 1 days " in today


def test_goals_are_listed_by_how_they_stand(alice: Browser, deadline: str) -> None:
    saved = alice.new_goal(**TARGET, deadline=deadline)
    alice.new_goal(goal_type="continuous_counter", title="Days outside", unit="days")
    alice.new_goal(**TARGET | {"title": "Read", "target_value": "2", "unit": "books"}, deadline=deadline)
    behind = {"title": "Run", "unit": "km", "target_value": "21.1", "start_date": "2020-01-01"}
    alice.new_goal(**TARGET | behind, deadline=deadline)
    alice.log(saved, value="5000.5", day="yesterday")
    listed = alice.open("/goals/list").text
    assert "Three on the way, one reached" in listed
    on = ["On the path", "Read", "Without a path", "Days outside", "Reached", "Save for the move"]
    assert_in_order(listed, ["Behind the path", "Run", *on])
    assert "5,000.50" in listed
    today = alice.open("/today").text
    assert "Save for the move" not in today
    assert "Worth a look" in today
    assert_in_order(today, ["Behind the path", "Run", "On the way", "Days outside"])


def test_a_reached_goal_bears_the_day_of_the_entry_that_reached_it(
    app: App, cast: Cast, alice: Browser, deadline: str
) -> None:
    goal = alice.new_goal(**TARGET, deadline=deadline)
    alice.log(goal, value="5000", day="other", other_day="2026-01-02")
    assert "5,000 dollars on 2 January 2026" in alice.open(goal).text
    (stood,) = app.read_now(cast.alice, standings.every)
    assert stood.completed_on is not None
    assert stood.completed_on.isoformat() == "2026-01-02"


def test_a_strangers_goal_is_as_unknown_as_one_that_never_was(
    alice: Browser, charlie: Browser, deadline: str
) -> None:
    goal = alice.new_goal(**TARGET, deadline=deadline)
    alice.log(goal, value="500", note="From the jar")
    theirs, unknown = charlie.open(goal), charlie.open(f"/goals/{uuid4()}")
    assert theirs.status == unknown.status == 404
    assert theirs.html == unknown.html
    assert "There is nothing here." in theirs.text
    assert "Save for the move" not in charlie.open("/goals").text + charlie.open("/today").text


def test_an_address_that_holds_no_id_leads_nowhere(alice: Browser) -> None:
    for place in ("/goals/1", "/goals/new/entries", f"/goals/{uuid4()}/entries", "/goals/"):
        assert alice.open(place).status in (404, 405)


SAYS = {"pause": "Paused.", "complete": "Reached.", "archive": "It takes no entries.", None: "Below it"}


@pytest.mark.parametrize("goal_type", ["target_based", "continuous_counter", "milestone"])
@pytest.mark.parametrize("verb", ["pause", "complete", "archive", None])
def test_a_goal_of_each_type_has_its_page_in_every_status(
    app: App, cast: Cast, alice: Browser, goal_type: GoalType, verb: Verb | None
) -> None:
    def made(work: Work) -> str:
        words: dict[str, object] = {"title": "Move", "goal_type": goal_type}
        if goal_type != "milestone":
            words |= {"unit": "km"}
        if goal_type == "target_based":
            words |= {"target_value": -5, "start_value": "-2.5", "deadline": work.today + timedelta(9)}
        goal = actions.create_goal(work, NewGoal.model_validate(words))
        if goal_type != "milestone":
            actions.log_progress(work, goal.id, NewEntry(kind="set", value=-3))
        if verb is not None:
            actions.move_on(work, goal.id, verb)
        return f"/goals/{goal.id}"

    goal = alice.open(app.write_now(cast.alice, made))
    assert goal.status == 200
    assert SAYS[verb] in goal.text
    takes_entries = goal_type != "milestone" and verb != "archive"
    assert any(form.action.endswith("/entries") for form in goal.forms) == takes_entries
    assert "Move" in alice.open("/goals?archived=shown").text
    assert ("Move" in alice.open("/today").text) == (verb is None)
