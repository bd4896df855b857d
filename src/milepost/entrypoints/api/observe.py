"""What is seen of each request: a log line, figures, an id; and the headers that every answer carries."""

import re
import secrets
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from milepost.entrypoints.api.metrics import Metrics
from milepost.entrypoints.api.problems import REQUEST_ID, TEMPLATE, broken

GONE = 499
"""The status noted where the client left before there was an answer."""
UNMATCHED = "unmatched"
"""The route of a request that fitted none."""
POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]

_GIVEN_ID = re.compile(rb"[A-Za-z0-9._:/=+-]{1,128}")
_log = structlog.get_logger("milepost.requests")


class Observed:
    """Wraps an application; takes a few microseconds for each request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request and note what became of it. Neither query nor body is noted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, method, status = perf_counter(), scope["method"], 0
        request_id = scope[REQUEST_ID] = _request_id(scope)

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                more = [*HEADERS, (b"x-request-id", request_id.encode())]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception as error:
            if status:
                raise
            await broken(error, scope)(scope, receive, sent)
        finally:
            seconds = perf_counter() - began
            self._note(method, _template(scope), status or GONE, seconds, request_id)

    def _note(self, method: str, route: str, status: int, seconds: float, request_id: str) -> None:
        self._metrics.note(method, route, status, seconds)
        _log.info(
            "request",
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 2),
            request_id=request_id,
        )


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN_ID.fullmatch(value):
            given: bytes = value
            return given.decode("ascii")
    return secrets.token_hex(8)


def _template(scope: Scope) -> str:
    """The path of the route as it is declared, so that nothing of the request's own shows."""
    found: str | None = scope.get(TEMPLATE) or getattr(scope.get("route"), "path", None)
    return found or UNMATCHED
