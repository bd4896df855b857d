"""Without a line: what is logged waits in the browser, and arrives once; a real browser, a real server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.cast import PASSWORD
from tests.conftest import fresh_settings
from tests.instance import Instance
from tests.web.walking import UNSAFE_HOST, Walker, launched, walking

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session"),
]

LOGGED = "**/goals/*/entries"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser that is here."""
    with launched() as opened:
        yield opened


@pytest.fixture
def server(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Instance]:
    """A server of this test's own, which it may stop."""
    with Instance(fresh_settings(engine, request, tmp_path), tmp_path) as running:
        yield running


class Logger:
    """Somebody with a goal to log on, at a browser whose line may be cut."""

    def __init__(self, walker: Walker, server: Instance) -> None:
        self.walker, self.server, self.page = walker, server, walker.page
        self.email = sign_up(walker)
        made = self._api("POST", "/goals", {"title": "Run", "goal_type": "continuous_counter", "unit": "km"})
        self.goal = made["id"]
        walker.open("/today")

    def _api(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        cookies = {each["name"]: each["value"] for each in self.page.context.cookies()}
        headers = {"Authorization": f"Bearer {cookies['milepost_session']}"}
        answer = httpx2.request(
            method, f"{self.server.url}/api/v1{path}", headers=headers, json=body, trust_env=False
        )
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    @property
    def entries(self) -> list[tuple[str, str]]:
        """What has arrived: values and kinds, newest first."""
        found = self._api("GET", f"/goals/{self.goal}/entries")["items"]
        return [(each["kind"], each["value"]) for each in found]

    def log(self, value: str) -> None:
        """Log by the day's own form."""
        stop = self.page.locator(f"#goal-{self.goal} .quick")
        if stop.get_attribute("open") is None:
            stop.locator("summary").click()
        self.walker.fill(value=value)
        self.walker.press("Log it")

    @property
    def kept(self) -> Any:
        """What is told of that waits."""
        return self.page.locator("#kept")

    def waits(self, words: str) -> None:
        """Something waits, and it is said so; the stop shows it."""
        expect(self.kept).to_be_visible()
        expect(self.kept).to_contain_text(words)

    def has_sent(self) -> None:
        """Nothing waits any more."""
        expect(self.kept).to_be_hidden()

    def archive(self) -> None:
        """Somebody else puts the goal away."""
        self._api("POST", f"/goals/{self.goal}/archive")


@pytest.fixture
def logger(browser: Browser, server: Instance) -> Iterator[Logger]:
    """Somebody about to log, whose browser may say that the server is gone."""
    with walking(browser, server.url, "phone", True, "offline") as walker:
        yield Logger(walker, server)
        walker.heard = [each for each in walker.heard if "Failed to" not in each]


def sign_up(walker: Walker) -> str:
    """Make an account; its address."""
    email = f"{uuid4().hex[:12]}@example.org"
    walker.open("/sign-up")
    walker.fill(full_name="Ann", email=email, password=PASSWORD)
    walker.press("Create the account")
    walker.at("/today")
    return email


def test_what_was_committed_before_the_answer_was_lost_arrives_once(logger: Logger) -> None:
    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        logger.server.kill()
        route.abort()

    logger.page.route(LOGGED, lose, times=1)
    logger.log("5")
    logger.waits("1 entry is kept in this browser")
    expect(logger.page.locator(f"#goal-{logger.goal} .num")).to_contain_text("5")
    logger.server.start(port=logger.server.port)
    logger.has_sent()
    assert logger.entries == [("delta", "5.00")]
    logger.walker.reads("+5 today")


def test_what_never_reached_the_server_arrives_once_and_in_order(logger: Logger) -> None:
    logger.server.kill()
    logger.log("5")
    logger.waits("1 entry is kept")
    logger.log("2.5")
    logger.waits("2 entries are kept")
    expect(logger.page.locator(f"#goal-{logger.goal} .num")).to_contain_text("7.5")
    expect(logger.page.locator(".stop.wait")).to_have_count(1)
    logger.walker.look("today-offline")
    logger.server.start(port=logger.server.port)
    logger.has_sent()
    assert logger.entries == [("delta", "2.50"), ("delta", "5.00")]


def test_a_tab_that_is_closed_loses_nothing(logger: Logger) -> None:
    logger.server.kill()
    logger.log("5")
    logger.waits("1 entry is kept")
    context = logger.page.context
    logger.page.close()
    logger.server.start(port=logger.server.port)
    page: Page = context.new_page()
    page.goto(f"{logger.server.url}/goals")
    expect(page.locator("#kept")).to_be_hidden()
    page.goto(f"{logger.server.url}/goals/{logger.goal}")
    expect(page.locator("body")).to_contain_text("+5")
    logger.page = page
    assert logger.entries == [("delta", "5.00")]


def test_what_is_refused_is_set_aside_to_be_mended_or_dropped(logger: Logger) -> None:
    logger.page.route(LOGGED, lambda route: route.abort())
    logger.page.route(f"**/api/v1{LOGGED.removeprefix('**')}", lambda route: route.abort())
    logger.log("5")
    logger.log("6")
    logger.waits("2 entries are kept")
    logger.archive()
    logger.page.unroute_all()
    logger.waits("This was not taken.")
    logger.walker.look("today-refused")
    logger.kept.get_by_role("button", name="Drop").first.click()
    expect(logger.kept.get_by_role("listitem")).to_have_count(1)
    logger.kept.get_by_role("button", name="Mend").click()
    logger.page.wait_for_url(f"**/goals/{logger.goal}")
    logger.has_sent()
    assert logger.entries == []


def test_the_queue_belongs_to_its_owner(logger: Logger) -> None:
    logger.page.route(LOGGED, lambda route: route.abort())
    logger.page.route(f"**/api/v1{LOGGED.removeprefix('**')}", lambda route: route.abort())
    logger.log("5")
    logger.waits("1 entry is kept")
    logger.walker.open("/settings")
    logger.walker.press("Sign out here")
    expect(logger.page.locator("#leaving")).to_be_visible()
    logger.walker.press("Stay")
    logger.walker.press("Sign out here")
    logger.walker.press("Sign out all the same")
    logger.walker.at("/sign-in")
    logger.page.unroute_all()
    sign_up(logger.walker)
    logger.has_sent()
    logger.walker.open("/settings")
    logger.walker.press("Sign out here")
    logger.walker.at("/sign-in")
    logger.walker.fill(email=logger.email, password=PASSWORD)
    logger.walker.press("Sign in")
    logger.walker.at("/today")
    logger.walker.reads("+5 today")
    assert logger.entries == [("delta", "5.00")]


def test_without_a_line_the_day_is_there_and_other_places_say_so(browser: Browser, server: Instance) -> None:
    with walking(browser, server.url, "phone", True, "offline", works_offline=True) as walker:
        logger = Logger(walker, server)
        walker.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        walker.open("/today")
        walker.reads("Run")
        server.kill()
        walker.open("/today")
        walker.reads("Run")
        logger.log("5")
        logger.waits("1 entry is kept")
        walker.open("/goals")
        walker.reads("You are offline")
        walker.look("offline")
        walker.follow("Try again")
        walker.at("/today")
        logger.waits("1 entry is kept")
        server.start(port=server.port)
        logger.has_sent()
        assert logger.entries == [("delta", "5.00")]
        walker.open("/settings")
        walker.press("Sign out here")
        walker.at("/sign-in")
        server.kill()
        walker.open("/today")
        walker.reads("You are offline")
        walker.heard = [each for each in walker.heard if "Failed to" not in each]


def test_an_address_without_tls_has_a_queue_too(browser: Browser, server: Instance) -> None:
    home = f"http://{UNSAFE_HOST}:{server.port}"
    with walking(browser, home, "phone", True, "unsafe") as walker:
        logger = Logger(walker, server)
        assert not walker.page.evaluate("() => isSecureContext")
        logger.log("5")
        walker.reads("+5 today")
        server.kill()
        logger.log("2")
        logger.waits("1 entry is kept")
        server.start(port=server.port)
        logger.has_sent()
        assert logger.entries == [("delta", "2.00"), ("delta", "5.00")]
        # Without TLS the browser says that it passes over a header; all else is to be quiet.
        quiet = ("Failed to", "Cross-Origin-Opener-Policy")
        walker.heard = [each for each in walker.heard if not any(words in each for words in quiet)]
