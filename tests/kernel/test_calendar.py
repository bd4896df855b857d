"""Local dates, expected by hand."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from milepost.kernel.calendar import local_date, zone


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("instant", "where", "day_start", "expected"),
    [
        # Berlin is at +1 in winter: 23:30 UTC is half past midnight.
        (utc(2026, 1, 1, 23, 30), "Europe/Berlin", "00:00", date(2026, 1, 2)),
        # With a day that starts at 04:00 it is still the first.
        (utc(2026, 1, 1, 23, 30), "Europe/Berlin", "04:00", date(2026, 1, 1)),
        (utc(2026, 1, 2, 2, 59), "Europe/Berlin", "04:00", date(2026, 1, 1)),
        (utc(2026, 1, 2, 3, 0), "Europe/Berlin", "04:00", date(2026, 1, 2)),
        # 29 March 2026: 02:00 becomes 03:00. At 01:30 UTC the wall clock says 03:30; less 3 h it is 00:30.
        (utc(2026, 3, 29, 1, 30), "Europe/Berlin", "03:00", date(2026, 3, 29)),
        (utc(2026, 3, 29, 0, 59), "Europe/Berlin", "03:00", date(2026, 3, 28)),
        # 25 October 2026: 02:30 comes twice, and both belong to the day before a start at 03:00.
        (utc(2026, 10, 25, 0, 30), "Europe/Berlin", "03:00", date(2026, 10, 24)),
        (utc(2026, 10, 25, 1, 30), "Europe/Berlin", "03:00", date(2026, 10, 24)),
        (utc(2026, 10, 25, 2, 0), "Europe/Berlin", "03:00", date(2026, 10, 25)),
        # Auckland is at +13 in summer, Kiritimati at +14, Niue at -11.
        (utc(2026, 1, 1, 11, 0), "Pacific/Auckland", "00:00", date(2026, 1, 2)),
        (utc(2026, 1, 1, 10, 0), "Pacific/Kiritimati", "00:00", date(2026, 1, 2)),
        (utc(2026, 1, 1, 10, 59), "Pacific/Niue", "00:00", date(2025, 12, 31)),
        # Samoa had no 30 December 2011.
        (utc(2011, 12, 30, 9, 59), "Pacific/Apia", "00:00", date(2011, 12, 29)),
        (utc(2011, 12, 30, 10, 0), "Pacific/Apia", "00:00", date(2011, 12, 31)),
        (utc(2028, 2, 29, 12, 0), "UTC", "00:00", date(2028, 2, 29)),
        # The ends of the calendar hold.
        (utc(1, 1, 1, 0, 0), "America/New_York", "11:59", date(1, 1, 1)),
        (utc(9999, 12, 31, 23, 59), "Pacific/Auckland", "00:00", date(9999, 12, 31)),
    ],
)
def test_an_instant_has_one_local_date(instant: datetime, where: str, day_start: str, expected: date) -> None:
    assert local_date(instant, ZoneInfo(where), time.fromisoformat(day_start)) == expected


@pytest.mark.parametrize("name", ["", "Mars/Base", "../etc/passwd", "Europe", "europe/berlin\0", "UTC/.."])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        zone(name)
