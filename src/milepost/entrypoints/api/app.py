"""The HTTP API as one application."""

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from milepost.bootstrap import FORMATS
from milepost.entrypoints.api import docs, operation, problems
from milepost.entrypoints.api.hot import Front
from milepost.entrypoints.api.metrics import Metrics
from milepost.entrypoints.api.observe import Observed
from milepost.entrypoints.api.route import Router
from milepost.exchange.runner import Runner
from milepost.kernel.settings import Settings
from milepost.kernel.work import App
from milepost.migrations.version import is_current

# Whatever the environment says: nothing about a person's requests leaves this server.
NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
PATIENCE = 5.0
"""Seconds within which a ready database answers."""


def api(
    app: App,
    settings: Settings,
    routers: Sequence[Router],
    pages: ASGIApp | None = None,
    imports: Runner | None = None,
) -> ASGIApp:
    """Put the routes of the domains together over a running product; other addresses go to the pages."""

    async def ready() -> bool:
        return await asyncio.wait_for(asyncio.wrap_future(app.database.read(is_current)), PATIENCE)

    metrics = Metrics()
    routes = [route for router in routers for route in router.routes]
    framework = FastAPI(
        title="Milepost",
        routes=[*routes, *docs.addresses(routers), *operation.routes(metrics, ready)],
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
        exception_handlers={HTTPException: problems.from_router, Exception: problems.from_router},
    )
    framework.state.app = app
    framework.state.settings = settings
    framework.state.imports = imports or Runner(FORMATS)
    rest = framework if pages is None else Split(framework, pages)
    served: ASGIApp = _behind_proxies(
        Observed(Front(framework, rest, routes), metrics), settings.trusted_proxies
    )
    return served


def _behind_proxies(served: Any, trusted: str) -> Any:
    """Take client and scheme from X-Forwarded-For and -Proto where a trusted proxy says them."""
    if not trusted:
        return served
    return ProxyHeadersMiddleware(served, trusted)


class Split:
    """Gives the API its addresses, and the pages all others."""

    def __init__(self, framework: ASGIApp, pages: ASGIApp) -> None:
        self._framework = framework
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        path = scope.get("path", "")
        if (
            scope["type"] == "http"
            and not path.startswith(("/api/", "/problems/"))
            and path not in operation.PLACES
        ):
            await self._pages(scope, receive, send)
        else:
            await self._framework(scope, receive, send)
