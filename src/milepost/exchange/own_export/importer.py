"""From our own export to staged rows."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from milepost.exchange import ids
from milepost.exchange.errand import Again, Agree, Changed, Errand
from milepost.exchange.export import FORMAT
from milepost.exchange.json_file import TooNested, json_of
from milepost.exchange.names import categories, free_title
from milepost.exchange.own_export.contents import Contents, Key, Row, contents, references
from milepost.exchange.own_export.person import person_of, takes_of
from milepost.exchange.own_export.tree import settle_places
from milepost.exchange.own_export.values import later, settle_values
from milepost.exchange.report import Broken, Report
from milepost.exchange.staging import Row as StagedRow
from milepost.exchange.staging import row_of, there_of
from milepost.exchange.stamp import Stamp, stamp
from milepost.exchange.tree.record import Record, record_of
from milepost.goals.actions import take_in
from milepost.kernel.database import CheckBroken
from milepost.kernel.ids import new_id
from milepost.kernel.schema import metadata
from milepost.kernel.text import text_key
from milepost.kernel.work import Reading, Work

STAYS = "goal_status_intervals"


class _Sight(NamedTuple):
    """What was seen of the record at one moment; `known` came before, and of these `there` still are."""

    owner: UUID
    stamp: Stamp
    takes: tuple[str, ...]
    """What of the person is taken."""
    categories: dict[str, UUID]
    record: Record
    known: dict[Key, UUID]
    there: set[UUID]


def prepare(errand: Errand) -> Agree:
    """Read an export and stage what is new of it.

    Raises:
        Broken: if it is none, or cannot be read.
        Again: if the database does not take some of its rows.
        Interrupted: if the import is to end.
    """
    report = errand.report
    try:
        document = json_of(errand.file)
    except TooNested as deep:
        raise Broken("The file is no export of Milepost.") from deep
    found = contents(document, errand.refused, report)
    del document
    sight = errand.ask(lambda reading: _seen(reading, found))
    ours = _ours(found, sight, report)
    settle_places(found, ours, sight.record, report)
    settle_values(found, report)
    changed = errand.ask(lambda reading: later(reading, found, ours, report))
    person = person_of(found, sight.takes, report)
    _stage(errand, found, sight, ours)

    def agree(work: Work) -> None:
        if stamp(work) != sight.stamp:
            raise Changed
        person(work)
        for each in changed:
            take_in(work, each.goal, each.current_value, each.newest, each.entries)

    return agree


def _seen(reading: Reading, found: Contents) -> _Sight:
    known: dict[Key, UUID] = {}
    there: set[UUID] = set()
    if ids.has_any(reading):
        for name, rows in found.tables.items():
            digests = {_digest(name, row_id): row_id for row_id in rows}
            came = ids.known(reading, list(digests))
            known |= {(name, digests[digest]): row_id for digest, row_id in came.items()}
            there |= there_of(reading, name, list(came.values()))
    takes = takes_of(reading)
    return _Sight(reading.owner, stamp(reading), takes, categories(reading), record_of(reading), known, there)


def _ours(found: Contents, sight: _Sight, report: Report) -> dict[Key, UUID]:
    """The id here of every row that is here or comes in: new ones in the file's order, so that they keep it.

    Of the contents only what is to come in is left.
    """
    ours: dict[Key, UUID] = {}
    gone: set[Key] = set()
    for name, rows in found.tables.items():
        kind = metadata.tables[name].info.get("called")
        for row_id, row in list(rows.items()):
            key = (name, row_id)
            came = sight.known.get(key)
            here = came or (sight.categories.get(row.values["name_key"]) if name == "categories" else None)
            ours[key] = here or new_id()
            if here is None:
                continue
            if came is not None and came not in sight.there:
                gone.add(key)
            del rows[row_id]
            if kind is not None:
                met = report.deleted if key in gone else report.unchanged
                (report.merged if came is None else met)[kind] += 1
    # A goal that is here stays in its status, whatever became of it elsewhere.
    for row_id, row in list(found.tables[STAYS].items()):
        if row.values["goal_id"] not in found.tables["goals"]:
            del found.tables[STAYS][row_id]
    _drop_orphans(found, gone, report)
    return ours


def _drop_orphans(found: Contents, gone: set[Key], report: Report) -> None:
    """Let go of new rows that point at one that was deleted here, and of those that point at these."""
    before = -1
    while gone and before != len(gone):
        before = len(gone)
        for name, rows in found.tables.items():
            for row_id, row in list(rows.items()):
                if any((target, row.values[column]) in gone for column, target in references(name)):
                    gone.add((name, row_id))
                    del rows[row_id]
                    report.refuse(row.path, "points at a row that was deleted here since")


def _stage(errand: Errand, found: Contents, sight: _Sight, ours: dict[Key, UUID]) -> None:
    errand.expect(sum(map(len, found.tables.values())))
    for name, rows in found.tables.items():
        staged = [(row_id, _row(name, row, ours, sight, errand.report)) for row_id, row in rows.items()]
        for piece in ids.pieces(staged):
            _try(errand, name, piece)
        if errand.refused.keys() & {(name, row_id) for row_id in rows}:
            raise Again
        kind = metadata.tables[name].info.get("called")
        if kind is not None:
            errand.report.created[kind] += len(rows)
        errand.remember(name, ((_digest(name, row_id), ours[name, row_id]) for row_id in rows))


def _try(errand: Errand, name: str, piece: Sequence[tuple[UUID, StagedRow]]) -> None:
    """Stage rows; where the database does not take one of them, find out which."""
    try:
        errand.stage(name, [row for _, row in piece])
    except CheckBroken as broken:
        if len(piece) == 1:
            errand.refused[name, piece[0][0]] = f"is not what this table takes: {_check(broken.what)}"
            return
        middle = len(piece) // 2
        _try(errand, name, piece[:middle])
        _try(errand, name, piece[middle:])


def _check(what: str) -> str:
    """A check without the name of its table."""
    return what.rpartition("staged_")[2] or "a value"


def _row(name: str, row: Row, ours: dict[Key, UUID], sight: _Sight, report: Report) -> StagedRow:
    values = dict(row.values)
    for column, target in references(name):
        if values[column] is not None:
            values[column] = ours[target, values[column]]
    values["id"] = ours[name, row.values["id"]]
    if name == "goals" and _is_open_root(values):
        values["title"] = free_title(row.values["title"], sight.record.titles)
        values["title_key"] = text_key(values["title"])
        if values["title"] != row.values["title"]:
            report.repair(row.path, "title", row.values["title"], values["title"])
    return row_of(name)(user_id=sight.owner, **values)


def _is_open_root(values: dict[str, Any]) -> bool:
    has_place = values["parent_goal_id"] is not None or values["practice_session_id"] is not None
    return values["status"] in ("active", "paused") and not has_place


def _digest(name: str, row_id: UUID) -> UUID:
    return ids.mapped(FORMAT, name, str(row_id))
