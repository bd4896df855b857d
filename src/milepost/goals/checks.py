"""What doctor looks at in goals: every stored value is what its entries make."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from milepost.goals.rules.entries import BeyondLimit, Entry, folded
from milepost.kernel.amounts import shown
from milepost.kernel.checks import Finding
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Work

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
_MEND = change(
    "goals.mend_values",
    """UPDATE goals SET current_value = :current_value, last_seq = :last_seq,
    newest_entry_date = :newest_entry_date WHERE user_id = :user_id AND id = :id""",
    scope="operator",
)


def values(work: Work, mend: bool) -> Iterable[Finding]:
    """Goals whose cached value, sequence or newest date is not what their entries make."""
    for stored, causes in _goals_with_causes(work):
        yield from _of_goal(work, stored, causes, mend)


def _goals_with_causes(work: Work) -> Iterator[tuple[_Stored, list[Entry]]]:
    after = (NO_ID, NO_ID)
    while page := work.all(_STORED, after_user=after[0], after_id=after[1], limit=PAGE):
        first, last = page[0], page[-1]
        rows = work.all(
            _CAUSES,
            first_user=first.user_id,
            first_id=first.id,
            last_user=last.user_id,
            last_id=last.id,
        )
        grouped = {
            key: [Entry(*row[2:]) for row in group]
            for key, group in groupby(rows, key=lambda row: (row.user_id, row.goal_id))
        }
        for stored in page:
            yield stored, grouped.get((stored.user_id, stored.id), [])
        after = (last.user_id, last.id)


def _of_goal(work: Work, stored: _Stored, causes: list[Entry], mend: bool) -> Iterable[Finding]:
    place = f"goals {stored.id}"
    try:
        current = folded(causes, stored.start_value)
    except BeyondLimit:
        yield Finding("current_value", place, "at most 99,999,999.99 in size", "entries that exceed it")
        return
    last_seq = max([stored.last_seq, *(each.seq for each in causes)])
    newest = causes[-1].entry_date if causes else None
    if (current, last_seq, newest) == stored[3:]:
        return
    if mend:
        work.run(
            _MEND,
            user_id=stored.user_id,
            id=stored.id,
            current_value=current,
            last_seq=last_seq,
            newest_entry_date=newest,
        )
    yield Finding(
        "current_value",
        place,
        f"{shown(current)} after entry {last_seq} on {newest}",
        f"{shown(stored.current_value)} after entry {stored.last_seq} on {stored.newest_entry_date}",
        mended=mend,
    )
