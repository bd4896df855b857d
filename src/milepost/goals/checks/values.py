"""Every stored value of a goal is what its entries make."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from milepost.goals.rules.entries import BeyondLimit, Entry, folded
from milepost.kernel.amounts import shown
from milepost.kernel.checks import Finding
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Reading, Work

PAGE = 500
NO_ID = UUID(int=0)


class _Stored(NamedTuple):
    user_id: UUID
    id: UUID
    start_value: int
    current_value: int
    last_seq: int
    newest_entry_date: date | None


class _Cause(NamedTuple):
    user_id: UUID
    goal_id: UUID
    kind: str
    value: int | None
    entry_date: date
    seq: int


_STORED = statement(
    "goals.stored_values",
    _Stored,
    """SELECT {columns} FROM goals WHERE (user_id, id) > (:after_user, :after_id)
    ORDER BY user_id, id LIMIT :limit""",
    scope="operator",
)
_CAUSES = statement(
    "goals.causes_of_values",
    _Cause,
    """SELECT {columns} FROM progress_entries
    WHERE (user_id, goal_id) >= (:first_user, :first_id) AND (user_id, goal_id) <= (:last_user, :last_id)
    ORDER BY user_id, goal_id, entry_date, seq""",
    scope="operator",
)
_HELD = statement(
    "goals.stored_value_held",
    _Stored,
    sqlite="SELECT {columns} FROM goals WHERE user_id = :user_id AND id = :id",
    postgres="SELECT {columns} FROM goals WHERE user_id = :user_id AND id = :id FOR NO KEY UPDATE",
    scope="operator",
)
_MEND = change(
    "goals.mend_values",
    """UPDATE goals SET current_value = :current_value, last_seq = :last_seq,
    newest_entry_date = :newest_entry_date WHERE user_id = :user_id AND id = :id""",
    scope="operator",
)


def values(reading: Reading, mend: Work | None) -> Iterable[Finding]:
    """Goals whose cached value, sequence or newest date is not what their entries make.

    To be mended each is looked at once more while nobody else changes it: a server may be running, and
    what differed may have been a number on its way.
    """
    for stored, causes in _goals_with_causes(reading):
        if _true(stored, causes) == stored:
            continue
        if mend is None:
            yield _finding(stored, _true(stored, causes))
        else:
            yield from _mended(mend, stored)


def _goals_with_causes(reading: Reading) -> Iterator[tuple[_Stored, list[Entry]]]:
    after = (NO_ID, NO_ID)
    while page := reading.all(_STORED, after_user=after[0], after_id=after[1], limit=PAGE):
        first, last = page[0], page[-1]
        causes = _causes(reading, first, last)
        for stored in page:
            yield stored, causes.get((stored.user_id, stored.id), [])
        after = (last.user_id, last.id)


def _causes(reading: Reading, first: _Stored, last: _Stored) -> dict[tuple[UUID, UUID], list[Entry]]:
    """The entries of every goal from the first to the last."""
    rows = reading.all(
        _CAUSES, first_user=first.user_id, first_id=first.id, last_user=last.user_id, last_id=last.id
    )
    grouped = groupby(rows, key=lambda row: (row.user_id, row.goal_id))
    return {key: [Entry(*row[2:]) for row in group] for key, group in grouped}


def _true(stored: _Stored, causes: list[Entry]) -> _Stored | None:
    """The goal's caches as its entries make them; None where a value on the way is too large."""
    try:
        current = folded(causes, stored.start_value)
    except BeyondLimit:
        return None
    return stored._replace(
        current_value=current,
        last_seq=max([stored.last_seq, *(each.seq for each in causes)]),
        newest_entry_date=causes[-1].entry_date if causes else None,
    )


def _mended(work: Work, suspect: _Stored) -> Iterator[Finding]:
    for stored in work.all(_HELD, user_id=suspect.user_id, id=suspect.id):
        true = _true(stored, _causes(work, stored, stored).get((stored.user_id, stored.id), []))
        if true == stored:
            continue
        if true is not None:
            work.run(
                _MEND,
                user_id=true.user_id,
                id=true.id,
                current_value=true.current_value,
                last_seq=true.last_seq,
                newest_entry_date=true.newest_entry_date,
            )
        yield _finding(stored, true)._replace(mended=true is not None)


def _finding(stored: _Stored, true: _Stored | None) -> Finding:
    place = f"goals {stored.id}"
    if true is None:
        return Finding("current_value", place, "at most 99,999,999.99 in size", "entries that exceed it")
    return Finding("current_value", place, _said(true), _said(stored))


def _said(goal: _Stored) -> str:
    return f"{shown(goal.current_value)} after entry {goal.last_seq} on {goal.newest_entry_date}"
