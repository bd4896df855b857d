"""The way every route of the API is written: FastAPI's declaration, our own strict reading.

FastAPI works out what an endpoint takes, and documents it. Serving goes straight from ASGI through the
plan to the endpoint: its own request handling takes about as long as a whole entry to log.
"""

from collections.abc import Awaitable, Callable
from typing import TypeAlias, TypeVar, Unpack

import structlog
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from milepost.entrypoints.api.call import Call
from milepost.entrypoints.api.plan import Plan
from milepost.entrypoints.api.problems import TEMPLATE, broken, problem
from milepost.entrypoints.api.rules import Options, Rules
from milepost.kernel.errors import Failure

BASE = "/api/v1"
Endpoint: TypeAlias = Callable[..., Awaitable[Response]]
EndpointT = TypeVar("EndpointT", bound=Endpoint)

_log = structlog.get_logger("milepost.routes")


class Route(APIRoute):
    """One path and method of the API."""

    def __init__(self, path: str, endpoint: Endpoint, method: str, tag: str, rules: Rules) -> None:
        super().__init__(
            path,
            endpoint,
            methods=[method],
            tags=[tag],
            status_code=rules.status,
            response_model=rules.answers,
            responses={other: {"model": schema} for other, schema in rules.also.items()},
            operation_id=endpoint.__name__,
        )
        self.rules = rules
        self.method = method
        self.failures = frozenset(rules.failures(method))
        self.statuses = frozenset({rules.status, *rules.also})
        self.app = self.serve
        self._plan = Plan(self.dependant, method, rules)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that fits this route; whatever goes wrong becomes a problem."""
        scope[TEMPLATE] = self.path
        try:
            response = await self._answer(scope, receive)
            self._note(str(response.status_code), response.status_code in self.statuses)
        except Failure as failure:
            self._note(failure.code, type(failure) in self.failures)
            response = problem(failure, scope)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 (told as a problem, logged in full)
            response = broken(error, scope)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        call = Call(scope, self.rules.signed_in)
        try:
            arguments = await self._plan.arguments(call, receive)
            response: Response = await self.endpoint(**arguments)
        except Failure:
            if self.rules.signed_in and not call.entered:
                # Who is not let in learns nothing about what was wrong with the request.
                await call.admit()
            raise
        return response

    def _note(self, answer: str, documented: bool) -> None:
        """An answer that the document does not tell of shows up in the log, and fails the tests."""
        if not documented:
            _log.warning("undocumented answer", answer=answer, route=self.path, method=self.method)


class Router:
    """The routes of one domain."""

    def __init__(self, prefix: str, tag: str) -> None:
        self.prefix = BASE + prefix
        self.tag = tag
        self.routes: list[Route] = []

    def get(self, path: str, **options: Unpack[Options]) -> Callable[[EndpointT], EndpointT]:
        """Declare a reading."""
        return self._declared("GET", path, options)

    def post(self, path: str, **options: Unpack[Options]) -> Callable[[EndpointT], EndpointT]:
        """Declare a making, or a verb."""
        return self._declared("POST", path, options)

    def patch(self, path: str, **options: Unpack[Options]) -> Callable[[EndpointT], EndpointT]:
        """Declare a change of what is sent."""
        return self._declared("PATCH", path, options)

    def put(self, path: str, **options: Unpack[Options]) -> Callable[[EndpointT], EndpointT]:
        """Declare a setting of the whole."""
        return self._declared("PUT", path, options)

    def delete(self, path: str, **options: Unpack[Options]) -> Callable[[EndpointT], EndpointT]:
        """Declare a removal."""
        return self._declared("DELETE", path, options)

    def _declared(self, method: str, path: str, options: Options) -> Callable[[EndpointT], EndpointT]:
        def declare(endpoint: EndpointT) -> EndpointT:
            self.routes.append(Route(self.prefix + path, endpoint, method, self.tag, Rules(**options)))
            return endpoint

        return declare
