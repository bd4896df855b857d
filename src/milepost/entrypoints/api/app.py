"""The HTTP API as one application."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from milepost.entrypoints.api import problems
from milepost.entrypoints.api.hot import Front
from milepost.entrypoints.api.route import Router
from milepost.kernel.settings import Settings
from milepost.kernel.work import App

ROUTERS: tuple[Router, ...] = ()


def api(app: App, settings: Settings, routers: Sequence[Router] = ROUTERS) -> ASGIApp:
    """Put the routes of the domains together over a running product."""
    routes = [route for router in routers for route in router.routes]
    framework = FastAPI(
        title="Milepost",
        routes=list(routes),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers={HTTPException: problems.from_router, Exception: problems.from_router},
    )
    framework.state.app = app
    framework.state.settings = settings
    return Front(framework, framework, routes)
