"""Practice and categories by the pages, and finding any of it."""

from milepost.goals.actions import create_goal
from milepost.goals.schemas import NewGoal
from milepost.kernel.work import App, Work
from milepost.practice import queries
from milepost.practice.actions import create_session
from milepost.practice.schemas import NewSession
from tests.cast import Cast
from tests.web.browsing import Browser

MILESTONE = {"goal_type": "milestone"}


def test_a_session_is_planned_ticked_and_taken_back(alice: Browser) -> None:
    assert "There is no goal to practise for." in alice.open("/practice/new").text
    goal = alice.new_goal(title="Prelude", **MILESTONE)
    assert "No practice yet." in alice.open("/practice").text
    alice.open("/practice/new")
    session = alice.send("/practice", name="", planned_minutes="30").place
    assert session.startswith("/practice/")
    assert "Practice Session 1 - " in alice.open("/practice").text
    assert "One planned" in alice.open("/practice").text
    assert "0 of 1 done" in alice.open("/today").text
    ticked = alice.send(f"{session}/complete")
    assert ticked.place == "/today" and "1 of 1 done" in ticked.text
    assert "Why 100.00 %?" in alice.open(goal).text
    alice.open("/practice")
    assert alice.send(f"{session}/reopen").place == "/practice"


def test_what_cannot_be_is_said_where_it_stands(alice: Browser) -> None:
    alice.new_goal(title="Prelude", **MILESTONE)
    alice.open("/practice/new")
    wrong = alice.send("/practice", name="Slow", planned_minutes="half an hour")
    assert (wrong.status, wrong.wrong, wrong.value("name")) == (422, ["This must be a whole number."], "Slow")
    session = alice.send("/practice", planned_minutes="30").place
    alice.open(session)
    wrong = alice.send(session, name="", planned_minutes="0")
    assert wrong.status == 422 and set(wrong.wrong) == {"This is needed.", "This must be at least 1."}
    alice.open(session)
    stale = alice.seen
    alice.send(session, name="Slow bows", description="To bar 16")
    alice.seen = stale
    assert alice.send(session, name="Fast bows").status == 412
    assert "To bar 16" in alice.open(session).text


def test_a_session_lies_on_the_shelf_when_it_is_for_no_goal(alice: Browser) -> None:
    goal = alice.new_goal(title="Prelude", **MILESTONE).removeprefix("/goals/")
    alice.open("/practice/new")
    session = alice.send("/practice", name="Scales", goal_id=goal).place
    alice.open(session)
    assert "It lies on the shelf" in alice.send(f"{session}/unlink", goal_id=goal).text
    assert "For no goal" in alice.open("/goals").text
    alice.open(session)
    assert "Prelude" in alice.send(f"{session}/link", goal_id=goal).text
    assert "1 goal that it is for stays" in alice.open(f"{session}/delete").text
    assert alice.send(f"{session}/delete").place == "/practice"
    assert alice.open(session).status == 404


def test_a_goal_above_short_term_cannot_be_practised_for(alice: Browser) -> None:
    alice.new_goal(title="Prelude", **MILESTONE)
    far = alice.new_goal(title="Bach", level="ultimate", **MILESTONE).removeprefix("/goals/")
    page = alice.open("/practice/new")
    assert far not in page.html
    refused = alice.send("/practice", name="Scales", goal_id=far)
    assert refused.status == 409 and len(refused.wrong) == 1


def test_categories_are_made_renamed_and_taken_away(alice: Browser) -> None:
    alice.open("/categories")
    made = alice.send("/categories", name="Health", color="#17694f")
    assert made.place == "/categories" and "Health" in made.text and "0 goals" in made.text
    again = alice.send("/categories", name=" health ")
    assert again.status == 409 and again.value("name") == "health"
    place = next(each for each in made.page.attributes("href") if each.startswith("/categories/"))
    category = place.removeprefix("/categories/")
    alice.open("/goals/new")
    goal = alice.send("/goals", title="Run", goal_type="continuous_counter", unit="km", category_id=category)
    assert "Health" in goal.text
    assert "Run" in alice.open(place).text and "1 goal stays, in no category." in alice.open(place).text
    assert "Fitness" in alice.send(place, name="Fitness", color="").text
    alice.open(place)
    assert "No categories yet." in alice.send(f"{place}/delete").text
    assert "Fitness" not in alice.open(goal.place).text


def test_anything_of_ones_own_is_found(alice: Browser, charlie: Browser) -> None:
    alice.new_goal(title="Prélude at 66 beats", **MILESTONE)
    alice.open("/practice/new")
    alice.send("/practice", name="Prélude slowly")
    alice.open("/categories")
    alice.send("/categories", name="Préludes")
    found = alice.open("/find?q=pr%C3%A9lude").text
    for word in ("Prélude at 66 beats", "Prélude slowly", "Préludes"):
        assert word in found
    assert "Prélude at" not in charlie.open("/find?q=pr%C3%A9lude").text
    none = alice.open("/find?q=zebra").text
    assert "Set a goal: zebra" in none and "Practice" not in none.split("Find")[-1]
    assert "Settings" in alice.open("/find").text


def test_a_session_is_found_however_many_came_after_it(app: App, cast: Cast) -> None:
    def practised(work: Work) -> list[str]:
        goal = create_goal(work, NewGoal(title="Scales", goal_type="milestone"))
        for name in ["Oldest", *(f"Session {number}" for number in range(queries.PAGE + 5)), "OLDEST  again"]:
            create_session(work, NewSession(goal_ids=[goal.id], name=name))
        return [row.name for row in queries.named(work, "oldest", 10)]

    assert app.write_now(cast.alice, practised) == ["OLDEST  again", "Oldest"]
