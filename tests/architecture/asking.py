"""What a stranger asks of a route: ids of Alice's wherever it takes one, in path, query and body."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin
from uuid import UUID, uuid4

from pydantic import BaseModel

from milepost.entrypoints.api.plan import OWNER
from milepost.entrypoints.api.route import Route
from milepost.entrypoints.api.rules import SAFE
from tests.architecture.forms import form
from tests.architecture.samples import NoSample, Rows
from tests.cast import PASSWORD

# Of which table the ids are that a route calls so, by their name or, in a body, by "Schema.name".
TAKEN_FROM = {
    "goal_id": "goals",
    "parent_goal_id": "goals",
    "entry_id": "progress_entries",
    "category_id": "categories",
    "practice_session_id": "practice_sessions",
    "goal_ids": "goals",
    "before": "goals",
    "before_id": "goals",
    "session_id": "sessions",
    "token_id": "api_tokens",
    "import_id": "imports",
    OWNER: "users",
    "NewEntry.id": "progress_entries",
    "NewSession.id": "practice_sessions",
}
# A body that is taken, by the name of its schema, or "Schema.name" where that id needs another.
# {fresh} is new each time, {goals} the id of one's own goal.
BODIES: dict[str, dict[str, Any]] = {
    "ProfileChange": {"full_name": "Another"},
    "PreferencesChange": {"theme": "dark"},
    "PasswordChange": {"current": PASSWORD, "new": PASSWORD},
    "Closing": {"password": PASSWORD},
    "EmailChange": {"password": PASSWORD, "email": "{fresh}@example.com"},
    "NewToken": {"name": "another"},
    "NewGoal": {"title": "{fresh}", "goal_type": "continuous_counter", "unit": "pages"},
    "GoalChange": {"description": "Another"},
    "NewEntry": {"value": "1"},
    "NewEntries": {"items": [{"value": "1"}]},
    "EntryChange": {"note": "Another"},
    "NewPlace": {"parent_goal_id": None},
    "NewPlace.practice_session_id": {},
    "NewCategory": {"name": "{fresh}"},
    "CategoryChange": {"color": "#336699"},
    "NewSession": {"goal_ids": ["{goals}"]},
    "SessionChange": {"description": "Another"},
    "NewImport": {"format": "fractal"},
    "NewImport.goal_id": {"format": "entries-csv"},
}
HERE = "in tests/architecture/asking.py"


class IdPlace(NamedTuple):
    """Where in a value an id stands, 0 for any item of a list, and the schema that says so."""

    parts: tuple[str | int, ...]
    schema: str

    @property
    def name(self) -> str:
        """What the id is called there."""
        return [part for part in self.parts if isinstance(part, str)][-1]

    @property
    def pointer(self) -> str:
        """The JSON pointer to it."""
        return "".join(f"/{part}" for part in self.parts)


class Asked(NamedTuple):
    """One request: `place` says where it carries ids of another, "" if nowhere."""

    place: str
    method: str
    url: str
    content: str | None = None
    ids: tuple[str, ...] = ()
    """Those of its ids that are not the stranger's own."""
    pointer: str = ""
    """Where in the body the id stands."""
    makes_a_row: bool = False
    """The id is one that the client makes, for a row of its own."""

    @property
    def form(self) -> tuple[str, str]:
        """What is asked, whatever the ids."""
        url, content = self.url, self.content or ""
        for each in self.ids:
            url, content = url.replace(each, "?"), content.replace(each, "?")
        return url, content

    def of_nobody(self) -> "Asked":
        """The same with ids that nobody has."""
        asked = self
        for each in self.ids:
            unknown = str(uuid4())
            asked = asked._replace(
                url=asked.url.replace(each, unknown),
                content=asked.content and asked.content.replace(each, unknown),
                ids=(*(known for known in asked.ids if known != each), unknown),
            )
        return asked


def named(route: Route) -> str:
    """A route's name in what is told of it."""
    return f"{route.method} {route.path}"


def asked_of(route: Route, hers: Rows, own: Rows) -> Iterator[Asked]:
    """Everything that somebody with rows of their own could ask of a route with ids of hers.

    Raises:
        NoSample: if it takes an id or a body that is not known here.
    """
    where, method = named(route), route.method
    names = [field.alias for field in route.dependant.path_params]
    mine, sent = ids_in(own), _body(where, _schema(route), own)
    for place, ids in paths(where, names, hers, own):
        foreign = tuple(dict.fromkeys(each for each in ids.values() if each not in mine))
        yield Asked(place, method, route.path.format(**ids), _text(route, sent), foreign)
    home = route.path.format(**path(where, names, own))
    if not names or route.method in SAFE:
        yield Asked("", method, home, _text(route, sent))
    for name in _ids_of_query(route):
        for given in ids_called(where, name, hers):
            yield Asked(f"query {name}", method, f"{home}?{name}={given}", _text(route, sent), (given,))
    for inside in id_places(_schema(route)):
        is_new, pointer = inside.name == "id", inside.pointer
        for given in ids_called(where, inside.name, hers, inside.schema):
            text = _text(route, _put(BODIES.get(f"{inside.schema}.{inside.name}", sent), inside.parts, given))
            yield Asked(f"body {pointer}", method, home, text, (given,), pointer, is_new)


def id_places(kind: Any, at: tuple[str | int, ...] = (), schema: str = "") -> Iterator[IdPlace]:
    """Where ids stand in a value of this type."""
    if kind is UUID:
        yield IdPlace(at, schema)
    elif get_origin(kind) in (list, tuple, set, frozenset):
        yield from id_places(get_args(kind)[0], (*at, 0), schema)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield from id_places(field.annotation, (*at, field.alias or name), kind.__name__)
    else:
        for each in get_args(kind):
            yield from id_places(each, at, schema)


def paths(where: str, names: list[str], hers: Rows, own: Rows) -> Iterator[tuple[str, dict[str, str]]]:
    """The ids in a path to each row of hers; where there are several, each time one of them one's own."""
    if not names:
        return
    mine = path(where, names, own)
    for number in range(len(hers[_table(where, names[-1])])):
        whole = path(where, names, hers, number)
        yield "path", whole
        if len(names) > 1:
            yield from ((f"path but {name}", {**whole, name: mine[name]}) for name in names)


def path(where: str, names: list[str], rows: Rows, number: int = 0) -> dict[str, str]:
    """The ids in a path to a row: what the last one names, and others from that row or the first there is."""
    ids: dict[str, str] = {}
    for name in reversed(names):
        row = rows[_table(where, names[-1])][number]
        found = row["id"] if name == names[-1] else row.get(name) or rows[_table(where, name)][0]["id"]
        ids[name] = str(found)
    return ids


def ids_called(where: str, name: str, hers: Rows, schema: str = "") -> list[str]:
    """Her ids of the kind that is called so."""
    return [str(row["id"]) for row in hers[_table(where, name, schema)]]


def ids_in(rows: Rows) -> set[str]:
    """All ids of somebody's rows."""
    return {str(row["id"]) for table in rows.values() for row in table if "id" in row}


def _ids_of_query(route: Route) -> Iterator[str]:
    if route.rules.owner:
        yield OWNER
    for field in route.dependant.query_params:
        if list(id_places(field.field_info.annotation)):
            yield field.alias


def _table(where: str, name: str, schema: str = "") -> str:
    for known in (f"{schema}.{name}", name):
        if known in TAKEN_FROM:
            return TAKEN_FROM[known]
    raise NoSample(f"{where} takes {name}: add it to TAKEN_FROM {HERE}")


def _schema(route: Route) -> Any:
    if route.rules.upload is not None:
        return route.rules.upload
    return next((field.field_info.annotation for field in route.dependant.body_params), None)


def _body(where: str, schema: Any, own: Rows) -> Any:
    if schema is None:
        return None
    name = getattr(schema, "__name__", str(schema))
    if name not in BODIES:
        raise NoSample(f"{where} takes a {name}: add it to BODIES {HERE}")
    return json.loads(with_own(json.dumps(BODIES[name]), own))


def with_own(text: str, own: Rows) -> str:
    """A sample with ids of one's own rows where it names their tables."""
    for table, rows in own.items():
        text = text.replace(f"{{{table}}}", str(rows[0].get("id")) if rows else "")
    return text


def _put(inside: Any, parts: tuple[str | int, ...], given: str) -> Any:
    """A value with this id in its place."""
    if not parts:
        return given
    part, *rest = parts
    if isinstance(part, int):
        return [_put((inside or [None])[0], tuple(rest), given)]
    whole = inside or {}
    return {**whole, part: _put(whole.get(part), tuple(rest), given)}


def _text(route: Route, body: Any) -> str | None:
    if body is None:
        return None
    if route.rules.upload is not None:
        return form(body)
    return json.dumps(body).replace("{fresh}", uuid4().hex)
