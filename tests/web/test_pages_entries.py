"""Logging from the pages: with undo, back-dated, mended, deleted; and nothing typed is lost."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from milepost.goals import queries
from milepost.kernel.work import App
from tests.cast import Cast
from tests.web.browsing import Browser

DAY = timedelta(days=1)


@pytest.fixture
def today(app: App, cast: Cast) -> date:
    """Alice's today."""
    return app.read_now(cast.alice, lambda reading: reading.today)


@pytest.fixture
def goal(alice: Browser, today: date) -> str:
    """The address of a goal of Alice's: 5,000 dollars in 67 days."""
    deadline = (today + 67 * DAY).isoformat()
    return alice.new_goal(
        goal_type="target_based", title="Save", unit="dollars", target_value="5000", deadline=deadline
    )


@pytest.fixture
def counter(alice: Browser) -> str:
    """The address of a counter of Alice's."""
    return alice.new_goal(goal_type="continuous_counter", title="Days without sugar", unit="days")


def test_what_was_just_logged_is_told_and_can_be_undone_where_one_is(alice: Browser, goal: str) -> None:
    alice.open("/today")
    logged = alice.send(f"{goal}/entries", value="500")
    assert "Save, +500 dollars" in logged.text
    undo = next(form.action for form in logged.forms if "/delete" in form.action)
    undone = alice.send(undo)
    assert undone.place.startswith("/today?done=")
    assert "Entry of Save deleted" in undone.text
    assert "0 of 1 done" in undone.text
    logged = alice.log(goal, kind="set", value="750")
    assert logged.place.startswith(f"{goal}?done=")
    undone = alice.send(next(form.action for form in logged.forms if "/delete" in form.action))
    assert undone.place.startswith(f"{goal}?done=")
    assert "No entries yet." in undone.text


def test_pressing_twice_logs_once(app: App, cast: Cast, alice: Browser, goal: str) -> None:
    page = alice.open(goal)
    form = page.form(f"{goal}/entries")
    for _ in range(3):
        answer = alice.client.post(form.action, data=form.filled | {"value": "500"})
        assert answer.status_code == 200
    goal_id = UUID(goal.rsplit("/", 1)[1])
    row = app.read_now(cast.alice, lambda reading: queries.goal(reading, goal_id))
    assert (row.current_value, row.last_seq) == (500_00, 1)


def test_a_form_sent_again_with_another_amount_asks_once_and_then_logs_it(alice: Browser, goal: str) -> None:
    form = alice.open(goal).form(f"{goal}/entries")
    alice.send(form.action, value="500")
    again = alice.client.post(form.action, data=form.filled | {"value": "70"})
    assert again.status_code == 409
    assert "This was logged already. Press once more to log it again." in again.text
    alice.open(goal)
    alice.send(form.action, value="70")
    assert "570" in alice.open(goal).text


def test_the_form_begins_with_the_kind_last_used(alice: Browser, goal: str) -> None:
    assert alice.open("/today").value("kind") == "delta"
    alice.log(goal, kind="set", value="300")
    assert alice.open("/today").value("kind") == "set"
    assert alice.open(goal).value("kind") == "set"


def test_today_shows_by_how_much_a_set_changed_the_amount(alice: Browser, goal: str, today: date) -> None:
    alice.log(goal, value="1000", day="yesterday")
    alice.log(goal, kind="set", value="900", day="yesterday")
    alice.log(goal, kind="set", value="950.50")
    assert "+50.50 today" in alice.open("/today").text
    alice.log(goal, kind="delta", value="9.50")
    assert "+60 today" in alice.open("/today").text


def test_an_entry_is_mended_and_lands_on_its_day(alice: Browser, goal: str, today: date) -> None:
    logged = alice.log(goal, value="500")
    entry = next(href for href in logged.page.attributes("href") if "/entries/" in href)
    assert "+500 dollars on" in alice.open(entry).text
    day = today - 40 * DAY
    mended = alice.send(entry, value="600.25", entry_date=day.isoformat(), note="From the jar")
    assert mended.place == goal
    assert "From the jar" in mended.text
    assert "+600.25" in mended.text
    assert f"{day:%B}" in mended.text
    alice.open(entry)
    again = alice.send(entry, value="", entry_date=(today + DAY).isoformat(), note="Later")
    assert again.status == 422
    assert set(again.wrong) <= {"This is needed.", "This day is still to come."}
    assert again.value("note") == "Later"
    alice.open(entry)
    gone = alice.send(f"{entry}/delete")
    assert gone.place.startswith(f"{goal}?done=")
    assert "No entries yet." in gone.text
    assert alice.open(entry).status == 404


def test_a_note_is_taken_away_by_emptying_it(alice: Browser, goal: str) -> None:
    logged = alice.log(goal, value="500", note="From the jar")
    entry = next(href for href in logged.page.attributes("href") if "/entries/" in href)
    alice.open(entry)
    assert "From the jar" not in alice.send(entry, note="").text


def test_a_counter_starts_again_and_has_its_count_back_when_that_is_deleted(
    alice: Browser, counter: str
) -> None:
    alice.log(counter, value="5", day="yesterday")
    again = alice.log(counter, kind="reset")
    assert "Days without sugar starts again" in again.text
    assert "Started again" in again.text
    entry = next(href for href in again.page.attributes("href") if "/entries/" in href)
    assert "Started again on" in alice.open(entry).text
    back = alice.send(f"{entry}/delete")
    assert "Why 5?" in back.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": "12,50"}, "A number with at most two places after a point, such as 18000 or 12.50."),
        ({"value": "1.005"}, "A number with at most two places after a point, such as 18000 or 12.50."),
        ({"value": ""}, "This is needed."),
        ({"value": "0"}, "0 changes nothing. Give another number."),
        ({"value": "1", "day": "other"}, "A day, such as 2027-01-31."),
        ({"value": "1", "day": "other", "other_day": "9999-01-01"}, "This day is still to come."),
        ({"value": "1", "note": "n" * 501}, "This must have at most 500 characters."),
    ],
)
def test_what_cannot_be_logged_is_said_at_its_field_and_stays(
    alice: Browser, goal: str, fields: dict[str, str], sentence: str
) -> None:
    again = alice.log(goal, **fields)
    assert (again.status, again.wrong) == (422, [sentence])
    for name, value in fields.items():
        assert again.value(name) == value
    assert "No entries yet." in alice.open(goal).text


def test_what_cannot_be_logged_on_today_opens_its_line_with_what_was_typed(
    alice: Browser, goal: str, counter: str
) -> None:
    alice.open("/today")
    again = alice.send(f"{goal}/entries", kind="set", value="6o")
    assert again.status == 422
    assert again.html.count('<details class="quick" open>') == 1
    assert "6o" in again.html
    assert alice.send(f"{goal}/entries", value="60").status == 200
    assert "+60 today" in alice.open("/today").text


def test_a_sum_that_would_be_too_large_is_refused_at_the_amount(alice: Browser, counter: str) -> None:
    alice.log(counter, value="99999999.99")
    again = alice.log(counter, value="0.01")
    assert (again.status, again.wrong) == (409, ["The sum would be more than 99,999,999.99."])


def test_reaching_a_goal_leads_to_its_page_for_one_moment(alice: Browser, goal: str) -> None:
    alice.open("/today")
    reached = alice.send(f"{goal}/entries", value="5000")
    assert reached.place.startswith(f"{goal}?done=")
    assert "Reached." in reached.text
    assert "reached just" in reached.html
    assert "reached just" not in alice.open(goal).html
    undone = alice.open(reached.place)
    undone = alice.send(next(form.action for form in undone.forms if "/delete" in form.action))
    assert "Reached." not in undone.text


def test_all_entries_are_shown_when_all_are_asked_for(alice: Browser, counter: str) -> None:
    for _ in range(31):
        alice.log(counter, value="2")
    page = alice.open(counter)
    assert page.html.count('class="entry') == 30
    assert "All 31 entries" in page.text
    everything = alice.open(f"{counter}?entries=all")
    assert everything.html.count('class="entry') == 31


def test_nobody_logs_on_changes_or_deletes_what_is_anothers(
    alice: Browser, charlie: Browser, goal: str, counter: str
) -> None:
    logged = alice.log(goal, value="500")
    entry = next(href for href in logged.page.attributes("href") if "/entries/" in href)
    token = charlie.open("/settings").value("csrf_token")
    fields = {"csrf_token": token, "kind": "delta", "value": "7", "entry_date": "2026-01-01"}
    unknown = charlie.client.post(f"/goals/{uuid4()}/entries", data=fields)
    assert unknown.status_code == 404
    for place in (f"{goal}/entries", entry, f"{entry}/delete", f"{entry}/delete?back=today"):
        answer = charlie.client.post(place, data=fields)
        assert (answer.status_code, answer.text) == (404, unknown.text)
    assert charlie.open(entry).status == 404
    told = entry.rsplit("/", 1)[1]
    assert "Save" not in charlie.open(f"/today?done={told}").text
    assert alice.open(f"{counter}/entries/{told}").status == 404
    assert "Why 10.00 %?" in alice.open(goal).text
