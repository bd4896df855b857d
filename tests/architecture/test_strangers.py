"""A stranger who has Alice's ids gets nothing of hers by any declared statement, with either lock alone."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

import psycopg
import pytest
from sqlglot import exp, parse_one

from milepost.kernel.database import CheckBroken, UniqueBroken
from milepost.kernel.filling import Filling
from milepost.kernel.ids import new_id
from milepost.kernel.schema import metadata
from milepost.kernel.statements import Change, Declaration, Number, Statement
from milepost.kernel.work import NoSuchOwner, Work
from tests.architecture.declared import declarations, scratch_change, scratch_read
from tests.architecture.lock_one import main_table, writes
from tests.architecture.past_the_door import rows
from tests.architecture.rooms import LOCKED, Room
from tests.architecture.samples import NoSample, values

OWN = [each for each in declarations() if each.scope == "owner" and isinstance(each, Change | Statement)]
READS = [each for each in OWN if isinstance(each, Statement)]
# A read of the directory tells whose a key is: that is what it is for. A change of it is the owner's.
CHANGES = [each for each in OWN if writes(each)]
CHANGES += [each for each in declarations() if each.scope == "directory" and isinstance(each, Change)]


class Title(NamedTuple):
    """A row of one title."""

    title: str


NOTHING = (0, None, "", b"")
REFUSED = (CheckBroken, UniqueBroken, sqlite3.IntegrityError, psycopg.IntegrityError)
NOBODY_REACHED = "does not reach Alice's rows even for her: look at tests/architecture/samples.py"


def faults_of_read(room: Room, read: Statement[Any]) -> list[str]:
    """What a stranger learns of Alice by a read that would tell her something by the same values."""
    asked = values(read, room.hers)
    hers = room.undone(room.alice, lambda work: work.all(read, **asked))
    if not any(value not in NOTHING for row in hers for value in row):
        return [NOBODY_REACHED]
    charlie = room.stranger()
    with rows(room.settings) as there:
        kept = there.everything_of(charlie.user_id).values()
    own = [value for table in kept for row in table for value in row.values()]
    told = room.undone(charlie, lambda work: work.all(read, **asked))
    return [f"tells {value}" for row in told for value in row if value not in NOTHING and value not in own]


def faults_of_change(room: Room, change: Change | Statement[Any]) -> list[str]:
    """What a stranger does to Alice by a change that would reach her rows in her own hands."""
    carried_out: Callable[[Work], int]
    if isinstance(change, Filling):
        carried_out = _filled(room, change)
    else:
        carried_out = partial(_touched, change=change, asked=values(change, room.hers))
    inserts = isinstance(parse_one(change.sqlite, read="sqlite"), exp.Insert)
    if not inserts and room.undone(room.alice, carried_out) < 1:
        return [NOBODY_REACHED]
    charlie, others = room.stranger(), room.machinery()
    try:
        touched, refused = room.undone(charlie, carried_out), False
    except REFUSED:
        touched, refused = 0, True
    if inserts and _points_at_hers(change) and not refused:
        return ["takes a parent that is Alice's"]
    if not inserts and touched and main_table(change) != "users":
        return [f"touches {touched} rows of {main_table(change)}"]
    with suppress(*REFUSED):
        room.app.work(charlie, carried_out).result()
    found = []
    if room.now_hers() != room.hers:
        found.append("changes Alice's rows")
    if not others <= room.machinery():
        found.append("changes what is kept of others")
    return found


def _filled(room: Room, filling: Filling) -> Callable[[Work], int]:
    """Alice's own rows, written anew."""
    mine = [{**row, "id": new_id()} for row in room.hers[main_table(filling)]]
    packed = filling.packed(room.app.database.dialect, [tuple(row.values()) for row in mine])

    def fill(work: Work) -> int:
        work.fill(filling, packed)
        return len(mine)

    return fill


def _touched(work: Work, change: Change | Statement[Any], asked: dict[str, Any]) -> int:
    return work.count(change, **asked) if isinstance(change, Change) else len(work.all(change, **asked))


def _points_at_hers(change: Declaration) -> bool:
    keys = metadata.tables[main_table(change)].foreign_key_constraints
    return any(set(key.column_keys) & change.parameters for key in keys)


@pytest.mark.parametrize("read", READS, ids=lambda each: each.name)
def test_a_read_tells_a_stranger_nothing(room: Room, read: Statement[Any]) -> None:
    assert faults_of_read(room, read) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.name)
def test_a_change_does_nothing_to_what_is_not_the_strangers(
    room: Room, change: Change | Statement[Any]
) -> None:
    assert faults_of_change(room, change) == []


def test_a_read_that_leaks_is_found_where_the_first_lock_stands_alone(room: Room) -> None:
    titles = scratch_read(Title, "SELECT title FROM goals WHERE id = :goal_id")
    counted = scratch_read(Number, "SELECT count(*) FROM goals WHERE id = :goal_id")
    for leak in (titles, counted):
        assert bool(faults_of_read(room, leak)) == (room.kind != LOCKED)


def test_a_change_that_reaches_over_is_found_where_the_first_lock_stands_alone(room: Room) -> None:
    stolen = scratch_change("UPDATE goals SET title = 'Stolen' WHERE id = :id")
    answered = scratch_read(Title, "UPDATE goals SET title = 'Stolen' WHERE id = :id RETURNING title")
    renamed = scratch_change("UPDATE users SET full_name = 'Stolen' WHERE email = :email")
    try:
        assert bool(faults_of_change(room, stolen)) == (room.kind != LOCKED)
        assert bool(faults_of_change(room, answered)) == (room.kind != LOCKED)
        assert faults_of_change(room, renamed) == ([] if room.kind == LOCKED else ["changes Alice's rows"])
    finally:
        room.by_hand("UPDATE users SET full_name = 'Somebody' WHERE full_name = 'Stolen'")


def test_a_change_of_what_is_kept_of_others_is_found(room: Room) -> None:
    seen = scratch_change("UPDATE last_seen SET seen_at = :now WHERE seen_at < :now")
    assert [each[:7] for each in faults_of_change(room, seen)] == ["touches"]


def test_an_entry_on_a_goal_of_another_is_among_what_is_tried() -> None:
    assert "goals.insert_entry" in {each.name for each in CHANGES if _points_at_hers(each)}


@pytest.mark.parametrize("room", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize(
    "each", [each for each in OWN if not isinstance(each, Filling)], ids=lambda each: each.name
)
def test_a_statement_takes_no_owner_and_nothing_else_that_it_does_not_declare(
    room: Room, each: Statement[Any] | Change
) -> None:
    for extra in ("owner", "actor", "now", "user_id"):
        asked = {**values(each, room.hers), extra: room.alice.user_id}
        with pytest.raises(TypeError, match=extra):
            room.undone(room.alice, partial(_touched, change=each, asked=asked))


def test_a_parameter_that_no_sample_is_known_for_is_named() -> None:
    odd = scratch_read(Number, "SELECT 1 FROM goals WHERE user_id = :owner AND mood = :mood")
    with pytest.raises(NoSample, match=r"takes mood: add it to .* in tests/architecture/samples.py"):
        values(odd, {"goals": [{}]})


def test_a_person_opens_their_own_record_alone(room: Room) -> None:
    charlie = room.stranger()
    for opened in (room.app.work, room.app.reading):
        with pytest.raises(NoSuchOwner):
            opened(charlie, lambda record: record.owner, room.alice.user_id).result()
