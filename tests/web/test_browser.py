"""A first day, walked in a real browser: both engines, phone and desk, light and dark, scripts or none."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import PASSWORD
from tests.instance import Instance
from tests.web.walking import Screen, Walker, launched, walking

pytestmark = pytest.mark.browser

HERE = ZoneInfo("Pacific/Auckland")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser that is here."""
    with launched() as opened:
        yield opened


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True, scope="session")
def test_a_first_day(browser: Browser, instance: Instance) -> None:
    # Pairwise: each engine with one size of screen, each page light and dark.
    screen: Screen = "desk" if instance.engine == "sqlite" else "phone"
    with walking(browser, instance.url, screen, True, f"{screen}-{instance.engine}") as walker:
        first_day(walker)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")
def test_a_first_day_without_scripts(browser: Browser, instance: Instance) -> None:
    with walking(browser, instance.url, "phone", False, f"plain-{instance.engine}") as walker:
        first_day(walker)


def first_day(walker: Walker) -> None:
    """From the door to the door: a goal is set, logged on, mended, reached, and a token made."""
    email = f"{uuid4().hex[:12]}@example.org"
    sign_up(walker, email)
    goal = set_a_goal(walker)
    log_on_today(walker)
    mend_on_its_page(walker, goal)
    reach_it(walker, goal)
    see_to_settings(walker)
    sign_out_and_in(walker, email)


def sign_up(walker: Walker, email: str) -> None:
    walker.open("/")
    walker.at("/sign-in")
    walker.look("sign-in")
    walker.follow("Forgot the password?")
    walker.look("forgot")
    walker.open("/sign-up")
    walker.fill(full_name="Ann", email="ann@example", password="short")
    walker.look("sign-up")
    walker.page.locator("form").evaluate("form => form.noValidate = true")
    walker.press("Create the account")
    walker.reads("An address, such as ann@example.com.")
    walker.look("sign-up-wrong")
    walker.fill(email=email, password=PASSWORD)
    walker.press("Create the account")
    walker.at("/today")
    walker.reads("Write down one thing you want to reach")
    walker.look("today-empty")


def set_a_goal(walker: Walker) -> str:
    walker.open("/goals")
    walker.reads("No goals yet.")
    walker.look("goals-empty")
    walker.open("/today")
    walker.fill(title="Save for the move")
    walker.press("Go on")
    walker.at("/goals/new?title=Save+for+the+move")
    walker.fill(target_value="5,000", unit="dollars", deadline=_day(walker, 67))
    walker.press("Set the goal")
    walker.reads("A number with at most two places after a point")
    expect(walker.page.locator("#title")).to_have_value("Save for the move")
    walker.look("new-goal-wrong")
    walker.fill(target_value="5000")
    if walker.has_scripts:
        walker.reads("0 to 5,000 dollars, about 75 a day for 67 days.")
    walker.press("Set the goal")
    walker.page.wait_for_url("**/goals/*-*")
    walker.reads("No entries yet.")
    walker.look("goal-fresh")
    return walker.page.url.removeprefix(walker.home)


def log_on_today(walker: Walker) -> None:
    walker.open("/today")
    walker.reads("0 of 1 done")
    walker.look("today")
    walker.page.locator(".quick summary").click()
    walker.fill(value="6o")
    walker.press("Log it")
    walker.reads("A number with at most two places after a point")
    walker.look("today-wrong")
    walker.fill(value="500")
    if walker.has_scripts:
        walker.reads("Then 500 of 5,000 dollars.")
    walker.press("Log it")
    walker.reads("+500 today")
    walker.reads("1 of 1 done")
    expect(walker.page.locator(".num")).to_contain_text("10")
    walker.look("today-logged")
    walker.press("Undo")
    walker.reads("0 of 1 done")
    walker.page.locator(".quick summary").click()
    walker.fill(value="500")
    walker.press("Log it")
    walker.reads("1 of 1 done")


def mend_on_its_page(walker: Walker, goal: str) -> None:
    walker.follow("Save for the move")
    walker.at(goal)
    walker.reads("Why 10.00\u202f%?")
    walker.reads("4,500 in 67 days")
    walker.look("goal")
    walker.fill(value="250.50", note="Second hand")
    walker.page.locator("select[name=day]").select_option("yesterday")
    walker.press("Log it")
    walker.reads("750.50")
    walker.page.locator(".entry a").last.click()
    walker.reads("+250.50 dollars on")
    walker.look("entry")
    walker.fill(entry_date=_day(walker, -40), value="300")
    walker.press("Save")
    walker.at(f"{goal}#entries")
    walker.reads("Second hand")
    walker.reads("800")
    walker.page.locator(".entry a").last.click()
    walker.press("Delete this entry")
    walker.reads("Entry of Save for the move deleted")
    walker.reads("Why 10.00\u202f%?")


def reach_it(walker: Walker, goal: str) -> None:
    walker.open("/today")
    walker.page.locator(".quick summary").click()
    walker.page.locator(".quick label", has_text="Now at").click()
    walker.fill(value="5000")
    walker.press("Log it")
    walker.page.wait_for_url(f"**{goal}*")
    walker.reads("Reached.")
    walker.look("goal-reached")
    walker.open("/goals/new")
    walker.fill(title="Days without sugar", unit="days")
    walker.page.locator("label[for=continuous_counter]").click()
    walker.press("Set the goal")
    walker.page.wait_for_url("**/goals/*-*")
    walker.press("Log it")
    walker.reads("The best run yet")
    walker.look("counter")
    walker.open("/goals")
    walker.reads("One on the way, one reached")
    walker.look("goals")


def see_to_settings(walker: Walker) -> None:
    walker.open("/settings")
    zone = "Pacific/Auckland" if walker.has_scripts else "UTC"
    expect(walker.page.locator("#timezone")).to_have_value(zone)
    walker.fill(name="Phone")
    walker.press("Make a token")
    walker.reads("The token “Phone”, shown this once")
    walker.look("settings")
    walker.page.get_by_role("button", name="Revoke Phone").click()
    walker.reads("The token no longer works.")
    walker.page.get_by_text("Dark", exact=True).click()
    if not walker.has_scripts:
        walker.press("Use it")
    expect(walker.page.locator("html")).to_have_attribute("data-theme", "dark")
    walker.open("/no/such/place")
    walker.reads("There is nothing here.")
    expect(walker.page.locator("html")).to_have_attribute("data-theme", "dark")
    walker.look("nothing-here")


def sign_out_and_in(walker: Walker, email: str) -> None:
    walker.open("/settings")
    walker.press("Sign out here")
    walker.at("/sign-in")
    walker.open("/goals")
    walker.at("/sign-in?after=/goals")
    walker.fill(email=email, password="not this one")
    walker.press("Sign in")
    walker.reads("Email and password do not go together.")
    walker.look("sign-in-wrong")
    walker.fill(password=PASSWORD)
    walker.press("Sign in")
    walker.at("/goals")
    walker.reads("Save for the move")


def _day(walker: Walker, days: int) -> str:
    """A day so many days from the person's today: in their own zone, if scripts could tell the server."""
    zone = HERE if walker.has_scripts else UTC
    return (datetime.now(zone).date() + timedelta(days)).isoformat()
