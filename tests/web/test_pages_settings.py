"""Settings by the pages: oneself, one's day, password, sessions, tokens, the look."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from milepost.kernel.work import App
from tests.cast import PASSWORD, Cast
from tests.web.browsing import Browser
from tests.web.conftest import Opened


@pytest.fixture
def ann(guest: Browser) -> Browser:
    """Somebody who has signed up with the password of the tests."""
    guest.open("/sign-up")
    guest.send("/sign-up", email=f"{uuid4().hex[:12]}@example.org", password=PASSWORD, full_name="Ann")
    return guest


def test_a_person_changes_their_name_and_the_beginning_of_their_day(alice: Browser) -> None:
    alice.open("/settings")
    saved = alice.send("/settings/profile", full_name="Alice", timezone="Pacific/Auckland", day_start="04:30")
    assert saved.place == "/settings?done=profile"
    assert "Saved. Today follows the new zone and day." in saved.text
    assert (saved.value("timezone"), saved.value("day_start")) == ("Pacific/Auckland", "04:30")
    assert alice.send("/settings/profile", full_name="").value("full_name") == ""


def test_a_day_that_begins_at_noon_is_refused_and_stays_in_its_field(alice: Browser) -> None:
    alice.open("/settings")
    again = alice.send("/settings/profile", day_start="12:00", timezone="Mars/Olympus", full_name="Al")
    assert again.status == 422
    assert set(again.wrong) == {"There is no such time zone.", "A time from 00:00 to 11:59."}
    assert (again.value("day_start"), again.value("full_name")) == ("12:00", "Al")
    assert alice.open("/settings").value("day_start") == "00:00"


def test_a_token_is_shown_once_works_and_is_revoked(alice: Browser, served: ASGIApp) -> None:
    alice.open("/settings")
    made = alice.send("/settings/tokens", name="Phone", scope="read")
    secret = next(value for value in made.page.attributes("value") if value.startswith("mpt_"))
    assert "The token “Phone”, shown this once" in made.text
    with TestClient(served) as program:
        bearer = {"Authorization": f"Bearer {secret}"}
        assert program.get("/api/v1/goals", headers=bearer).status_code == 200
        listed = alice.open("/settings")
        assert secret not in listed.html
        assert "Phone" in listed.text
        revoke = next(form.action for form in listed.forms if form.action.startswith("/settings/tokens/"))
        gone = alice.send(revoke)
        assert "The token no longer works." in gone.text
        assert program.get("/api/v1/goals", headers=bearer).status_code == 401


def test_a_token_is_good_to_the_end_of_its_last_day(app: App, cast: Cast, alice: Browser) -> None:
    today = app.read_now(cast.alice, lambda reading: reading.today)
    alice.open("/settings")
    made = alice.send("/settings/tokens", name="Scale", expires_at=today.isoformat())
    assert f"until {today.day} " in made.text
    alice.open("/settings")
    again = alice.send("/settings/tokens", name="Scale", expires_at=(today - timedelta(1)).isoformat())
    assert (again.status, again.wrong) == (422, ["This day must come after today."])
    again = alice.send("/settings/tokens", name="")
    assert again.wrong == ["This is needed."]
    assert alice.open("/settings").html.count("/revoke") == 1


@pytest.mark.parametrize("last", ["9999-12-31", "9999-12-30"])
def test_a_token_may_last_to_the_end_of_the_calendar(alice: Browser, last: str) -> None:
    alice.open("/settings")
    assert alice.send("/settings/tokens", name="For ever", expires_at=last).status == 200
    assert alice.open("/settings").status == 200


def test_another_browser_is_seen_and_signed_out(cast: Cast, opened: Opened) -> None:
    here, there = opened(cast.alice), opened(cast.alice)
    seen = here.open("/settings")
    assert seen.text.count("this browser") == 1
    revoke = next(form.action for form in seen.forms if form.action.startswith("/settings/sessions/"))
    assert "That browser is signed out." in here.send(revoke).text
    assert there.open("/today").place == "/sign-in"
    assert here.open("/today").place == "/today"
    assert here.open("/settings").html.count("/settings/sessions/") == 0


def test_nobody_ends_a_session_or_token_of_another(alice: Browser, charlie: Browser) -> None:
    alice.open("/settings")
    made = alice.send("/settings/tokens", name="Phone")
    revoke = next(form.action for form in made.forms if form.action.endswith("/revoke"))
    fields = {"csrf_token": charlie.open("/settings").value("csrf_token")}
    assert charlie.client.post(revoke, data=fields).status_code == 404
    assert charlie.client.post(f"/settings/sessions/{uuid4()}/revoke", data=fields).status_code == 404
    assert "Phone" in alice.open("/settings").text


def test_a_new_password_asks_for_the_one_there_is_and_ends_other_sessions(
    ann: Browser, opened: Opened
) -> None:
    ann.open("/settings")
    email = ann.seen and ann.seen.form("/settings/password").filled["username"]
    assert email
    other = opened(None)
    other.open("/sign-in")
    other.send("/sign-in", email=email, password=PASSWORD)
    again = ann.send("/settings/password", current="not this one", new="another password")
    assert (again.status, again.wrong) == (403, ["This is not the password you have."])
    assert "not this one" not in again.html
    again = ann.send("/settings/password", current=PASSWORD, new="short")
    assert (again.status, again.wrong) == (422, ["At least 8 characters."])
    changed = ann.send("/settings/password", current=PASSWORD, new="another password")
    assert "Changed. Every other browser is signed out." in changed.text
    assert other.open("/today").place == "/sign-in"
    other.open("/sign-in")
    assert other.send("/sign-in", email=email, password="another password").place == "/today"


def test_the_look_is_kept_by_the_browser_on_every_page(alice: Browser) -> None:
    alice.open("/settings")
    dark = alice.send("/settings/theme", theme="dark")
    assert dark.page.all("html")[0]["data-theme"] == "dark"
    for place in ("/today", "/nowhere", "/sign-up"):
        assert alice.open(place).page.all("html")[0]["data-theme"] == "dark"
    alice.open("/settings")
    assert "data-theme" not in alice.send("/settings/theme", theme="system").page.all("html")[0]
    assert alice.send("/settings/theme", theme="neon").status == 422
    alice.client.cookies.set("milepost_theme", '"><script>')
    assert "data-theme" not in alice.open("/today").page.all("html")[0]


def test_a_week_and_a_strictness_are_kept_with_the_account(alice: Browser) -> None:
    alice.open("/settings")
    saved = alice.send("/settings/profile", week_start="sun", strict_levels="true")
    assert saved.value("week_start") == "sun" and 'value="true" checked' in saved.html
    assert 'value="true" checked' not in alice.send("/settings/profile", strict_levels="").html


def test_a_look_comes_along_to_another_browser(ann: Browser, opened: Opened) -> None:
    ann.open("/settings")
    ann.send("/settings/theme", theme="dark")
    email = re.search(r'<p class="two lead">([^<]+)</p>', ann.open("/settings").html)
    assert email is not None
    other = opened(None)
    other.open("/sign-in")
    seen = other.send("/sign-in", email=email[1], password=PASSWORD)
    assert seen.place == "/today" and seen.page.all("html")[0]["data-theme"] == "dark"


def test_tables_are_taken_out(alice: Browser) -> None:
    alice.new_goal(title="Run", goal_type="continuous_counter", unit="km")
    answer = alice.client.get("/export/csv")
    assert answer.headers["content-disposition"].startswith('attachment; filename="milepost-20')
    with ZipFile(BytesIO(answer.content)) as archive:
        assert "goals.csv" in archive.namelist()
        assert ",Run," in archive.read("goals.csv").decode()


def test_an_account_is_closed_by_who_knows_its_password(ann: Browser) -> None:
    ann.new_goal(title="Run", goal_type="continuous_counter", unit="km")
    assert "1 goals" in ann.open("/settings/close").text
    wrong = ann.send("/settings/close", password="not this one")
    assert (wrong.status, wrong.wrong) == (403, ["This is not the password you have."])
    closed = ann.send("/settings/close", password=PASSWORD)
    assert closed.place == "/sign-in?done=closed" and "The account is closed" in closed.text
    assert ann.open("/today").place == "/sign-in"
