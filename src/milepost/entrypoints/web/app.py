"""The pages as one application."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from milepost.bootstrap import FORMATS
from milepost.entrypoints.web import accounts, categories, find, installed, leaving, settings, static, today
from milepost.entrypoints.web import imports as import_places
from milepost.entrypoints.web.goals import editing, entries, listed, making, moving, page
from milepost.entrypoints.web.practice import listed as practice
from milepost.entrypoints.web.practice import session
from milepost.entrypoints.web.problem import from_router
from milepost.exchange.runner import Runner
from milepost.kernel.settings import Settings
from milepost.kernel.work import App

PLACES = (
    accounts.places,
    today.places,
    import_places.places,
    listed.places,
    making.places,
    page.places,
    editing.places,
    moving.places,
    entries.places,
    categories.places,
    find.places,
    practice.places,
    session.places,
    leaving.places,
    settings.places,
)


def pages(app: App, chosen: Settings, imports: Runner | None = None) -> ASGIApp:
    """Put the pages of the domains together over a running product."""
    routes = [*static.routes, *installed.routes, *(route for places in PLACES for route in places.routes)]
    made = Starlette(routes=routes, exception_handlers={HTTPException: from_router, Exception: from_router})
    made.router.redirect_slashes = False
    made.state.app = app
    made.state.settings = chosen
    made.state.imports = imports or Runner(FORMATS)
    return made
