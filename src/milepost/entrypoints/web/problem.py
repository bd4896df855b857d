"""What went wrong, as a page: the status of its kind, and no word of the inside."""

import structlog
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from milepost.entrypoints.api.errors import Broken, NoSuchPlace, NotAllowedMethod
from milepost.entrypoints.api.problems import REQUEST_ID, status
from milepost.entrypoints.web.account_views import ProblemPage
from milepost.entrypoints.web.pages import page
from milepost.entrypoints.web.sentences import sentence
from milepost.entrypoints.web.theme import theme_in
from milepost.entrypoints.web.views import Frame
from milepost.kernel.errors import Failure, TooMany

NOT_STORED = {"cache-control": "no-store"}

_log = structlog.get_logger("milepost.failures")


def problem(failure: Failure, scope: Scope) -> Response:
    """The page that tells a failure. One of no public kind is logged and told as `Broken`."""
    code = status(type(failure))
    if code == 500 and not isinstance(failure, Broken):
        return broken(failure, scope)
    wait = failure.retry_after if isinstance(failure, TooMany) else None
    request_id = str(scope.get(REQUEST_ID, "")) if code >= 500 else ""
    # What a failure says of itself only by its title, the page says better.
    detail = "" if failure.detail == failure.title() else sentence(failure.detail)
    view = ProblemPage(code, detail, wait, request_id)
    frame = Frame(theme=theme_in(Headers(scope=scope).get("cookie", "")))
    return HTMLResponse(page("problem.html", frame, view), code, headers_for(failure))


def broken(error: Exception, scope: Scope) -> Response:
    """The page for what should not happen; of the inside it says nothing, but the log does."""
    _log.error("broken", request_id=scope.get(REQUEST_ID), method=scope["method"], exc_info=error)
    return problem(Broken(), scope)


def headers_for(failure: Failure) -> dict[str, str]:
    """The headers of an answer that tells this failure."""
    if isinstance(failure, TooMany):
        return NOT_STORED | {"retry-after": str(failure.retry_after)}
    return NOT_STORED


async def from_router(request: Request, error: Exception) -> Response:
    """The page for an address that fits no route."""
    if isinstance(error, HTTPException) and error.status_code == 405:
        answer = problem(NotAllowedMethod(), request.scope)
        answer.headers.update(error.headers or {})
        return answer
    if isinstance(error, HTTPException) and error.status_code == 404:
        return problem(NoSuchPlace(), request.scope)
    return broken(error, request.scope)
