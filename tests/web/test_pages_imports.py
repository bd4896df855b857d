"""Bringing a file in by the pages: chosen, looked at, and what it did; without scripts."""

import json
import re
from time import sleep

from tests.exchange.homes import node
from tests.web.browsing import Browser, Seen

TREE = [node("A", "UltimateGoal", node("B", "LongTermGoal"), deadline="2023-02-29")]


def sent(browser: Browser, place: str, raw: bytes, **fields: str) -> Seen:
    """The page that an import ends on."""
    form = browser.open(place).form(place)
    data = {"csrf_token": form.filled["csrf_token"], **fields}
    seen = Seen(browser.client.post(place, data=data, files={"file": raw}))
    return followed(browser, seen)


def followed(browser: Browser, seen: Seen) -> Seen:
    """The page that an import under way ends on."""
    while seen.status == 200 and 'http-equiv="refresh"' in seen.html:
        sleep(0.05)
        seen = browser.open(seen.place)
    browser.seen = seen
    return seen


def test_a_file_is_looked_at_first_and_then_comes_in(alice: Browser) -> None:
    raw = json.dumps(TREE).encode()
    looked = sent(alice, "/import", raw, format="fractal", dry_run="true")
    assert "This would come in" in looked.text and "2 goals" in looked.text
    assert "deadline: 2023-02-29 is now nothing" in looked.text
    assert " A " not in alice.open("/goals").text
    alice.open(looked.place)
    done = followed(alice, alice.send(f"{looked.place}/confirm"))
    assert "It is here" in done.text and "2 goals" in done.text
    report = re.search(r'href="(/api/v1/imports/[^"]+)"', done.html)
    assert report is not None and alice.client.get(report[1]).json()["report"]["written"]
    again = sent(alice, "/import", raw, format="fractal")
    assert "Nothing new was in the file" in again.text and "Here already" in again.text


def test_a_file_is_confirmed_once_and_by_its_owner_alone(alice: Browser, charlie: Browser) -> None:
    looked = sent(alice, "/import", json.dumps(TREE).encode(), format="fractal", dry_run="true")
    place = f"{looked.place}/confirm"
    token = charlie.open("/import").form("/import").filled["csrf_token"]
    assert charlie.client.post(place, data={"csrf_token": token}).status_code == 404
    assert followed(alice, alice.send(place)).status == 200
    token = alice.open("/import").form("/import").filled["csrf_token"]
    again = Seen(alice.client.post(place, data={"csrf_token": token}))
    assert (again.place, "is not kept any more" in again.text) == ("/import?done=gone", True)
    assert "Choose the file again" in alice.open(looked.place).text


def test_a_broken_file_says_where(alice: Browser) -> None:
    seen = sent(alice, "/import", b'[\n{"name"', format="fractal")
    assert "Nothing was brought in" in seen.text
    assert "Line 2, column 8: The file ends before it is whole." in seen.text


def test_a_sheet_goes_into_its_goal_from_its_page(alice: Browser) -> None:
    page = alice.new_goal(title="Run", goal_type="continuous_counter", unit="km")
    assert f'href="{page}/import"' in alice.open(page).html
    seen = sent(alice, f"{page}/import", b"date,value\n2026-01-01,5\n2026-01-02,x\n")
    assert "1 entries" in seen.text and "line 3" in seen.text
    assert "5" in alice.open(page).text


def test_what_is_wrong_with_the_form_is_said_on_it(alice: Browser) -> None:
    seen = sent(alice, "/import", b"[]", format="nonsense")
    assert seen.status == 422 and "must be entries-csv, fractal or milepost" in seen.text
    assert alice.client.post("/import", data={"format": "fractal"}).status_code == 415


def test_the_way_in_and_out_is_found_in_settings(alice: Browser) -> None:
    page = alice.open("/settings").html
    assert 'href="/import"' in page and 'href="/api/v1/me/export"' in page
    assert alice.client.get("/api/v1/me/export").json()["format"] == "milepost"


def test_an_import_of_another_is_not_there(alice: Browser, charlie: Browser) -> None:
    place = sent(alice, "/import", b"[]", format="fractal").place
    assert alice.open(place).status == 200 and charlie.open(place).status == 404
