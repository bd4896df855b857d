"""Somebody who walks through the pages with a real browser, and looks at each of them closely."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browsers import browser_path

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RUN = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
}).then((found) => found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target)}`))"""
UNSAFE_HOST = "milepost.test"
"""A name for this machine that browsers trust as little as any address without TLS."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP {UNSAFE_HOST} 127.0.0.1",
)
SIZES = {"phone": (375, 667), "desk": (1280, 900)}
Screen = Literal["phone", "desk"]
EXPECTED = ("the server responded with a status of 4", "Service Worker registration blocked")
"""What the browser says of statuses that are meant, and of workers that tests keep out."""
PATIENCE = 40_000
"""Milliseconds that something on a page may take, on a busy machine."""
SHOTS = os.environ.get("SHOTS")
"""A folder to keep a picture of each page in, to be looked at."""


class Walker:
    """A page of a browser, and what it should not have said or asked for on the way."""

    def __init__(self, page: Page, home: str, name: str, has_scripts: bool) -> None:
        self.page = page
        self.home = home
        self.has_scripts = has_scripts
        self.heard: list[str] = []
        self._name = name
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("request", self._asked)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(each in message.text for each in EXPECTED):
            self.heard.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(self.home):
            self.heard.append(f"asked {request.url}")

    def open(self, place: str) -> None:
        """Go to a page."""
        self.page.goto(self.home + place)

    def at(self, place: str) -> None:
        """Be at a page, by now."""
        self.page.wait_for_url(f"{self.home}{place}")

    def press(self, word: str) -> None:
        """Press the button of this word."""
        self.page.get_by_role("button", name=word, exact=True).click()

    def follow(self, word: str) -> None:
        """Follow the first link with this word."""
        self.page.get_by_role("link").filter(has_text=word).first.click()

    def fill(self, **fields: str) -> None:
        """Type into fields by their names."""
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]:visible').first.fill(value)

    def reads(self, words: str) -> None:
        """Read these words on the page, by now."""
        expect(self.page.locator("body")).to_contain_text(words, use_inner_text=True)

    def look(self, name: str) -> None:
        """Look at the page, light and dark: axe finds nothing, and nothing is wider than the screen."""
        for scheme in ("light", "dark") if self.has_scripts else ():
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self._shoot(f"{name}-{scheme}")
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            assert self.page.evaluate(AXE_RUN) == [], f"{name}, {scheme}"
        wide = self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide"
        if not self.has_scripts:
            self._shoot(name)

    def _shoot(self, name: str) -> None:
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{self._name}-{name}.png", full_page=True)


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser that is here."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def walking(
    browser: Browser, home: str, screen: Screen, has_scripts: bool, name: str, *, works_offline: bool = False
) -> Iterator[Walker]:
    """Somebody with a browser of their own; on the way nothing is said or asked for that should not be."""
    width, height = SIZES[screen]
    size: Any = {"width": width, "height": height}
    context = browser.new_context(
        viewport=size,
        java_script_enabled=has_scripts,
        locale="en-GB",
        timezone_id="Pacific/Auckland",
        service_workers="allow" if works_offline else "block",
    )
    try:
        walker = Walker(context.new_page(), home, name, has_scripts)
        yield walker
        assert walker.heard == []
    finally:
        context.close()
