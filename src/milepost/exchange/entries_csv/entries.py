"""A row of a spreadsheet as an entry of a goal, or why it is none."""

from collections import Counter
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from milepost.exchange import ids
from milepost.exchange.entries_csv.sheet import Line
from milepost.goals.rows import GoalRow
from milepost.kernel.amounts import amount

FORMAT = KIND = "entries-csv"
LONGEST_NOTE = 500
ONE = 1_00
"""What a counter counts where no value is given."""


class Wrong(Exception):
    """The row is no entry; the sentence says why."""


class Read(NamedTuple):
    """An entry of the file: value in hundredths, None for a reset."""

    kind: str
    value: int | None
    entry_date: date
    note: str | None


def entry_of(line: Line, goal: GoalRow, today: date, comma: bool) -> Read:
    """Read a row; `comma` says whether a comma may stand for the decimal point.

    Raises:
        Wrong: if it cannot be taken.
    """
    if line.is_too_long:
        raise Wrong("it has more cells than there are columns")
    day = _day(line.date)
    if day > today:
        raise Wrong("its date is in the future")
    kind = line.kind.lower() or "delta"
    if kind not in ("delta", "set", "reset"):
        raise Wrong(f"{line.kind[:50]!r} is no kind; there are delta, set and reset")
    if len(line.note) > LONGEST_NOTE:
        raise Wrong(f"its note has more than {LONGEST_NOTE} characters")
    if "\0" in line.note:
        raise Wrong("its note holds a null character")
    value = _value(line.value.replace(",", ".") if comma else line.value, kind, goal)
    return Read(kind, value, day, line.note or None)


def _value(text: str, kind: str, goal: GoalRow) -> int | None:
    if kind == "reset":
        if text:
            raise Wrong("a reset takes no value")
        return None
    if not text:
        if kind == "delta" and goal.goal_type == "continuous_counter":
            return ONE
        raise Wrong("it has no value")
    try:
        value = amount(text)
    except ValueError as wrong:
        raise Wrong(f"its value {wrong}") from wrong
    if kind == "delta" and value == 0:
        raise Wrong("its value must not be 0")
    return value


@lru_cache(maxsize=1024)
def _day(text: str) -> date:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Wrong("its date must be one such as 2027-01-31")


class Marks:
    """Gives each row a mark by which the map knows it again: equal rows are counted.

    In a file in the order of its dates only those of one date need be held.
    """

    def __init__(self, goal_id: UUID, in_order: bool) -> None:
        self._goal = str(goal_id)
        self._in_order = in_order
        self._day: date | None = None
        self._seen: Counter[Read] = Counter()

    def of(self, read: Read) -> UUID:
        """The digest of a row."""
        if self._in_order and read.entry_date != self._day:
            self._seen.clear()
            self._day = read.entry_date
        self._seen[read] += 1
        parts = (self._goal, read.entry_date, read.kind, read.value, self._seen[read], read.note or "")
        digest = ids.mapped(FORMAT, KIND, "\n".join(map(str, parts)))
        return ids.near(digest, read.entry_date.toordinal())
