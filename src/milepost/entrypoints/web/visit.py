"""One request by a browser on its way to the product: who comes, what they send, what they get."""

from collections.abc import Callable, Mapping
from typing import IO, Literal, TypeVar
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from milepost.accounts.gate import Gate, Visitor
from milepost.accounts.keys import presented
from milepost.accounts.rules import SESSION_LIVES
from milepost.entrypoints.api.errors import CsrfMissing
from milepost.entrypoints.api.problems import status
from milepost.entrypoints.api.session_cookie import csrf_holds, csrf_token, keep_session, session_in
from milepost.entrypoints.api.upload import uploaded
from milepost.entrypoints.web.forms import sent
from milepost.entrypoints.web.origins import require_own_page
from milepost.entrypoints.web.pages import page
from milepost.entrypoints.web.problem import NOT_STORED, headers_for
from milepost.entrypoints.web.theme import NAME as THEME
from milepost.entrypoints.web.theme import theme_in
from milepost.entrypoints.web.views import Frame, Person, Toast
from milepost.exchange.runner import Runner
from milepost.kernel.errors import Failure, SignedOut
from milepost.kernel.settings import Settings
from milepost.kernel.work import GUEST, App, Credential, Nobody, Reading, Work

T = TypeVar("T")
Place = Literal["today", "goals", "practice", "find", "settings", "more", ""]


class Visit:
    """What a page's endpoint works through; made for each request."""

    def __init__(self, request: Request, signed_in: bool) -> None:
        """Look who comes.

        Raises:
            SignedOut: if the page is for people who are signed in, and no cookie says who it is.
        """
        self.app: App = request.app.state.app
        self.settings: Settings = request.app.state.settings
        self.fields: Mapping[str, str] = {}
        """The form that was sent, if any."""
        self.file: IO[bytes] | None = None
        """The file that came with it, if any."""
        self._request = request
        self._cookies = request.headers.get("cookie", "")
        self._secret = session_in(self._cookies) or ""
        credential = presented(self._secret)
        if signed_in and credential is None:
            raise SignedOut()
        self.credential: Credential = credential or Nobody()
        self._actor = GUEST
        self._csrf = csrf_token(self._secret) if signed_in else ""

    async def receive(self) -> None:
        """Read the form that is sent.

        Raises:
            CsrfMissing: if it was not sent by a page of ours, made for this session.
            Malformed, TooLarge, UnsupportedMedia: if it cannot be read.
        """
        require_own_page(self._request.headers, self.settings.public_url)
        self.fields = await sent(self._request)
        self._require_csrf()

    async def receive_file(self) -> None:
        """Read the form that brings a file, for who is signed in; as `receive`.

        Raises:
            SignedOut: if the session is good no more.
        """
        require_own_page(self._request.headers, self.settings.public_url)
        await self.read(lambda reading: reading.owner)
        self.file, _digest, self.fields = await uploaded(self._request.headers, self._request.receive)
        try:
            self._require_csrf()
        except CsrfMissing:
            self.let_go()
            raise

    def let_go(self) -> None:
        """Close the file that came, where nobody has taken it."""
        if self.file is not None:
            self.file.close()

    def _require_csrf(self) -> None:
        if self._csrf and not csrf_holds(self._secret, self.fields.get("csrf_token", "")):
            raise CsrfMissing()

    @property
    def imports(self) -> Runner:
        """What carries out imports in this process."""
        imports: Runner = self._request.app.state.imports
        return imports

    def asked(self, name: str) -> str:
        """A parameter of the query, "" without it."""
        return self._request.query_params.get(name, "")

    def id(self, name: str) -> UUID:
        """An id of the path."""
        found: UUID = self._request.path_params[name]
        return found

    @property
    def has_theme(self) -> bool:
        """Whether the browser keeps a choice of light or dark."""
        return THEME in self._cookies

    @property
    def is_secure(self) -> bool:
        """Whether the request came by https."""
        return self._request.url.scheme == "https"

    @property
    def gate(self) -> Gate:
        """The gate of this instance."""
        return Gate(self.app, self.settings)

    @property
    def visitor(self) -> Visitor:
        """Where the request comes from."""
        client = self._request.client
        return Visitor(client.host if client else "", self._request.headers.get("user-agent", ""))

    async def read(self, query: Callable[[Reading], T]) -> T:
        """Answer from a transaction that cannot write."""

        def noted(reading: Reading) -> T:
            self._actor = reading.actor
            return query(reading)

        return await self.app.read(self.credential, noted)

    async def write(self, action: Callable[[Work], T]) -> T:
        """Answer when the action is committed; it may run twice."""
        return await self.app.write(self.credential, action)

    async def apart(self, slow: Callable[[], T]) -> T:
        """Run what blocks, such as hashing a password, on a thread of its own."""
        return await run_in_threadpool(slow)

    async def is_signed_in(self) -> bool:
        """Whether the browser has a session that is still good."""
        try:
            return await self.read(lambda reading: reading.actor.means == "session")
        except SignedOut:
            return False

    def show(
        self,
        template: str,
        view: object,
        place: Place = "",
        failure: Failure | None = None,
        toast: Toast | None = None,
    ) -> Response:
        """A page; with the status of a failure, where it is the same page again with what went wrong."""
        frame = Frame(self._csrf, place, theme_in(self._cookies), toast=toast, person=self._person)
        code = 200 if failure is None else status(type(failure))
        headers = NOT_STORED if failure is None else headers_for(failure)
        return HTMLResponse(page(template, frame, view), code, headers)

    @property
    def _person(self) -> Person | None:
        """Who was found to be signed in, where something was read."""
        actor = self._actor
        if actor is GUEST:
            return None
        return Person(str(actor.user_id), actor.zone.key, f"{actor.day_start:%H:%M}")

    def go(self, address: str) -> Response:
        """To another page, by GET, so that loading again sends nothing twice."""
        return RedirectResponse(address, 303, NOT_STORED)

    def keep(self, response: Response, secret: str) -> Response:
        """Keep a session that was opened, for as long as it lives without being used."""
        keep_session(response, secret, int(SESSION_LIVES.total_seconds()), self.is_secure)
        return response

    def renew(self, response: Response) -> None:
        """Keep the session by which this request came for as long again."""
        self.keep(response, self._secret)
