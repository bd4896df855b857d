"""Choosing a look in a real browser: it is kept at once, whatever becomes of what is sent about it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.cast import PASSWORD
from tests.instance import Instance
from tests.web.walking import Walker, launched, walking

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session"),
]

SENT = "**/settings/theme"


class Looks:
    """Somebody new at the settings; what the page sends of looks waits to be let go."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.waiting: list[Route] = []
        walker.open("/sign-up")
        walker.fill(full_name="Ann", email=f"{uuid4().hex[:12]}@example.org", password=PASSWORD)
        walker.press("Create the account")
        walker.at("/today")
        walker.open("/settings")
        walker.page.route(SENT, self._hold)

    def _hold(self, route: Route) -> None:
        self.waiting.append(route)

    def choose(self, word: str) -> None:
        """Choose this look, and see it being sent."""
        with self.walker.page.expect_request(SENT):
            self.walker.page.get_by_text(word, exact=True).click()

    @property
    def kept(self) -> tuple[str, int]:
        """The look that the browser keeps, and for how many whole days from now."""
        cookies = self.walker.page.context.cookies()
        (kept,) = [each for each in cookies if each.get("name") == "milepost_theme"]
        left = kept["expires"] - datetime.now(UTC).timestamp()
        return kept["value"], int(left // 86_400)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser that is here."""
    with launched() as opened:
        yield opened


@pytest.fixture
def looks(browser: Browser, instance: Instance) -> Iterator[Looks]:
    """Somebody new, about to choose a look."""
    with walking(browser, instance.url, "desk", True, "look") as walker:
        yield Looks(walker)


def test_a_look_is_kept_before_the_server_has_answered(looks: Looks) -> None:
    looks.choose("Dark")
    looks.walker.open("/goals")
    expect(looks.walker.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert len(looks.waiting) == 1
    assert looks.kept == ("dark", 364)


def test_a_look_is_kept_by_the_server_too(looks: Looks) -> None:
    looks.choose("Dark")
    (sent,) = looks.waiting
    answer = sent.fetch(max_redirects=0)
    assert answer.status == 303
    assert answer.headers["set-cookie"].startswith("milepost_theme=dark; Max-Age=31536000;")


def test_an_answer_to_an_earlier_look_does_not_undo_a_later_one(looks: Looks) -> None:
    looks.choose("Dark")
    with looks.walker.page.expect_event("requestfailed"):
        looks.choose("Light")
    looks.waiting[0].continue_()
    looks.walker.open("/goals")
    expect(looks.walker.page.locator("html")).to_have_attribute("data-theme", "light")
    assert looks.kept == ("light", 364)
