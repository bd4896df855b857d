"""What a stranger asks of a page: ids of Alice's wherever it takes one, in path, query and form."""

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple, get_args
from urllib.parse import urlencode
from uuid import uuid4

from starlette.convertors import UUIDConvertor
from starlette.routing import BaseRoute, Route

from milepost.entrypoints import web
from milepost.entrypoints.web import installed, static
from milepost.entrypoints.web.app import PLACES
from milepost.goals.rules.lifecycle import Verb
from tests.architecture.asking import TAKEN_FROM, Asked, ids_called, ids_in, path, paths, with_own
from tests.architecture.forms import form
from tests.architecture.samples import NoSample, Rows
from tests.cast import PASSWORD

SESSION = "/practice/{practice_session_id:uuid}"
ENTRY = "/goals/{goal_id:uuid}/entries/{entry_id:uuid}"
# Anybody may come to these, signed in or not: each of them is a decision.
OPEN = {
    "/",
    static.PATH,
    installed.MANIFEST,
    installed.WORKER,
    installed.OFFLINE,
    "/sign-up",
    "/sign-in",
    "/forgot",
    "/new-password",
}
COUNTER = {"title": "{fresh}", "goal_type": "continuous_counter", "unit": "pages"}
# A form that is taken, by where it is sent; {fresh} is new each time, {goals} the id of one's own goal.
FORMS: dict[str, dict[str, str]] = {
    "/goals": COUNTER | {"parent_goal_id": "", "practice_session_id": "", "category_id": ""},
    "/goals/{goal_id:uuid}/entries": {"kind": "delta", "value": "1", "back": "goal", "entry_id": "{fresh}"},
    ENTRY: {"kind": "delta", "value": "2", "entry_date": "2026-01-01", "note": "Another"},
    f"{ENTRY}/delete": {},
    "/goals/{goal_id:uuid}/edit": COUNTER | {"category_id": ""},
    **{f"/goals/{{goal_id:uuid}}/{verb}": {} for verb in get_args(Verb)},
    "/goals/{goal_id:uuid}/delete": {},
    "/goals/{goal_id:uuid}/move": {"parent_goal_id": "", "practice_session_id": "", "before_id": ""},
    "/practice": {"name": "Another", "goal_id": "{goals}"},
    SESSION: {"name": "Another"},
    f"{SESSION}/complete": {},
    f"{SESSION}/reopen": {},
    f"{SESSION}/link": {"goal_id": "{goals}"},
    f"{SESSION}/unlink": {"goal_id": "{goals}"},
    f"{SESSION}/delete": {},
    "/categories": {"name": "{fresh}"},
    "/categories/{category_id:uuid}": {"name": "{fresh}"},
    "/categories/{category_id:uuid}/delete": {},
    "/settings/profile": {"full_name": "Another", "timezone": "UTC", "day_start": "04:00"},
    "/settings/close": {"password": PASSWORD},
    "/settings/theme": {"theme": "dark"},
    "/settings/password": {"current": PASSWORD, "new": PASSWORD},
    "/settings/tokens": {"name": "another", "scope": "read"},
    "/settings/tokens/{token_id:uuid}/revoke": {},
    "/settings/sessions/{session_id:uuid}/revoke": {},
    "/sign-out": {},
    "/import": {"format": "fractal"},
    "/import/{import_id:uuid}/confirm": {},
    "/goals/{goal_id:uuid}/import": {"dry_run": "true"},
}
# What stands in a path and is no id.
WORDS = {"section": "profile"}
HERE = "in tests/architecture/asking_pages.py"


class Place(NamedTuple):
    """A page, or where a form is sent."""

    method: str
    route: Route

    @property
    def named(self) -> str:
        """Its name in what is told of it."""
        return f"{self.method} {self.route.path}"


def places(routes: Sequence[BaseRoute]) -> list[Place]:
    """Everything that these routes serve; HEAD is GET without its body."""
    known = (route for route in routes if isinstance(route, Route))
    return [Place(method, route) for route in known for method in sorted((route.methods or set()) - {"HEAD"})]


ALL = places([*static.routes, *installed.routes, *chain.from_iterable(each.routes for each in PLACES)])
UPLOADS = set[str]().union(*(each.uploads for each in PLACES))
CLOSED = [place for place in ALL if place.route.path not in OPEN]
SENT = [place for place in CLOSED if place.method == "POST"]


@cache
def asked_words() -> frozenset[str]:
    """Every parameter that some page looks for in its query."""
    sources = (
        file.read_text(encoding="utf-8") for folder in web.__path__ for file in Path(folder).rglob("*.py")
    )
    calls = (node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return frozenset(
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "asked"
        if call.args and isinstance(call.args[0], ast.Constant)
    )


def asked_of_page(place: Place, hers: Rows, own: Rows, csrf: str) -> Iterator[Asked]:
    """Everything that somebody with rows of their own could ask of a page with ids of hers.

    Raises:
        NoSample: if it takes an id or a form that is not known here.
    """
    mine, fields = ids_in(own), _form(place, own)
    names, words, sent = _names(place), _words(place), _text(place, fields, csrf)
    for kind, ids in paths(place.named, names, hers, own):
        foreign = tuple(dict.fromkeys(each for each in ids.values() if each not in mine))
        yield Asked(kind, place.method, place.route.path_format.format(**ids, **words), sent, foreign)
    home = place.route.path_format.format(**path(place.named, names, own), **words)
    if not names or place.method == "GET":
        yield Asked("", place.method, home, sent)
    for table in sorted(set(TAKEN_FROM.values())) if place.method == "GET" else ():
        given = str(hers[table][-1]["id"])
        query = urlencode(dict.fromkeys(sorted(asked_words()), given))
        yield Asked(f"query {table}", "GET", f"{home}?{query}", None, (given,))
    for name in (name for name in fields or () if name.endswith("_id")):
        for given in ids_called(place.named, name, hers):
            sent = _text(place, {**(fields or {}), name: given}, csrf)
            yield Asked(f"form {name}", place.method, home, sent, (given,), makes_a_row=name == "entry_id")


def _names(place: Place) -> list[str]:
    """What the ids in its path are called."""
    convertors = place.route.param_convertors.items()
    return [name for name, convertor in convertors if isinstance(convertor, UUIDConvertor)]


def _words(place: Place) -> dict[str, str]:
    """The other parts of its path, filled in."""
    words = place.route.param_convertors.keys() - set(_names(place))
    unknown = sorted(words - WORDS.keys())
    if unknown:
        raise NoSample(f"{place.named} takes {', '.join(unknown)}: add it to WORDS {HERE}")
    return {word: WORDS[word] for word in words}


def _form(place: Place, own: Rows) -> dict[str, str] | None:
    if place.method == "GET":
        return None
    if place.route.path not in FORMS:
        raise NoSample(f"{place.named}: add its form to FORMS {HERE}")
    return {name: with_own(value, own) for name, value in FORMS[place.route.path].items()}


def _text(place: Place, fields: dict[str, str] | None, csrf: str) -> str | None:
    if fields is None:
        return None
    sent = {name: value.replace("{fresh}", str(uuid4())) for name, value in fields.items()}
    whole = sent | ({"csrf_token": csrf} if csrf else {})
    return form(whole) if place.route.path in UPLOADS else urlencode(whole)
