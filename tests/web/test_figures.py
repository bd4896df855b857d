"""Numbers and dates as the pages show them."""

from datetime import date, datetime
from gettext import NullTranslations
from typing import ClassVar

import pytest

from milepost.entrypoints.web.figures import MINUS, NARROW, Figures

ENGLISH = Figures(NullTranslations())
TODAY = date(2026, 11, 25)


class German(NullTranslations):
    """The conventions of one other language, as its catalogue would hold them."""

    words: ClassVar = {
        ("thousands separator", ","): ".",
        ("decimal point", "."): ",",
        ("month", "%(day)d %(month)s"): "%(day)d. %(month)s",
        ("month", "November"): "November",
        ("month", "August"): "August",
        ("short month", "%(day)d %(month)s"): "%(day)d. %(month)s",
        ("short month", "Mar"): "Mär",
    }

    def pgettext(self, context: str, message: str) -> str:
        return self.words.get((context, message), message)


@pytest.mark.parametrize(
    ("cents", "unit", "shown"),
    [
        (924000, "euros", "9,240"),
        (1800000, "euros", "18,000"),
        (7460, "kg", "74.6"),
        (2110, "km", "21.1"),
        (1250, "euros", "12.50"),
        (1250, "€", "12.50"),
        (1205, "kg", "12.05"),
        (0, "days", "0"),
        (5, "km", "0.05"),
        (-50, "km", f"{MINUS}0.5"),
        (-123456789, "euros", f"{MINUS}1,234,567.89"),
        (9_999_999_999, "units", "99,999,999.99"),
        ("4500.00", "euros", "4,500"),
        ("-0.50", "km", f"{MINUS}0.5"),
    ],
)
def test_an_amount_drops_places_that_say_nothing(cents: int | str, unit: str, shown: str) -> None:
    assert ENGLISH.amount(cents, unit) == shown


def test_what_was_added_carries_its_sign() -> None:
    assert [ENGLISH.signed(cents) for cents in (6000, 0, -70000)] == ["+60", "+0", f"{MINUS}700"]


def test_a_rate_keeps_both_places_or_none() -> None:
    assert [ENGLISH.rate(rate) for rate in ("31.40", "67.16", 3500, "0.00")] == ["31.40", "67.16", "35", "0"]


def test_an_amount_in_a_field_is_written_as_the_server_reads_it() -> None:
    assert [ENGLISH.typed(cents) for cents in (924000, 1250, -50)] == ["9240", "12.50", "-0.50"]


def test_a_percentage_has_a_narrow_gap_before_its_sign() -> None:
    assert ENGLISH.percent("51.33") == f"51.33{NARROW}%"
    assert ENGLISH.percent("-12.50") == f"{MINUS}12.50{NARROW}%"
    assert ENGLISH.percent("1000000000.00") == f"1,000,000,000.00{NARROW}%"


@pytest.mark.parametrize(
    ("percent", "whole"),
    [
        ("51.33", "51"), ("61.55", "62"), ("66.50", "67"), ("99.99", "99"), ("100.00", "100"),
        ("0.01", "1"), ("0.00", "0"),
    ],
)  # fmt: skip
def test_a_whole_percentage_reaches_neither_end_before_it_is_there(percent: str, whole: str) -> None:
    assert ENGLISH.whole_percent(percent) == f"{whole}{NARROW}%"


def test_a_day_names_its_year_only_where_it_would_be_mistaken() -> None:
    assert ENGLISH.day(date(2027, 8, 8), TODAY) == "8 August"
    assert ENGLISH.day(date(2027, 11, 24), TODAY) == "24 November"
    assert ENGLISH.day(date(2027, 11, 25), TODAY) == "25 November 2027"
    assert ENGLISH.day(date(2025, 11, 25), TODAY) == "25 November 2025"
    assert ENGLISH.short_day(date(2026, 12, 20), TODAY) == "20 Dec"
    assert ENGLISH.short_day(date(2027, 1, 31), TODAY) == "31 Jan 2027"
    assert ENGLISH.full_day(date(2027, 8, 31)) == "31 August 2027"


def test_a_moment_of_today_is_said_as_such() -> None:
    assert ENGLISH.moment(datetime(2026, 11, 25, 7, 5), TODAY) == "today, 07:05"
    assert ENGLISH.moment(datetime(2026, 11, 24, 22, 30), TODAY) == "24 November, 22:30"


def test_small_counts_are_words() -> None:
    words = [ENGLISH.count_word(count) for count in (0, 1, 12, 13, 1300)]
    assert words == ["none", "one", "twelve", "13", "1,300"]


def test_numbers_and_dates_follow_the_catalogue_of_a_language() -> None:
    german = Figures(German())
    assert german.amount(123456789, "Euro") == "1.234.567,89"
    assert german.day(date(2026, 11, 25), TODAY) == "25. November"
    assert german.short_day(date(2026, 3, 1), TODAY) == "1. Mär"
