"""From a spreadsheet to staged entries of one goal."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from milepost.exchange import ids
from milepost.exchange.entries_csv.entries import KIND, Marks, Read, Wrong, entry_of
from milepost.exchange.entries_csv.fold import Fold
from milepost.exchange.entries_csv.sheet import Sheet
from milepost.exchange.errand import Agree, Errand
from milepost.exchange.report import Broken, Report
from milepost.exchange.staging import Row, row_of, there_of
from milepost.goals import queries
from milepost.goals.actions import take_in
from milepost.goals.errors import NoSuchGoal
from milepost.goals.rows import GoalRow
from milepost.goals.rules.entries import BeyondLimit
from milepost.kernel.ids import new_id
from milepost.kernel.work import Reading, Work

ENTRIES = "entries"


class _Sight(NamedTuple):
    goal: GoalRow
    today: date
    has_ids: bool


def prepare(errand: Errand) -> Agree:
    """Read a spreadsheet and stage the entries that are new.

    Raises:
        Broken: if the file cannot be read, the goal takes no entries, or its value would be too large.
        Interrupted: if the import is to end.
    """
    sight = errand.ask(lambda reading: _seen(reading, errand.goal_id))
    sheet = Sheet(errand.file)
    total, in_order = _looked_through(sheet)
    sheet.tell(errand.report)
    errand.expect(total)
    fold = _staged(errand, sheet, sight, Marks(sight.goal.id, in_order))
    if not len(fold):
        return lambda _work: None
    newest = max(fold.newest, sight.goal.newest_entry_date or fold.newest)
    current = _value(errand, sight.goal, fold)

    def agree(work: Work) -> None:
        take_in(work, sight.goal, current, newest, len(fold))

    return agree


def _seen(reading: Reading, goal_id: UUID | None) -> _Sight:
    assert goal_id is not None
    try:
        goal = queries.goal(reading, goal_id)
    except NoSuchGoal as missing:
        raise Broken("There is no such goal.") from missing
    if goal.status == "archived":
        raise Broken("The goal is archived, so it takes no entries. Reopen it first.")
    if goal.goal_type == "milestone":
        raise Broken("A milestone has no number, so it takes no entries.")
    return _Sight(goal, reading.today, ids.has_any(reading))


def _looked_through(sheet: Sheet) -> tuple[int, bool]:
    """How many rows the file has, and whether they stand in the order of their dates, up or down."""
    total, up, down, last = 0, True, True, ""
    for day in sheet.dates():
        up, down = up and last <= day, down and (not total or last >= day)
        last, total = day, total + 1
    return total, up or down


def _staged(errand: Errand, sheet: Sheet, sight: _Sight, marks: Marks) -> Fold:
    fold = Fold()
    for piece in ids.pieces(_reads(sheet, sight, errand.report)):
        marked = [(marks.of(read), read) for read in piece]
        if sight.has_ids:
            marked = _unknown(errand, marked)
        entries = [(new_id(), read) for _, read in marked]
        rows = list(_rows(entries, sight.goal, fold, errand.app.clock()))
        pairs = ((digest, entry_id) for (digest, _), (entry_id, _) in zip(marked, entries, strict=True))
        errand.stage_known("progress_entries", rows, KIND, pairs)
        errand.report.created[ENTRIES] += len(entries)
    return fold


def _reads(sheet: Sheet, sight: _Sight, report: Report) -> Iterator[Read]:
    comma = sheet.separator != ","
    for line in sheet.lines():
        try:
            yield entry_of(line, sight.goal, sight.today, comma)
        except Wrong as wrong:
            report.refuse(f"line {line.number}", str(wrong))


def _unknown(errand: Errand, marked: list[tuple[UUID, Read]]) -> list[tuple[UUID, Read]]:
    """Those that no file brought before; the others are counted."""
    known = errand.ask(lambda reading: ids.known(reading, [digest for digest, _ in marked]))
    there = errand.ask(lambda reading: there_of(reading, "progress_entries", list(known.values())))
    errand.report.unchanged[ENTRIES] += len(there)
    errand.report.deleted[ENTRIES] += len(known) - len(there)
    return [(digest, read) for digest, read in marked if digest not in known]


def _rows(entries: list[tuple[UUID, Read]], goal: GoalRow, fold: Fold, now: datetime) -> Iterator[Row]:
    row = row_of("progress_entries")
    for entry_id, read in entries:
        fold.add(read)
        yield row(
            user_id=goal.user_id,
            id=entry_id,
            goal_id=goal.id,
            kind=read.kind,
            value=read.value,
            entry_date=read.entry_date,
            seq=goal.last_seq + len(fold),
            note=read.note,
            source="import",
            created_at=now,
        )


def _value(errand: Errand, goal: GoalRow, fold: Fold) -> int:
    try:
        if goal.newest_entry_date is None or fold.oldest >= goal.newest_entry_date:
            return fold.value(goal.current_value, goal.start_value)
        there = errand.ask(lambda reading: queries.steps(reading, goal.id))
        return fold.value_among(there, goal.start_value)
    except BeyondLimit as beyond:
        raise Broken("With these entries the goal's value would be too large.") from beyond
