"""How fractal files say things: keys and types in any spelling, dates, instants, yes and no."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

SESSION = "practicesession"
LEVELS = {
    "ultimategoal": "ultimate",
    "longtermgoal": "long_term",
    "midtermgoal": "mid_term",
    "shorttermgoal": "short_term",
    "immediategoal": "immediate",
    "microgoal": "micro",
    "nanogoal": "nano",
}
_JOINTS = re.compile(r"[\s_-]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """A word without its spelling.

    >>> plain("createdAt"), plain("CREATED_AT"), plain("PracticeSession")
    ('createdat', 'createdat', 'practicesession')
    """
    return _JOINTS.sub("", word).lower()


def day_of(value: Any, zone: ZoneInfo) -> date:
    """A date, or the date that an instant has on a clock in the zone.

    Raises:
        ValueError: if it is neither.
    """
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        return date.fromisoformat(value.strip())
    return _moment(value, zone).astimezone(zone).date()


def instant_of(value: Any, zone: ZoneInfo) -> datetime:
    """An instant with any zone, or a naive one, which is on a clock in the owner's zone.

    Raises:
        ValueError: if it is none, or beyond the years 1 to 9999 in UTC.
    """
    return _moment(value, zone).astimezone(UTC)


def _moment(value: Any, zone: ZoneInfo) -> datetime:
    if not isinstance(value, str):
        raise ValueError("not text")
    try:
        found = datetime.fromisoformat(value.strip())
        zoned = found.replace(tzinfo=zone) if found.tzinfo is None else found
        zoned.astimezone(UTC)
        return zoned
    except OverflowError as beyond:
        raise ValueError("beyond the calendar") from beyond
