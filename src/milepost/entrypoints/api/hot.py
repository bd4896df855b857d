"""The way in: the routes that are asked most stand in front of the framework's router.

A hot route is declared like any other (`hot=True`) and is the same route, with the same reading, checks and
answers; here it is only reached sooner.
"""

from collections.abc import Sequence
from itertools import zip_longest

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from milepost.entrypoints.api.errors import NoSuchPlace
from milepost.entrypoints.api.problems import TEMPLATE, problem
from milepost.entrypoints.api.route import Route


class Front:
    """Serves hot routes at once and hands on the rest; answers HEAD as GET without its body."""

    def __init__(self, app: Starlette, rest: ASGIApp, routes: Sequence[Route]) -> None:
        self._app = app
        self._rest = rest
        self._table = [(route.method, route.path_regex, route) for route in in_front(routes)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
        elif not scope["path"].startswith("/"):
            await problem(NoSuchPlace(), scope)(scope, receive, send)
        elif scope["method"] == "HEAD":
            await self._serve_head(scope, receive, send)
        else:
            await self._serve(scope, receive, send)

    async def _serve_head(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The server goes on seeing HEAD in its own scope: it counts the bytes of a body otherwise."""
        asked = {**scope, "method": "GET"}
        try:
            await self._serve(asked, receive, _without_body(send))
        finally:
            scope.update({name: asked[name] for name in (TEMPLATE, "route") if name in asked})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        for method, pattern, route in self._table:
            if method == scope["method"] and (found := pattern.match(path)):
                scope["app"] = self._app
                scope["path_params"] = found.groupdict()
                await route.serve(scope, receive, send)
                return
        await self._rest(scope, receive, send)


def in_front(routes: Sequence[Route]) -> list[Route]:
    """The hot routes, and those declared before one that would else take their requests, in their order."""
    return [
        route
        for place, route in enumerate(routes)
        if route.rules.hot or any(later.rules.hot and _overlap(route, later) for later in routes[place:])
    ]


def _overlap(one: Route, other: Route) -> bool:
    """Whether some request could fit both."""
    pairs = list(zip_longest(one.path.split("/"), other.path.split("/")))
    return one.method == other.method and all(
        left == right or (left and right and ("{" in left or "{" in right)) for left, right in pairs
    )


def _without_body(send: Send) -> Send:
    async def headers_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headers_only
