"""The log of a goal as its page shows it: newest first, by month, with the amount after each entry."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from milepost.goals.schemas import Kind


class Entry(NamedTuple):
    """One entry; `value` is None for a reset, `total` the goal's amount after it. Both in hundredths."""

    id: str
    kind: Kind
    value: int | None
    day: date
    total: int
    note: str = ""


class Month(NamedTuple):
    """A month of the log; `gained` is None where the amount before its first entry is not known."""

    first: date
    gained: int | None
    entries: tuple[Entry, ...]


def months(entries: Sequence[Entry], before: int | None) -> tuple[Month, ...]:
    """Lay entries, newest first, out by month; `before` is the amount before the oldest of them, if known.

    >>> june, july = date(2026, 6, 30), date(2026, 7, 1)
    >>> two = [Entry("b", "delta", 50, july, 150), Entry("a", "delta", 100, june, 100)]
    >>> [(month.first.month, month.gained) for month in months(two, before=0)]
    [(7, 50), (6, 100)]
    """
    found: dict[date, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.day.replace(day=1), []).append(entry)
    ends = [listed[0].total for listed in found.values()]
    begins = [*ends[1:], before] if ends else []
    return tuple(
        Month(first, None if begin is None else end - begin, tuple(listed))
        for (first, listed), end, begin in zip(found.items(), ends, begins, strict=True)
    )
