"""One request on its way to the product: who comes, with which key, on whose record."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope

from milepost.accounts.keys import presented
from milepost.entrypoints.api.answers import Reply, Sent, encoded
from milepost.entrypoints.api.errors import CsrfMissing
from milepost.entrypoints.api.rules import SAFE
from milepost.entrypoints.api.session_cookie import HEADER, csrf_holds, session_in
from milepost.exchange.runner import Runner
from milepost.kernel.errors import SignedOut
from milepost.kernel.repeats import Answer, fingerprint, once
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Credential, Nobody, Reading, ScopeTooSmall, Work

T = TypeVar("T")

_BEARER = b"bearer "
_CSRF = HEADER.lower().encode()


class Call:
    """What an endpoint works through; made for each request, after the credential has been read."""

    __slots__ = (
        "app",
        "body",
        "credential",
        "entered",
        "expected",
        "headers",
        "key",
        "owner_id",
        "receive",
        "scope",
    )

    def __init__(self, scope: Scope, signed_in: bool = True) -> None:
        """Read the credential.

        Raises:
            SignedOut: if a route that needs one gets none, or one that cannot be right.
            CsrfMissing: if a change comes with a cookie alone.
        """
        self.scope = scope
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.app: App = scope["app"].state.app
        self.credential: Credential = _credential(scope["method"], self.headers) if signed_in else Nobody()
        self.key: str | None = None
        """The Idempotency-Key."""
        self.expected: int | None = None
        """The version that If-Match names, None where any will do; for actions to compare."""
        self.owner_id: UUID | None = None
        self.body = b""
        self.receive: Receive | None = None
        """Where the body comes from, on a route that reads it itself as it comes."""
        self.entered = False
        """Whether the credential has been put to the test."""

    @property
    def settings(self) -> Settings:
        """The settings of this instance."""
        settings: Settings = self.scope["app"].state.settings
        return settings

    @property
    def imports(self) -> Runner:
        """What carries out imports in this process."""
        imports: Runner = self.scope["app"].state.imports
        return imports

    @property
    def address(self) -> str:
        """The network address of who calls, "" where it is not known."""
        client = self.scope.get("client")
        return client[0] if client else ""

    @property
    def agent(self) -> str:
        """The browser or program that calls, by its own words."""
        said = self.headers.get(b"user-agent", b"").decode("latin-1")
        return "".join(filter(str.isprintable, said))

    async def read(self, query: Callable[[Reading], Reply]) -> Sent:
        """Answer from a transaction that cannot write."""
        self.entered = True
        return Sent(encoded(await self.app.read(self.credential, query, self.owner_id)))

    async def write(self, action: Callable[[Work], Reply]) -> Sent:
        """Answer when the action is committed; with an Idempotency-Key it happens once. It may run twice."""
        self.entered = True
        key = self.key
        if key is None:
            return Sent(encoded(await self.app.write(self.credential, action, self.owner_id)))
        target = self.scope["path"].encode() + b"?" + self.scope["query_string"]
        printed = fingerprint(self.scope["method"], target, self.body)

        def kept(work: Work) -> Answer:
            return once(work, key, printed, lambda again: encoded(action(again)))

        return Sent(await self.app.write(self.credential, kept, self.owner_id))

    async def apart(self, slow: Callable[[], T]) -> T:
        """Run what blocks, such as hashing a password, on a thread of its own."""
        return await run_in_threadpool(slow)

    async def admit(self) -> None:
        """Look only whether who calls may come in here.

        Raises:
            SignedOut, ScopeTooSmall, NoSuchOwner: if not.
        """
        actor = await self.app.read(self.credential, lambda reading: reading.actor, self.owner_id)
        if self.scope["method"] not in SAFE and "write" not in actor.scopes:
            raise ScopeTooSmall("This token does not have the scope write.")


def _credential(method: str, headers: dict[bytes, bytes]) -> Credential:
    given = headers.get(b"authorization")
    if given is None:
        secret = _by_cookie(method, headers)
    elif given[: len(_BEARER)].lower() == _BEARER:
        secret = given[len(_BEARER) :].strip().decode("latin-1")
    else:
        raise SignedOut("Sign in with the header Authorization: Bearer TOKEN.")
    credential = presented(secret) if secret else None
    if credential is None:
        raise SignedOut()
    return credential


def _by_cookie(method: str, headers: dict[bytes, bytes]) -> str | None:
    secret = session_in(headers.get(b"cookie", b"").decode("latin-1"))
    if secret and method not in SAFE and not csrf_holds(secret, headers.get(_CSRF, b"").decode("latin-1")):
        raise CsrfMissing()
    return secret


def _filled_in_by_the_route() -> Any:
    """Only a mark: the route knows a parameter with this dependency, and passes the call itself."""


CallDep = Annotated[Call, Depends(_filled_in_by_the_route)]
"""How an endpoint asks for its call."""
is_call = _filled_in_by_the_route
"""The dependency by which a route knows such a parameter."""
