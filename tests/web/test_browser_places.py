"""Every place with a year of a life in it, looked at closely; and what keys, the palette and dragging do."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from milepost import bootstrap
from milepost.accounts.passwords import hashed
from milepost.demo import story
from milepost.demo.life import tell
from tests.cast import PASSWORD
from tests.instance import Instance
from tests.web.walking import Screen, Walker, launched, walking

pytestmark = pytest.mark.browser

PLACES = (
    "/today", "/goals", "/goals?archived=shown", "/goals/list", "/goals/new", "/practice", "/practice/new",
    "/categories", "/find?q=prelude", "/more", "/settings", "/settings/close", "/import", "/offline",
)  # fmt: skip
OF_A_GOAL = ("", "/edit", "/move", "/delete", "/import")
ON_ONE_ENGINE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser that is here."""
    with launched() as opened:
        yield opened


@pytest.fixture
def email(instance: Instance) -> str:
    """The address of somebody who has lived the demo's year."""
    address = f"{uuid4().hex[:12]}@example.org"
    app = bootstrap.app(instance.settings)
    try:
        tell(app, address, hashed(PASSWORD))
    finally:
        app.database.close()
    return address


def signed_in(walker: Walker, email: str) -> None:
    walker.open("/sign-in")
    walker.fill(email=email, password=PASSWORD)
    walker.press("Sign in")
    walker.at("/today")


def of(walker: Walker, title: str) -> str:
    """The address of a goal."""
    walker.open("/goals/list")
    walker.follow(title)
    walker.page.wait_for_url("**/goals/*-*")
    return walker.page.url.removeprefix(walker.home)


def see_everything(walker: Walker, email: str) -> None:
    signed_in(walker, email)
    for place in PLACES:
        walker.open(place)
        walker.look(place.strip("/").replace("/", "-").partition("?")[0])
    saving = of(walker, story.SAVING)
    for part in OF_A_GOAL:
        walker.open(saving + part)
        walker.look("goal" + part.replace("/", "-"))
    for title in (story.BAKERY, story.SMOKING, story.COURSE):
        walker.open(of(walker, title))
        walker.look(title.partition(" ")[0].lower())
    walker.open("/practice")
    walker.follow(story.BOWS)
    walker.reads("For these goals")
    walker.look("practice-session")


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True, scope="session")
def test_every_place_with_a_life_in_it(browser: Browser, instance: Instance, email: str) -> None:
    # Pairwise: each engine with one size of screen, each page light and dark.
    screen: Screen = "phone" if instance.engine == "sqlite" else "desk"
    with walking(browser, instance.url, screen, True, f"life-{screen}") as walker:
        see_everything(walker, email)


@ON_ONE_ENGINE
def test_every_place_without_scripts(browser: Browser, instance: Instance, email: str) -> None:
    with walking(browser, instance.url, "phone", False, "life-plain") as walker:
        see_everything(walker, email)


@pytest.fixture
def walker(browser: Browser, instance: Instance, email: str) -> Iterator[Walker]:
    """Somebody at a desk, at their goals."""
    with walking(browser, instance.url, "desk", True, "keys") as walking_there:
        signed_in(walking_there, email)
        yield walking_there


def titles(walker: Walker, above: str = "") -> list[str]:
    """The titles right below a goal, or of the roots."""
    under = f'[data-title="{above}"] > details > ul' if above else ".tree[data-tree]"
    return walker.page.locator(f"{under} > [data-node] > .node .t:not(.pc .t)").all_inner_texts()


@ON_ONE_ENGINE
def test_keys_lead_through_the_places_and_open_the_palette(walker: Walker) -> None:
    keyboard = walker.page.keyboard
    keyboard.press("?")
    expect(walker.page.locator("#keys")).to_be_visible()
    walker.look("keys")
    keyboard.press("Escape")
    keyboard.press("j")
    keyboard.press("j")
    keyboard.press("x")
    expect(walker.page.locator(".quick[open] input[name=value]")).to_be_focused()
    keyboard.press("g")
    walker.page.locator("h1").click()
    keyboard.press("g")
    keyboard.press("p")
    walker.at("/practice")
    keyboard.press("n")
    walker.at("/practice/new")
    keyboard.press("Control+k")
    walker.page.keyboard.type("half mara")
    expect(walker.page.locator(".palette .found a").first).to_have_text(story.RUNNING)
    walker.look("palette")
    keyboard.press("Enter")
    walker.reads("of 21.1 km")
    keyboard.press("n")
    expect(walker.page.locator(".log-form input[name=value]")).to_be_focused()
    walker.page.locator("h1").click()
    keyboard.press("Control+k")
    expect(walker.page.locator(".palette .found a").first).to_have_text("Today")
    keyboard.press("ArrowUp")
    keyboard.press("Enter")
    walker.at("/settings/close")


@ON_ONE_ENGINE
def test_a_goal_is_moved_by_keys_and_by_dragging(walker: Walker) -> None:
    # All of the tree is in sight, as dragging does not scroll here.
    walker.page.set_viewport_size({"width": 1280, "height": 2600})
    walker.open("/goals")
    before = titles(walker)
    assert before[:2] == [story.BAKERY, story.BACH]
    walker.page.locator(".name", has_text=story.BACH).focus()
    walker.page.keyboard.press("Alt+ArrowUp")
    walker.reads(f"{story.BACH} was moved.")
    assert titles(walker)[:2] == [story.BACH, story.BAKERY]
    expect(walker.page.locator(".name", has_text=story.BACH)).to_be_focused()
    walker.page.keyboard.press("Alt+ArrowDown")
    expect(walker.page.locator(".tree > li").first).to_contain_text(story.BAKERY)
    assert titles(walker) == before
    walker.page.locator(".name", has_text=story.RUNNING).focus()
    walker.page.keyboard.press("Alt+ArrowRight")
    expect(
        walker.page.locator(f'[data-title="{story.ITALIAN}"] [data-title="{story.RUNNING}"]')
    ).to_be_visible()
    walker.page.keyboard.press("Alt+ArrowLeft")
    expect(walker.page.locator(f'.tree > [data-title="{story.RUNNING}"]')).to_be_visible()
    walker.page.locator(".name", has_text=story.WEIGHT).drag_to(
        walker.page.locator(f'[data-title="{story.RUNNING}"] > .node')
    )
    walker.reads(f"{story.WEIGHT} was moved.")
    assert titles(walker, story.RUNNING) == [story.WEIGHT]
    walker.page.locator(".name", has_text=story.BAKERY).focus()
    walker.page.keyboard.press("Alt+ArrowLeft")
    walker.page.locator(f'[data-title="{story.SUITE}"] > .node .name').drag_to(
        walker.page.locator(f'[data-title="{story.PRELUDE}"] > .node')
    )
    assert titles(walker, story.BACH) == [story.SUITE]
    walker.page.locator(".name", has_text=story.BACH).drag_to(
        walker.page.locator(f'[data-title="{story.RUNNING}"] > .node')
    )
    walker.reads(f"{story.BACH} stays where it was.")


@ON_ONE_ENGINE
def test_folds_are_remembered(walker: Walker) -> None:
    walker.open("/goals")
    fold = walker.page.locator(f'[data-title="{story.BACH}"] > details')
    fold.locator("> summary").click()
    expect(walker.page.locator(f'[data-title="{story.PRELUDE}"]')).to_be_hidden()
    walker.open("/goals")
    expect(walker.page.locator(f'[data-title="{story.PRELUDE}"]')).to_be_hidden()
