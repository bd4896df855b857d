"""What an export holds: its rows by table and id, of which those are kept that point at kept ones alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from milepost.exchange.export import FORMAT, VERSION
from milepost.exchange.own_export.typed import Typed, Untrue
from milepost.exchange.owned import owned
from milepost.exchange.report import Broken, Report
from milepost.kernel.schema import metadata

Key = tuple[str, UUID]
"""A row of the file: its table and its id there."""


class Reference(NamedTuple):
    """A column that points at the rows of a table."""

    column: str
    table: str


@dataclass
class Row:
    """A row of the file: where it stands, and what it holds by column."""

    path: str
    values: dict[str, Any]

    @property
    def named(self) -> str:
        """Its id in the file."""
        return str(self.values["id"])


@dataclass
class Contents:
    """The rows of an export by table and id, in file order."""

    profile: dict[str, Any]
    preferences: dict[str, Any]
    tables: dict[str, dict[UUID, Row]] = field(default_factory=dict)


@cache
def references(table: str) -> tuple[Reference, ...]:
    """The columns of a table that point at a person's own rows."""
    names = {each.name for each in owned()}
    found = []
    for each in metadata.tables[table].foreign_key_constraints:
        target = str(each.referred_table.name)
        if target in names:
            found.append(Reference(str(each.column_keys[-1]), target))
    return tuple(sorted(found))


def _object(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def contents(document: Any, refused: Mapping[Key, str], report: Report) -> Contents:
    """The rows of an export that can be taken; `refused` are those of which it is known already that not.

    A row goes with one that it points at.

    Raises:
        Broken: if it is no export of ours, or of a later version.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Broken("The file is no export of Milepost.", 1, 1)
    if document.get("version") != VERSION:
        raise Broken(f"The export is of version {document.get('version')!r}; {VERSION} is known.", 1, 1)
    tables, profile = document.get("tables"), document.get("profile")
    preferences = document.get("preferences")
    found = Contents(_object(profile), _object(preferences))
    if not isinstance(tables, dict):
        raise Broken("The export has no tables.", 1, 1)
    known = [each.name for each in owned()]
    for name in tables:
        if name not in known:
            report.refuse(f"/tables/{name}", "is no table that is known")
    for name in known:
        found.tables[name] = dict(_rows(name, tables.pop(name, []), refused, report))
    _drop_dangling(found, report)
    return found


def _rows(name: str, given: Any, refused: Mapping[Key, str], report: Report) -> Iterator[tuple[UUID, Row]]:
    if not isinstance(given, list):
        report.refuse(f"/tables/{name}", "is not a list")
        return
    typed = Typed(name)
    met: set[UUID] = set()
    for place, each in enumerate(given):
        path = f"/tables/{name}/{place}"
        try:
            values = typed.read(each)
            given[place] = None
            row_id = values["id"]
            if row_id in met:
                raise Untrue("has the id of another row")
            if (name, row_id) in refused:
                raise Untrue(refused[name, row_id])
        except Untrue as untrue:
            report.refuse(path, str(untrue))
            continue
        met.add(row_id)
        yield row_id, Row(path, values)


def _drop_dangling(found: Contents, report: Report) -> None:
    """Let go of rows that point at none, and of those that point at these."""
    pointing: defaultdict[Key, list[Key]] = defaultdict(list)
    gone: list[Key] = []
    for name, rows in found.tables.items():
        for row_id, row in rows.items():
            for column, target in references(name):
                to = row.values[column]
                if to is not None and to not in found.tables[target]:
                    gone.append((name, row_id))
                elif to is not None:
                    pointing[target, to].append((name, row_id))
    while gone:
        key = gone.pop()
        if key[1] in found.tables[key[0]]:
            row = found.tables[key[0]].pop(key[1])
            report.refuse(row.path, "points at a row that is not there, or was refused")
            gone += pointing[key]
