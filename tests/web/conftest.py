"""Browsers in front of the pages, on both engines."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from milepost.accounts.actions.sessions import open_session
from milepost.entrypoints.api.app import api
from milepost.entrypoints.api.routers import ROUTERS
from milepost.entrypoints.api.session_cookie import NAME
from milepost.entrypoints.web.app import pages
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.web.browsing import Browser

Opened = Callable[[Known | None], Browser]


@pytest.fixture
def served(app: App, settings: Settings) -> ASGIApp:
    """The API and the pages, as a server has them."""
    return api(app, settings, ROUTERS, pages(app, settings))


@pytest.fixture
def opened(app: App, served: ASGIApp) -> Iterator[Opened]:
    """A new browser, signed in as this person, or as nobody."""
    with ExitStack() as stack:

        def browser(person: Known | None = None) -> Browser:
            client = stack.enter_context(TestClient(served, raise_server_exceptions=False))
            if person is not None:
                session = app.write_now(person, lambda work: open_session(work, "a test"))
                client.cookies.set(NAME, session.secret)
            return Browser(client)

        yield browser


@pytest.fixture
def guest(opened: Opened) -> Browser:
    """A browser that nobody is signed in with."""
    return opened(None)


@pytest.fixture
def alice(opened: Opened, cast: Cast) -> Browser:
    """Alice's browser, in Berlin."""
    return opened(cast.alice)


@pytest.fixture
def charlie(opened: Opened, cast: Cast) -> Browser:
    """A stranger's browser."""
    return opened(cast.charlie)
