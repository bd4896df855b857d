"""The only door to the data: each statement is declared once, with a name, and binds its owner.

A statement is text with `:name` parameters, one text for both engines or one for each. `:owner`,
`:actor` and `:now` are bound by the door from the opened record and cannot be passed. Every
declaration is kept in `DECLARED`; tests read each one and refuse a text that could reach over an
owner's border.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import NoneType, UnionType
from typing import Any, Generic, NamedTuple, NewType, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

RowT = TypeVar("RowT", bound=tuple[Any, ...])

_PARAMETER = re.compile(r"(?<![:\w]):([a-z][a-z_0-9]*)")
_EACH = re.compile(r"\{each:([a-z_]+)\}")
# A list of ids reaches SQLite as one blob: so its indexes serve, which a comparison by text would pass over.
_EACH_ON_SQLITE = (
    r"(WITH RECURSIVE places(at) AS (SELECT 1 UNION ALL"
    r" SELECT at + 16 FROM places WHERE at + 16 <= length(:\1)) SELECT substr(:\1, at, 16) FROM places)"
)
_EACH_ON_POSTGRES = r"(SELECT unnest(CAST(:\1 AS uuid[])))"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

IdText = NewType("IdText", str)
"""An id as its text, for rows that are only shown; on PostgreSQL the statement makes it one by CAST."""

BOUND_BY_THE_DOOR = frozenset({"owner", "actor", "now"})


class Declaration:
    """One statement: its name, its text for each engine, and the parameters it takes."""

    def __init__(self, name: str, sqlite: str, postgres: str, scope: str) -> None:
        self.name = name
        self.sqlite = " ".join(_EACH.sub(_EACH_ON_SQLITE, sqlite).split())
        self.postgres = " ".join(_EACH.sub(_EACH_ON_POSTGRES, postgres).split())
        self.scope = scope
        self.parameters = frozenset(_PARAMETER.findall(self.sqlite) + _PARAMETER.findall(self.postgres))
        self.asked = self.parameters - BOUND_BY_THE_DOOR
        self.sqlite_parameters = tuple(dict.fromkeys(_PARAMETER.findall(self.sqlite)))
        places = {each: f"?{place}" for place, each in enumerate(self.sqlite_parameters, 1)}
        self.numbered = _PARAMETER.sub(lambda found: places[found[1]], self.sqlite)
        self.psycopg = _PARAMETER.sub(r"%(\1)s", self.postgres.replace("%", "%%"))
        if name in DECLARED:
            raise ValueError(f"the statement {name} is declared twice")
        DECLARED[name] = self


class Statement(Declaration, Generic[RowT]):
    """A statement that answers rows of one type."""

    def __init__(self, name: str, row: type[RowT], sqlite: str, postgres: str, scope: str) -> None:
        super().__init__(name, sqlite, postgres, scope)
        self.row = row
        self.make: Callable[[Any], RowT] = row._make  # type: ignore[attr-defined]
        self.decoders = _decoders(row)

    def from_sqlite(self, values: tuple[Any, ...]) -> RowT:
        """A row from SQLite's own four types."""
        if not self.decoders:
            return self.make(values)
        row = list(values)
        for place, decode in self.decoders:
            if row[place] is not None:
                row[place] = decode(row[place])
        return self.make(row)


class Change(Declaration):
    """A statement that writes and answers nothing but how many rows it touched."""


DECLARED: dict[str, Declaration] = {}


def _texts(sql: str, sqlite: str, postgres: str) -> tuple[str, str]:
    if bool(sql) == bool(sqlite and postgres):
        raise ValueError("declare one text for both engines, or one for each")
    return sqlite or sql, postgres or sql


def statement(
    name: str, row: type[RowT], sql: str = "", *, sqlite: str = "", postgres: str = "", scope: str = "owner"
) -> Statement[RowT]:
    """Declare a read whose rows are of the NamedTuple `row`, column by column.

    `scope` says what holds it back: `owner` (the default: every owned table in it carries
    `= :owner`), `directory` and `machinery` (no owned table in it), `operator` (over all owners;
    runs only for the operator's commands). In a text `{columns}` stands for the row's fields, and
    `{each:NAME}` after IN for the ids in the list that is passed under that name.
    """
    columns = ", ".join(row._fields)  # type: ignore[attr-defined]
    texts = [text.replace("{columns}", columns) for text in _texts(sql, sqlite, postgres)]
    return Statement(name, row, texts[0], texts[1], scope)


def change(name: str, sql: str = "", *, sqlite: str = "", postgres: str = "", scope: str = "owner") -> Change:
    """Declare a write; `scope` as for `statement`."""
    return Change(name, *_texts(sql, sqlite, postgres), scope)


def rows_of(table: str, row: type[RowT], owner: str) -> Statement[RowT]:
    """Declare the read of all that a person has in a table, a page at a time: `owned.TABLE`.

    `row` has a field for each column; the pages go by id.
    """
    columns = ", ".join(row._fields)  # type: ignore[attr-defined]
    sql = f"SELECT {columns} FROM {table} WHERE {owner} = :owner AND id > :after ORDER BY id LIMIT :limit"  # noqa: S608
    return Statement(f"owned.{table}", row, sql, sql, "owner")


class Number(NamedTuple):
    """A row of one whole number, for counts and existence."""

    number: int


def count_of(table: str, owner: str) -> Statement[Number]:
    """Declare the count of all that a person has in a table: `counted.TABLE`."""
    sql = f"SELECT count(*) FROM {table} WHERE {owner} = :owner"  # noqa: S608
    return Statement(f"counted.{table}", Number, sql, sql, "owner")


def dangling_of(key: Any) -> Statement[Number]:
    """Declare the count of rows that point nowhere by a foreign key of a table: `dangling.KEY`."""
    pairs = [(each.parent.name, each.column.name) for each in key.elements]
    joined = " AND ".join(f"p.{there} = c.{here}" for here, there in pairs)
    points = " AND ".join(f"c.{here} IS NOT NULL" for here, _ in pairs)
    sql = (
        f"SELECT count(*) FROM {key.table.name} c LEFT JOIN {key.referred_table.name} p ON {joined}"  # noqa: S608
        f" WHERE {points} AND p.{pairs[0][1]} IS NULL"
    )
    return Statement(f"dangling.{key.name}", Number, sql, sql, "operator")


def micros(instant: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    return (instant - _EPOCH) // _MICROSECOND


def instant_of(value: int) -> datetime:
    """The instant so many microseconds after 1970 in UTC."""
    return _EPOCH + timedelta(microseconds=value)


def _id(value: bytes) -> UUID:
    return UUID(bytes=value)


def _id_text(value: bytes) -> str:
    digits = value.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


_DECODE: dict[Any, Callable[[Any], Any]] = {
    UUID: _id,
    IdText: _id_text,
    date: date.fromisoformat,
    datetime: instant_of,
    bool: bool,
}


def _listed(values: list[Any]) -> str | bytes:
    """A list of ids as one blob, for `{each:…}`; any other as JSON, for `json_each`."""
    if values and isinstance(values[0], UUID):
        return b"".join(value.bytes for value in values)
    return json.dumps(values)


_ENCODE: dict[type, Callable[[Any], Any]] = {
    UUID: lambda value: value.bytes,
    date: date.isoformat,
    datetime: micros,
    bool: int,
    list: _listed,
}


def _decoders(row: type) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    found = []
    for place, hint in enumerate(get_type_hints(row).values()):
        kinds = get_args(hint) if get_origin(hint) in (UnionType, Union) else (hint,)
        (kind,) = [each for each in kinds if each is not NoneType]
        if kind in _DECODE:
            found.append((place, _DECODE[kind]))
    return tuple(found)


def for_sqlite(declared: Declaration, values: dict[str, Any]) -> list[Any]:
    """The values of a statement in SQLite's own types, in the order of its parameters."""
    encoded = []
    for name in declared.sqlite_parameters:
        value = values[name]
        encode = _ENCODE.get(type(value))
        encoded.append(value if encode is None or value is None else encode(value))
    return encoded
