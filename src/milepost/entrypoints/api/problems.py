"""Failures as the world sees them: `application/problem+json` (RFC 9457), one status for each kind."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import msgspec
import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from milepost.entrypoints.api.errors import Broken, NoSuchPlace, NotAcceptable, NotAllowedMethod
from milepost.kernel import errors
from milepost.kernel.errors import Failure, TooMany, Unavailable

MEDIA_TYPE = "application/problem+json"
PAGE = "/problems/"
"""Where the page about a code stands; `type` is this and the code."""
TEMPLATE = "milepost.template"
"""Where in the scope the path of the route stands, as it is declared."""
REQUEST_ID = "milepost.request_id"
"""Where in the scope the request's id stands."""

_log = structlog.get_logger("milepost.failures")


STATUS: dict[type[Failure], int] = {
    errors.Malformed: 400,
    errors.SignedOut: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    NotAllowedMethod: 405,
    NotAcceptable: 406,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.Invalid: 422,
    errors.TooMany: 429,
    Broken: 500,
    errors.Unavailable: 503,
}


def status(failure: type[Failure]) -> int:
    """The HTTP status of a failure's kind; 500 for one that is of no kind."""
    return next((STATUS[kind] for kind in failure.__mro__ if kind in STATUS), 500)


def problem(failure: Failure, scope: Scope) -> Response:
    """The answer that tells a failure. One of no public kind is logged and told as `Broken`."""
    code = status(type(failure))
    if code == 500 and not isinstance(failure, Broken):
        return broken(failure, scope)
    told: dict[str, Any] = {
        "type": PAGE + failure.code,
        "title": failure.title(),
        "status": code,
        "detail": failure.detail,
        "instance": quote(scope["path"], errors="replace"),
        "code": failure.code,
    }
    if failure.errors:
        told["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in failure.errors]
    return Response(msgspec.json.encode(told), code, _headers(failure, code), MEDIA_TYPE)


def broken(error: Exception, scope: Scope) -> Response:
    """The answer to what should not happen; of the inside it says nothing, but the log does."""
    _log.error("broken", request_id=scope.get(REQUEST_ID), method=scope["method"], exc_info=error)
    return problem(Broken(), scope)


async def from_router(request: Request, error: Exception) -> Response:
    """What the router itself refuses, as a problem."""
    code = error.status_code if isinstance(error, HTTPException) else 500
    if code == 405:
        answer = problem(NotAllowedMethod(f"{request.method} cannot be done here."), request.scope)
        answer.headers["allow"] = ", ".join(sorted(_methods(request.app.routes, request.scope)))
        return answer
    if code == 404:
        return problem(NoSuchPlace(), request.scope)
    return broken(error, request.scope)


def _headers(failure: Failure, code: int) -> dict[str, str]:
    headers = {"cache-control": "no-store"}
    if code == 401:
        headers["www-authenticate"] = "Bearer"
    if isinstance(failure, TooMany):
        headers["retry-after"] = str(failure.retry_after)
    if isinstance(failure, Unavailable):
        headers["retry-after"] = "1"
    return headers


def _methods(routes: Iterable[BaseRoute], scope: Scope) -> set[str]:
    """Every method that some route takes at this address."""
    found: set[str] = set()
    for route in routes:
        match, _ = route.matches(scope)
        if match is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return found | {"HEAD"} if "GET" in found else found
