"""People with their keys, and applications to send them to."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp
from structlog.testing import capture_logs
from structlog.typing import EventDict

from milepost.accounts.actions import make_token
from milepost.accounts.actions.sessions import open_session
from milepost.accounts.schemas import NewToken
from milepost.entrypoints.api.app import api
from milepost.entrypoints.api.routers import ROUTERS
from milepost.entrypoints.api.session_cookie import NAME, csrf_token
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.api.scratch import scratch
from tests.cast import Cast


class Person(NamedTuple):
    """Somebody with a session, and with API tokens to write and to read only."""

    known: Known
    session: str
    token: str
    reader: str

    @property
    def bearer(self) -> dict[str, str]:
        """The header of a program."""
        return bearer(self.token)

    @property
    def cookie(self) -> dict[str, str]:
        """The headers of a browser that shows the session alone."""
        return {"Cookie": f"{NAME}={self.session}"}

    @property
    def page(self) -> dict[str, str]:
        """The headers of a script in one of our own pages."""
        return {**self.cookie, "X-CSRF-Token": csrf_token(self.session)}


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def with_keys(app: App, known: Known) -> Person:
    session = app.write_now(known, lambda work: open_session(work, "a test"))
    token = app.write_now(known, lambda work: make_token(work, NewToken(name="program")))
    reader = app.write_now(known, lambda work: make_token(work, NewToken(name="reader", scopes=["read"])))
    return Person(known, session.secret, token.secret, reader.secret)


@pytest.fixture
def alice(app: App, cast: Cast) -> Person:
    """The owner, with her keys."""
    return with_keys(app, cast.alice)


@pytest.fixture
def charlie(app: App, cast: Cast) -> Person:
    """A stranger, with his keys."""
    return with_keys(app, cast.charlie)


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """What is logged during a test. What a route's document does not tell of fails the test."""
    with capture_logs() as lines:
        yield lines
    assert [line for line in lines if line["event"] == "undocumented answer"] == []


@pytest.fixture(params=[True, False], ids=["hot", "behind the router"])
def scratch_app(request: pytest.FixtureRequest, app: App, settings: Settings) -> ASGIApp:
    """The tests' own routes, both as hot ones and behind the framework's router."""
    return api(app, settings, [scratch(request.param)])


@pytest.fixture
def caller(scratch_app: ASGIApp) -> Iterator[TestClient]:
    """Somebody who calls the tests' own routes; an answer of 500 is an answer."""
    with TestClient(scratch_app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def client(app: App, settings: Settings) -> Iterator[TestClient]:
    """Somebody who calls the API."""
    with TestClient(api(app, settings, ROUTERS), raise_server_exceptions=False) as opened:
        yield opened
