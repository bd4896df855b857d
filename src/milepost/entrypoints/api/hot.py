"""The way in: the routes that are asked most stand in front of the framework's router.

A hot route is declared like any other (`hot=True`) and is the same route, with the same reading, checks and
answers; here it is only reached sooner.
"""

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from milepost.entrypoints.api.route import Route


class Front:
    """Serves hot routes at once and hands on the rest; answers HEAD as GET without its body."""

    def __init__(self, app: Starlette, rest: ASGIApp, routes: Iterable[Route]) -> None:
        self._app = app
        self._rest = rest
        self._hot = [(route.method, route.path_regex, route) for route in routes if route.rules.hot]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http" or scope.get("root_path"):
            await self._rest(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope["method"], send = "GET", _without_body(send)
        for method, pattern, route in self._hot:
            if method == scope["method"] and (found := pattern.match(scope["path"])):
                scope["app"] = self._app
                scope["path_params"] = found.groupdict()
                await route.serve(scope, receive, send)
                return
        await self._rest(scope, receive, send)


def _without_body(send: Send) -> Send:
    async def headers_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headers_only
