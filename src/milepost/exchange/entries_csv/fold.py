"""The value that the entries of a file make with those that are there, held in a few bytes each."""

from array import array
from collections.abc import Iterable, Iterator
from datetime import date
from heapq import merge
from operator import attrgetter

from milepost.exchange.entries_csv.entries import Read
from milepost.goals.rules.entries import Entry, step

_KINDS = ("delta", "set", "reset")


class Fold:
    """New entries in file order; each comes after those that are there on its date."""

    def __init__(self) -> None:
        self._days, self._kinds, self._values = array("i"), array("b"), array("q")
        self._in_order = True

    def __len__(self) -> int:
        return len(self._days)

    def add(self, read: Read) -> None:
        """Take in one more."""
        day = read.entry_date.toordinal()
        self._in_order = self._in_order and (not self._days or day >= self._days[-1])
        self._days.append(day)
        self._kinds.append(_KINDS.index(read.kind))
        self._values.append(read.value or 0)

    @property
    def newest(self) -> date:
        """The newest date of them."""
        return date.fromordinal(max(self._days))

    @property
    def oldest(self) -> date:
        """The oldest date of them."""
        return date.fromordinal(min(self._days))

    def value(self, current: int, start_value: int) -> int:
        """The value after all of them, where none is older than what is there already.

        Raises:
            BeyondLimit: if it, or a value on the way, is beyond what an amount can be.
        """
        for each in self._entries():
            current = step(current, start_value, each.kind, each.value)
        return current

    def value_among(self, there: Iterable[Entry], start_value: int) -> int:
        """The value of these and of those that are there, which are given in their order.

        Raises:
            BeyondLimit: as `value`.
        """
        current = start_value
        for each in merge(there, self._entries(), key=attrgetter("entry_date")):
            current = step(current, start_value, each.kind, each.value)
        return current

    def _entries(self) -> Iterator[Entry]:
        places: Iterable[int] = range(len(self._days))
        if not self._in_order:
            places = sorted(places, key=self._days.__getitem__)
        for place in places:
            kind = _KINDS[self._kinds[place]]
            value = None if kind == "reset" else self._values[place]
            yield Entry(kind, value, date.fromordinal(self._days[place]), place)
