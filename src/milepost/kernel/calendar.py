"""Dates in a person's own zone and day."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Every zone name that can be chosen, spelt exactly so.

    Not `localtime`, which some machines have: it would be the server's own zone.
    """
    return frozenset(available_timezones() - {"localtime", "Factory"})


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name.

    Raises:
        ValueError: if there is none.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as unknown:
        raise ValueError(f"there is no time zone {name!r}") from unknown


def local_date(instant: datetime, where: ZoneInfo, day_start: time = time.min) -> date:
    """The calendar date that this instant has for a person.

    The wall clock in their zone, less the hour at which their day starts; clamped to the years
    1 to 9999. A skipped or repeated hour of a clock change does not move the date, because the
    subtraction is done on the wall clock.

    >>> local_date(datetime(2026, 3, 1, 1, 30, tzinfo=UTC), ZoneInfo("UTC"), time(2))
    datetime.date(2026, 2, 28)
    """
    offset = timedelta(hours=day_start.hour, minutes=day_start.minute)
    try:
        wall = instant.astimezone(where).replace(tzinfo=None)
    except OverflowError:
        return date.min if instant.year == 1 else date.max
    try:
        return (wall - offset).date()
    except OverflowError:
        return date.min


def instant_shown(instant: datetime) -> str:
    """Write an instant as RFC 3339 in UTC, with microseconds.

    >>> instant_shown(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05.000000Z'
    """
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
