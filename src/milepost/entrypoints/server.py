"""The server: the API, the pages and the operator's addresses as one ASGI application."""

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from milepost import bootstrap
from milepost.entrypoints import logs
from milepost.entrypoints.api.app import api
from milepost.entrypoints.api.routers import ROUTERS
from milepost.entrypoints.serving import announced
from milepost.entrypoints.web.app import pages
from milepost.kernel.settings import Settings, settings


class Served:
    """Starts and stops the product with the server, and hands each request to its way in."""

    def __init__(self, product: bootstrap.Product, http: ASGIApp, chosen: Settings) -> None:
        self._product = product
        self._http = http
        self._settings = chosen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or the server's own start and stop."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._http(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._product.start()
        with announced(self._settings):
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await run_in_threadpool(self._product.stop)
        await send({"type": "lifespan.shutdown.complete"})


def application() -> ASGIApp:
    """The application of one server process, by the settings."""
    logs.configure()
    logs.take_in_libraries()
    chosen = settings()
    return served(bootstrap.product(chosen), chosen)


def served(product: bootstrap.Product, chosen: Settings) -> ASGIApp:
    """The application over a product."""
    imports = product.imports
    http = api(product.app, chosen, ROUTERS, pages(product.app, chosen, imports), imports)
    return Served(product, http, chosen)
