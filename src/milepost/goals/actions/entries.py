"""Progress: logged, changed, deleted; the goal's value follows."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from milepost.goals import queries
from milepost.goals.actions.completion import Change, changed
from milepost.goals.actions.holding import held
from milepost.goals.errors import AmountTooLarge, GoalArchived, NoMeasure
from milepost.goals.rows import EntryRow, GoalRow
from milepost.goals.rules.entries import BeyondLimit, Entry, folded, step
from milepost.goals.schemas import EntryChange, NewEntry
from milepost.kernel.errors import Invalid
from milepost.kernel.ids import new_id
from milepost.kernel.repeats import IdTaken, bury, fingerprint, refuse_gone
from milepost.kernel.statements import change
from milepost.kernel.work import Work

ONE = 1_00
"""What a counter counts when no value is given."""

_INSERT_ENTRY = change(
    "goals.insert_entry",
    """INSERT INTO progress_entries
    (user_id, id, goal_id, kind, value, entry_date, seq, note, fingerprint, created_at)
    VALUES (:owner, :id, :goal_id, :kind, :value, :entry_date, :seq, :note, :fingerprint, :now)""",
)
_UPDATE_ENTRY = change(
    "goals.update_entry",
    """UPDATE progress_entries SET kind = :kind, value = :value, entry_date = :entry_date, note = :note
    WHERE user_id = :owner AND id = :id""",
)
_DELETE_ENTRY = change(
    "goals.delete_entry", "DELETE FROM progress_entries WHERE user_id = :owner AND id = :id"
)


class Logged(NamedTuple):
    """An entry, its goal as it is after it, and whether this request made it."""

    entry: EntryRow
    goal: GoalRow
    made: bool = True


def log_progress(work: Work, goal_id: UUID, new: NewEntry) -> Logged:
    """Log an entry; on the goal's newest date this takes the same time however many there are.

    What was logged before with the same id and words is answered as it now is, whatever became of the goal.

    Raises:
        NoSuchGoal, GoalArchived, NoMeasure: if the goal takes no entries.
        Invalid: if the date is in the future, or a value is missing.
        AmountTooLarge: if a value on the way would be too large; nothing is written.
        IdTaken, IdGone: if the client's id belongs to something else, or to a deleted entry.
        TitleTaken: if the entry would reopen the goal beside an open one of the same title.
    """
    goal = held(work, goal_id)
    there = _already_logged(work, goal, new)
    if there is not None:
        return Logged(there, goal, made=False)
    _refuse_entries(goal)
    entry = _entry_of(work, goal, new)
    _refuse_future(work, entry.entry_date)
    try:
        if goal.newest_entry_date is None or entry.entry_date >= goal.newest_entry_date:
            current = step(goal.current_value, goal.start_value, entry.kind, entry.value)
            newest = entry.entry_date
        else:
            steps = [*queries.steps(work, goal_id), _step(entry)]
            current, newest = folded(steps, goal.start_value), goal.newest_entry_date
    except BeyondLimit as beyond:
        raise AmountTooLarge() from beyond
    _store(work, entry)
    return Logged(entry, changed(work, goal, Change(current, newest, entry.seq)))


def log_batch(work: Work, goal_id: UUID, new: list[NewEntry]) -> tuple[int, GoalRow]:
    """Log entries all or none, in their order; how many were made, and the goal, judged once at the end.

    An item whose id was logged before with the same words is passed over.

    Raises:
        as `log_progress`; a fault of an item points at it.
    """
    goal = held(work, goal_id)
    made: list[EntryRow] = []
    for place, item in enumerate(new):
        if _already_logged(work, goal, item) is not None:
            continue
        _refuse_entries(goal)
        try:
            entry = _entry_of(work, goal._replace(last_seq=goal.last_seq + len(made)), item)
            _refuse_future(work, entry.entry_date)
        except Invalid as invalid:
            raise invalid.under(f"/items/{place}") from invalid
        _store(work, entry)
        made.append(entry)
    if not made:
        return 0, goal
    return len(made), _refolded(work, goal._replace(last_seq=goal.last_seq + len(made)))


def change_entry(work: Work, goal_id: UUID, entry_id: UUID, change: EntryChange) -> Logged:
    """Change what is sent of an entry; its seq stays.

    Raises:
        as `log_progress`, and NoSuchEntry.
    """
    goal = _taking_entries(work, goal_id)
    before = queries.entry(work, goal_id, entry_id)
    after = before._replace(**change.model_dump(exclude_unset=True))
    if after.kind == "reset" and "value" not in change.model_fields_set:
        after = after._replace(value=None)
    _refuse_unfit(after)
    if after.entry_date != before.entry_date:
        _refuse_future(work, after.entry_date)
    work.run(
        _UPDATE_ENTRY,
        id=entry_id,
        kind=after.kind,
        value=after.value,
        entry_date=after.entry_date,
        note=after.note,
    )
    return Logged(after, _refolded(work, goal), made=False)


def delete_entry(work: Work, goal_id: UUID, entry_id: UUID) -> GoalRow:
    """Delete an entry; the goal's value is what the others make.

    Raises:
        NoSuchGoal, NoSuchEntry, GoalArchived, AmountTooLarge, TitleTaken.
    """
    goal = _taking_entries(work, goal_id)
    entry = queries.entry(work, goal_id, entry_id)
    work.run(_DELETE_ENTRY, id=entry_id)
    if entry.fingerprint is not None:
        bury(work, entry_id, entry.fingerprint)
    return _refolded(work, goal)


def _taking_entries(work: Work, goal_id: UUID) -> GoalRow:
    goal = held(work, goal_id)
    _refuse_entries(goal)
    return goal


def _refuse_entries(goal: GoalRow) -> None:
    if goal.status == "archived":
        raise GoalArchived("The goal is archived, so its entries stay as they are. Reopen it first.")
    if goal.goal_type == "milestone":
        raise NoMeasure("A milestone has no number, so it takes no entries.")


def _already_logged(work: Work, goal: GoalRow, new: NewEntry) -> EntryRow | None:
    if new.id is None:
        return None
    there = queries.entry_with_id(work, new.id)
    if there is None:
        refuse_gone(work, new.id)
        return None
    if there.goal_id != goal.id or there.fingerprint != _print_of(goal.id, new):
        raise IdTaken()
    return there


def _entry_of(work: Work, goal: GoalRow, new: NewEntry) -> EntryRow:
    value = new.value
    if new.kind == "delta" and value is None:
        if goal.goal_type != "continuous_counter":
            raise Invalid.at("/value", "is needed")
        value = ONE
    return EntryRow(
        id=new.id or new_id(),
        goal_id=goal.id,
        kind=new.kind,
        value=value,
        entry_date=new.entry_date or work.today,
        note=new.note,
        source=None,
        seq=goal.last_seq + 1,
        fingerprint=None if new.id is None else _print_of(goal.id, new),
        created_at=work.now,
    )


def _print_of(goal_id: UUID, new: NewEntry) -> bytes:
    # Without defaults: a word that a later version takes must not change the hashes that are kept today.
    return fingerprint(goal_id.bytes, new.model_dump_json(exclude={"id"}, exclude_defaults=True))


def _refuse_future(work: Work, day: date) -> None:
    if day > work.today:
        raise Invalid.at("/entry_date", "must not be in the future")


def _refuse_unfit(entry: EntryRow) -> None:
    if entry.kind == "reset":
        if entry.value is not None:
            raise Invalid.at("/value", "a reset takes no value")
    elif entry.value is None:
        raise Invalid.at("/value", "is needed")
    elif entry.kind == "delta" and entry.value == 0:
        raise Invalid.at("/value", "must not be 0")


def _store(work: Work, entry: EntryRow) -> None:
    work.run(
        _INSERT_ENTRY,
        id=entry.id,
        goal_id=entry.goal_id,
        kind=entry.kind,
        value=entry.value,
        entry_date=entry.entry_date,
        seq=entry.seq,
        note=entry.note,
        fingerprint=entry.fingerprint,
    )


def _step(entry: EntryRow) -> Entry:
    return Entry(entry.kind, entry.value, entry.entry_date, entry.seq)


def _refolded(work: Work, goal: GoalRow) -> GoalRow:
    steps = queries.steps(work, goal.id)
    try:
        current = folded(steps, goal.start_value)
    except BeyondLimit as beyond:
        raise AmountTooLarge() from beyond
    newest = steps[-1].entry_date if steps else None
    return changed(work, goal, Change(current, newest, goal.last_seq))
