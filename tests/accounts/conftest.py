"""People who come in by the gate, as the tests of accounts need them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from milepost.accounts.actions import register
from milepost.accounts.gate import Gate
from milepost.accounts.identity import identify
from milepost.accounts.passwords import hashed
from milepost.accounts.rows import Opened
from milepost.accounts.schemas import NewAccount
from milepost.kernel.seen import Seen
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Nobody
from tests.accounts.visiting import HOME
from tests.cast import PASSWORD, Cast


@pytest.fixture
def gate(app: App, settings: Settings) -> Gate:
    """The gate of the shared instance, without limits."""
    return Gate(app, settings)


@pytest.fixture(scope="session")
def password_hash() -> str:
    """The hash of everybody's password, made once because that is slow on purpose."""
    return hashed(PASSWORD)


@pytest.fixture
def alice(app: App, cast: Cast, password_hash: str) -> Opened:
    """Alice, who has just signed up in Berlin."""
    new = NewAccount(email=cast.email("alice"), password=PASSWORD, timezone="Europe/Berlin")
    return app.write_now(Nobody(), lambda work: register(work, new, password_hash, HOME.device))


@pytest.fixture
def charlie(app: App, cast: Cast, password_hash: str) -> Opened:
    """Charlie, a stranger who has just signed up."""
    new = NewAccount(email=cast.email("charlie"), password=PASSWORD)
    return app.write_now(Nobody(), lambda work: register(work, new, password_hash, HOME.device))


@pytest.fixture
def seen(app: App) -> Seen:
    """Where last-seen marks wait."""
    return Seen()


@pytest.fixture
def after(app: App, seen: Seen) -> Callable[[timedelta], App]:
    """The same product so much later; it notes who is seen."""
    noting = partial(identify, note=seen.note)

    def later(time: timedelta) -> App:
        def clock() -> datetime:
            return app.clock() + time

        return replace(app, identify=noting, clock=clock)

    return later
