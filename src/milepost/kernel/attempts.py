"""How often something may be tried: attempts counted by small windows, weighed over the last whole one."""

from bisect import bisect_left
from datetime import datetime, timedelta
from typing import NamedTuple

from milepost.kernel.settings import rate
from milepost.kernel.statements import Number, change, micros, statement
from milepost.kernel.work import Reading, Work

WINDOWS = 10
"""Small windows in the time of a limit."""
SECOND = 1_000_000
"""In microseconds, as everything inside here."""


class Limit(NamedTuple):
    """So many attempts in so many seconds, for one purpose; each subject is counted for itself."""

    purpose: str
    most: int
    seconds: int


class Window(NamedTuple):
    """The attempts that were counted in one small window."""

    started_at: datetime
    attempts: int


_COUNT = statement(
    "attempts.count",
    Number,
    """INSERT INTO attempts (key, started_at, count) VALUES (:key, :started_at, 1)
    ON CONFLICT (key, started_at) DO UPDATE SET count = attempts.count + 1
    RETURNING count""",
    scope="machinery",
)
_WINDOWS = statement(
    "attempts.windows",
    Window,
    "SELECT started_at, count FROM attempts WHERE key = :key AND started_at > :oldest",
    scope="machinery",
)
_PRUNE = change(
    "attempts.prune",
    "DELETE FROM attempts WHERE key >= :first AND key < :beyond AND started_at <= :oldest",
    scope="machinery",
)


def limit_of(purpose: str, setting: str) -> Limit | None:
    """The limit that a setting such as `10/minute` stands for, or None if it is `off`."""
    found = rate(setting)
    return None if found is None else Limit(purpose, *found)


def wait(reading: Reading, limit: Limit | None, subject: str) -> int:
    """In how many seconds this subject may try once more; 0 if it may now."""
    return 0 if limit is None else seconds_to_wait(_counted(reading, limit, subject), limit, reading.now, 1)


def count(work: Work, limit: Limit | None, subject: str) -> int:
    """Count an attempt, and say how many seconds too early it came; 0 if it was within the limit.

    Where two come at once the second waits for the first to be counted, so none slips through.
    """
    if limit is None:
        return 0
    size = _size(limit)
    started = timedelta(microseconds=micros(work.now) % size)
    (counted,) = work.all(_COUNT, key=_key(limit, subject), started_at=work.now - started)
    if counted.number == 1:
        first, beyond = f"{limit.purpose}:", f"{limit.purpose};"
        work.run(_PRUNE, first=first, beyond=beyond, oldest=_oldest(limit, work.now))
    return seconds_to_wait(_counted(work, limit, subject), limit, work.now, 0)


def seconds_to_wait(windows: list[Window], limit: Limit, now: datetime, more: int) -> int:
    """In how many whole seconds the windows leave room for `more` attempts; 0 if they do now.

    The last `seconds` are looked at; a window that lies in them in part counts by that part.

    >>> noon = datetime(2026, 1, 1, 12, 0, 0)
    >>> seconds_to_wait([Window(noon, 10)], Limit("sign-in", 10, 60), noon, more=1)
    61
    >>> seconds_to_wait([Window(noon, 9)], Limit("sign-in", 10, 60), noon, more=1)
    0
    """
    size = _size(limit)
    room = (limit.most - more) * size

    def weighed(seconds: int) -> int:
        edge = now + timedelta(seconds=seconds - limit.seconds)
        ends = ((each.started_at - edge) // timedelta(microseconds=1) + size for each in windows)
        return sum(each.attempts * min(size, max(0, end)) for each, end in zip(windows, ends, strict=True))

    # Longer than two whole times nobody waits: by then every window has passed.
    return bisect_left(range(2 * limit.seconds), True, key=lambda seconds: weighed(seconds) <= room)


def _size(limit: Limit) -> int:
    return limit.seconds * SECOND // WINDOWS


def _key(limit: Limit, subject: str) -> str:
    return f"{limit.purpose}:{subject}"


def _oldest(limit: Limit, now: datetime) -> datetime:
    return now - timedelta(seconds=limit.seconds, microseconds=_size(limit))


def _counted(reading: Reading, limit: Limit, subject: str) -> list[Window]:
    return reading.all(_WINDOWS, key=_key(limit, subject), oldest=_oldest(limit, reading.now))
