"""Entries in order: how they make a goal's value."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from milepost.goals.rules.measure import is_reached
from milepost.kernel.amounts import LIMIT


class Entry(NamedTuple):
    """One entry: `delta` adds its value, `set` replaces by it, `reset` has none and returns to the start."""

    kind: str
    value: int | None
    entry_date: date
    seq: int


class BeyondLimit(Exception):
    """A value on the way is larger than an amount can be."""


def step(current: int, start_value: int, kind: str, value: int | None) -> int:
    """The value after one more entry, in hundredths.

    For an entry on the newest date, or after it, this is the whole work of logging.

    Raises:
        BeyondLimit: if the new value is above 99,999,999.99 in size.
        ValueError: if the kind is unknown, or a delta or set comes without a value.

    >>> step(500, 0, "delta", 250), step(500, 0, "set", 250), step(500, 100, "reset", None)
    (750, 250, 100)
    """
    if kind == "reset":
        after = start_value
    elif value is None or kind not in ("delta", "set"):
        raise ValueError(f"no such entry: {kind} {value}")
    else:
        after = value if kind == "set" else current + value
    if abs(after) > LIMIT:
        raise BeyondLimit
    return after


def history(entries: Iterable[Entry], start_value: int) -> list[tuple[Entry, int]]:
    """Every entry in order of (entry_date, seq), with the value after it in hundredths.

    Raises:
        BeyondLimit: if any of these values is above 99,999,999.99 in size.

    >>> day = date(2026, 11, 25)
    >>> [after for _, after in history([Entry("set", 900, day, 2), Entry("delta", 5, day, 1)], 10)]
    [15, 900]
    """
    return list(_walk(entries, start_value))


def folded(entries: Iterable[Entry], start_value: int) -> int:
    """The value that the entries make, in hundredths, in whatever order they are given.

    Raises:
        BeyondLimit: if it, or a value on the way, is above 99,999,999.99 in size.

    >>> folded([Entry("delta", 250, date(2026, 11, 25), 2), Entry("reset", None, date(2026, 11, 24), 3)], 100)
    350
    """
    current = start_value
    for _, after in _walk(entries, start_value):
        current = after
    return current


def reached_on(entries: Iterable[Entry], start_value: int, target_value: int) -> date | None:
    """The date of the entry at which the target is reached for the first time, or nothing.

    A later fall below the target does not change it.

    >>> reached_on([Entry("delta", 500, date(2026, 11, 25), 1)], 0, 500)
    datetime.date(2026, 11, 25)
    """
    for entry, after in _walk(entries, start_value):
        if is_reached(start_value, target_value, after):
            return entry.entry_date
    return None


def gained_on(entries: Iterable[Entry], start_value: int, day: date) -> int | None:
    """By how much the entries of one day changed the value, in hundredths; None if it has none.

    Of earlier days only what follows the last set or reset counts, so that is all that need be given;
    nothing of them, where the day itself has neither.

    >>> monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    >>> entries = [Entry("set", 7500, monday, 1), Entry("delta", 10, monday, 2)]
    >>> entries = [*entries, Entry("set", 7460, tuesday, 3)]
    >>> gained_on(entries, 7800, tuesday), gained_on(entries[:2], 7800, tuesday)
    (-50, None)
    """
    ordered = sorted(entries, key=lambda each: (each.entry_date, each.seq))
    of_day = [each for each in ordered if each.entry_date == day]
    if not of_day:
        return None
    if all(each.kind == "delta" for each in of_day):
        return sum(each.value or 0 for each in of_day)
    earlier = [each for each in ordered if each.entry_date < day]
    known = [place for place, each in enumerate(earlier) if each.kind != "delta"]
    earlier = earlier[known[-1] :] if known else earlier
    return folded([*earlier, *of_day], start_value) - folded(earlier, start_value)


def _walk(entries: Iterable[Entry], start_value: int) -> Iterator[tuple[Entry, int]]:
    current = start_value
    for entry in sorted(entries, key=lambda each: (each.entry_date, each.seq)):
        current = step(current, start_value, entry.kind, entry.value)
        yield entry, current
