"""The operator's addresses: is it alive, is it ready, what are its figures."""

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from milepost.entrypoints.api.metrics import Metrics
from milepost.entrypoints.api.problems import TEMPLATE

Ready = Callable[[], Awaitable[bool]]
"""Says whether the database answers and has the schema that this program needs."""
PLACES = ("/healthz", "/readyz", "/metrics")

_PROMETHEUS = "text/plain; version=0.0.4"
_NOT_STORED = {"cache-control": "no-store"}
_log = structlog.get_logger("milepost.operation")


def routes(metrics: Metrics, ready: Ready) -> list[Route]:
    """The routes that stand outside the API."""

    async def healthz(request: Request) -> Response:
        request.scope[TEMPLATE] = "/healthz"
        return JSONResponse({"status": "alive"}, headers=_NOT_STORED)

    async def readyz(request: Request) -> Response:
        request.scope[TEMPLATE] = "/readyz"
        if await _asked(ready):
            return JSONResponse({"status": "ready"}, headers=_NOT_STORED)
        return JSONResponse({"status": "not ready"}, 503, headers={**_NOT_STORED, "retry-after": "1"})

    async def figures(request: Request) -> Response:
        request.scope[TEMPLATE] = "/metrics"
        return Response(metrics.text(), 200, _NOT_STORED, _PROMETHEUS)

    endpoints = dict(zip(PLACES, (healthz, readyz, figures), strict=True))
    return [Route(place, endpoint, include_in_schema=False) for place, endpoint in endpoints.items()]


async def _asked(ready: Ready) -> bool:
    try:
        return await ready()
    except Exception as failure:  # noqa: BLE001 (whatever is wrong, it is not ready)
        _log.warning("not ready", reason=type(failure).__name__)
        return False
