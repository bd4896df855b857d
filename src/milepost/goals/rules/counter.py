"""The figures of a counter: its days and its best run."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from milepost.goals.rules.entries import Entry, history


class Run(NamedTuple):
    """The largest value between two resets, in hundredths: since when, and when it was first reached."""

    value: int
    start: date
    end: date


class Counter(NamedTuple):
    """Everything a counter shows; there is no best run before the first entry."""

    current_value: int
    days_since_start: int
    days_since_reset: int
    best_run: Run | None


def counter(entries: Iterable[Entry], start_value: int, start_date: date, today: date) -> Counter:
    """Count on the owner's date of today; days are never below 0.

    A run begins with a reset, which is its first value; the first one begins on the start date, or
    with the first entry if that is earlier. Of runs of equal value the earliest is the best.

    Raises:
        BeyondLimit: if a value on the way is above 99,999,999.99 in size.

    >>> entries = [Entry("delta", 100, date(2026, 11, day), day) for day in (1, 2, 3)]
    >>> found = counter([*entries, Entry("reset", None, date(2026, 11, 4), 4)], 0, date(2026, 11, 1),
    ...                 date(2026, 11, 6))
    >>> found.current_value, found.days_since_start, found.days_since_reset
    (0, 5, 2)
    >>> found.best_run
    Run(value=300, start=datetime.date(2026, 11, 1), end=datetime.date(2026, 11, 3))
    """
    values = history(entries, start_value)
    began, reset, best = start_date, start_date, None
    if values:
        began = min(start_date, values[0][0].entry_date)
    for entry, after in values:
        if entry.kind == "reset":
            began = reset = entry.entry_date
        if best is None or after > best.value:
            best = Run(after, began, entry.entry_date)
    return Counter(
        current_value=values[-1][1] if values else start_value,
        days_since_start=max(0, (today - start_date).days),
        days_since_reset=max(0, (today - reset).days),
        best_run=best,
    )
