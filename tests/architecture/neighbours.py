"""Alice's house as it is seen from the street: the whole application, and who comes there with which keys."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

from starlette.testclient import TestClient
from starlette.types import ASGIApp

from milepost.accounts.keys import new_secret
from milepost.bootstrap import FORMATS
from milepost.entrypoints.api.app import api
from milepost.entrypoints.api.route import Router
from milepost.entrypoints.api.routers import ROUTERS
from milepost.entrypoints.api.session_cookie import NAME, csrf_token
from milepost.entrypoints.web.app import pages
from milepost.exchange.errand import Errand
from milepost.exchange.runner import Runner
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.api.conftest import Person, bearer, with_keys
from tests.architecture.asking import Asked
from tests.architecture.filled import fill
from tests.architecture.forms import media_type
from tests.architecture.past_the_door import rows
from tests.architecture.rooms import Room
from tests.architecture.samples import Rows

Headers = dict[str, str]
NOW = re.compile(r"(?<=expires=)[^;]+")
NEW_ID = re.compile(r'(?<=name="entry_id" value=")[0-9a-f-]{36}')
Pages = Callable[[App, Settings], ASGIApp]
OF_EACH_REQUEST = ("x-request-id", "content-length")
SHORTEST = 4
"""Shorter texts of hers, such as a unit, say nothing of her."""
ON_EVERY_PAGE = ("Europe/Berlin", "running", "system")
"""Words in her rows that anybody is shown."""


class Answer(NamedTuple):
    """What came back, without what is each request's own."""

    status: int
    head: str
    body: str

    def without(self, ids: Sequence[str]) -> "Answer":
        """The same with the ids that were asked for taken out, so that it can be compared.

        In a form stands a new id each time that it is shown, and in a cookie that is taken away the time.
        """
        head, body = NOW.sub("<now>", self.head), NEW_ID.sub("<new>", self.body)
        for place, each in enumerate(ids):
            head, body = head.replace(each, f"<{place}>"), body.replace(each, f"<{place}>")
        return Answer(self.status, head, body)

    @property
    def code(self) -> str:
        """The code of the problem that it is."""
        return str(json.loads(self.body)["code"])

    @property
    def pointers(self) -> list[str]:
        """Where the faults lie that it names."""
        return [each["pointer"] for each in json.loads(self.body).get("errors", ())]


class Street:
    """An application as the network sees it; no request remembers the one before."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    def ask(self, asked: Asked, headers: Headers) -> Answer:
        """Send a request; a body is JSON where the headers do not say otherwise."""
        self._client.cookies.clear()
        kind = {} if asked.content is None else {"Content-Type": media_type(asked.content, headers)}
        answer = self._client.request(asked.method, asked.url, headers=headers | kind, content=asked.content)
        head = (f"{name}: {value}" for name, value in answer.headers.items() if name not in OF_EACH_REQUEST)
        return Answer(answer.status_code, "\n".join(head), answer.text)


class Stranger:
    """Somebody who comes down the street with keys of their own."""

    def __init__(self, street: Street, headers: Headers, secrets: dict[str, str]) -> None:
        self._street, self._headers, self._secrets = street, headers, secrets
        self._to_nobodys: dict[tuple[str, str], Answer] = {}

    def gets(self, asked: Asked, expected: Collection[int]) -> list[str]:
        """What is wrong with the answer to this; with ids of hers it must be as with those of nobody."""
        answer = self._street.ask(asked, self._headers)
        whole = answer.head + answer.body
        known = (each for each in self._secrets.items() if each[0] not in asked.ids)
        wrong = [f"tells {place}" for secret, place in known if secret in whole]
        if answer.status not in expected:
            wrong.append(f"answers {answer.status}, not {', '.join(map(str, expected))}: {answer.body}")
        elif asked.ids and not asked.makes_a_row and answer.without(asked.ids) != self._to_nobody(asked):
            wrong.append(f"answers otherwise than to what is nobody's: {answer.body}")
        elif asked.pointer and answer.status == 404 and asked.pointer not in answer.pointers:
            wrong.append(f"names no pointer: {answer.body}")
        return wrong

    def _to_nobody(self, asked: Asked) -> Answer:
        if asked.form not in self._to_nobodys:
            nobodys = asked.of_nobody()
            answer = self._street.ask(nobodys, self._headers)
            self._to_nobodys[asked.form] = answer.without(nobodys.ids)
        return self._to_nobodys[asked.form]


class AtOnce(Runner):
    """Carries out an import before it goes on."""

    def take(self, errand: Errand) -> None:
        self._carry_out(errand)


def seen(app: App, settings: Settings) -> ASGIApp:
    """The pages."""
    return pages(app, settings, AtOnce(FORMATS))


class House:
    """A room with Alice's record in it, her own keys, and a stranger with something in every table."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.alice = with_keys(room.app, room.alice)
        room.hers = room.now_hers()
        self.charlie = self.somebody()

    def somebody(self) -> Known:
        """Another such stranger."""
        stranger = self.room.stranger()
        fill(self.room.app, self.room.settings, stranger)
        return stranger

    def keys(self, known: Known) -> Person:
        """New keys of somebody."""
        return with_keys(self.room.app, known)

    def rows_of(self, known: Known) -> Rows:
        """All that somebody has."""
        with rows(self.room.settings) as there:
            return there.everything_of(known.user_id)

    def is_untouched(self) -> bool:
        """Whether all of Alice's rows are as they were."""
        return self.room.now_hers() == self.room.hers

    @contextmanager
    def street(
        self, routers: Sequence[Router] = ROUTERS, shown: Pages = seen, undone: bool = False
    ) -> Iterator[Street]:
        """The application over this room; `undone`: whatever is done there is undone at once."""
        app, settings = self.room.undoing if undone else self.room.app, self.room.settings
        served = api(app, settings, routers, shown(app, settings), AtOnce(FORMATS))
        with TestClient(served, raise_server_exceptions=False, follow_redirects=False) as client:
            yield Street(client)

    def secrets_from(self, known: Known) -> dict[str, str]:
        """What somebody must not be told: Alice's ids and words, and in which column they stand."""
        own = {value for table in self.rows_of(known).values() for row in table for value in row.values()}
        secrets: dict[str, str] = {}
        # What is staged is told by the name of its table.
        for table, found in sorted(self.room.hers.items(), key=lambda each: each[0].startswith("staged_")):
            for column, value in ((name, value) for row in found for name, value in row.items()):
                if value not in own and _says_something(value):
                    secrets.setdefault(str(value), f"{table}.{column}")
        return secrets


def assert_none(found: Sequence[str]) -> None:
    """Fail with every fault in full; pytest itself shows but the beginning and the end of a long one."""
    assert not found, "\n".join(found)


def ways(person: Person) -> dict[str, Headers]:
    """The headers of the three ways in: a program's token, a session's token, a script in our own page."""
    return {"token": person.bearer, "session": bearer(person.session), "cookie": person.page}


def no_keys() -> dict[str, Headers]:
    """The headers of those who come with no key that is good."""
    unknown = new_secret("session")
    return {
        "nothing": {},
        "a password": {"Authorization": "Basic YWxpY2U6c2VjcmV0"},
        "an unknown token": bearer(new_secret("token")),
        "an unknown session": {"Cookie": f"{NAME}={unknown}", "X-CSRF-Token": csrf_token(unknown)},
    }


def _says_something(value: Any) -> bool:
    if isinstance(value, UUID):
        return True
    return isinstance(value, str) and len(value) >= SHORTEST and value not in ON_EVERY_PAGE
