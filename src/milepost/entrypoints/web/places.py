"""The way every page's route is written: who may come, what is read, and what becomes of a failure."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from milepost.entrypoints.api.problems import TEMPLATE
from milepost.entrypoints.api.session_cookie import drop_session, session_in
from milepost.entrypoints.web.origins import HOME
from milepost.entrypoints.web.problem import NOT_STORED, broken, problem
from milepost.entrypoints.web.visit import Visit
from milepost.kernel.errors import Failure, SignedOut

Endpoint: TypeAlias = Callable[[Visit], Awaitable[Response]]
Declare: TypeAlias = Callable[[Endpoint], Endpoint]


class Places:
    """The pages of one domain."""

    def __init__(self) -> None:
        self.routes: list[Route] = []
        self.uploads: set[str] = set()
        """Where forms with a file are sent."""

    def get(self, path: str, signed_in: bool = True) -> Declare:
        """Declare a page; who is signed out is led to the sign-in, and from there back."""
        return self._declared("GET", path, signed_in)

    def post(self, path: str, signed_in: bool = True) -> Declare:
        """Declare what a form does; it must come from a page of ours, made for this session."""
        return self._declared("POST", path, signed_in)

    def upload(self, path: str) -> Declare:
        """Declare what a form with a file does; as `post`, for who is signed in."""
        self.uploads.add(path)
        return self._declared("POST", path, True)

    def _declared(self, method: str, path: str, signed_in: bool) -> Declare:
        brings_file = path in self.uploads and method == "POST"

        def declare(endpoint: Endpoint) -> Endpoint:
            async def serve(request: Request) -> Response:
                request.scope[TEMPLATE] = path
                return await _answer(endpoint, request, signed_in, brings_file)

            self.routes.append(Route(path, serve, methods=[method], name=f"{method} {path}"))
            return endpoint

        return declare


async def _answer(
    endpoint: Endpoint, request: Request, signed_in: bool, brings_file: bool = False
) -> Response:
    try:
        visit = Visit(request, signed_in)
        if request.method == "POST":
            await (visit.receive_file() if brings_file else visit.receive())
        try:
            response = await endpoint(visit)
        finally:
            visit.let_go()
        if signed_in and request.method == "GET":
            visit.renew(response)
    except SignedOut as failure:
        return _signed_out(failure, request)
    except Failure as failure:
        return problem(failure, request.scope)
    except ClientDisconnect:
        return Response(status_code=400)
    except Exception as error:  # noqa: BLE001 (told as a page, logged in full)
        return broken(error, request.scope)
    return response


def _signed_out(failure: SignedOut, request: Request) -> Response:
    """To the sign-in, and from there back; but a form that was sent is kept by the browser, one page back."""
    if request.method == "POST":
        return problem(failure, request.scope)
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    after = "" if back == HOME else f"?after={quote(back, safe='/')}"
    response = RedirectResponse(f"/sign-in{after}", 303, NOT_STORED)
    if session_in(request.headers.get("cookie", "")):
        drop_session(response, request.url.scheme == "https")
    return response
