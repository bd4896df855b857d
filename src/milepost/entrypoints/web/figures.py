"""Numbers and dates as the pages show them, by the conventions that the catalogue of a language holds."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from milepost.entrypoints.web.catalogue import Catalogue
from milepost.kernel.amounts import half_up, shown

MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NARROW NO-BREAK SPACE}"

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTS = (
    "none", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

MONEY = frozenset((
    "euro", "euros", "eur", "dollar", "dollars", "usd", "cad", "aud", "nzd", "pound", "pounds", "gbp",
    "franc", "francs", "chf", "krona", "kronor", "sek", "krone", "kroner", "nok", "dkk", "czk", "zloty",
    "pln", "yuan", "cny", "rupee", "rupees", "inr", "peso", "pesos", "mxn", "real", "reais", "brl", "zar",
))  # fmt: skip
"""Units whose amounts keep both places: people write 12.50 euros, and 74.6 kg."""


def is_money(unit: str) -> bool:
    """Whether amounts of this unit keep both their places.

    >>> is_money("euros"), is_money("US$"), is_money("kg")
    (True, True, False)
    """
    return unit.strip().casefold() in MONEY or any(unicodedata.category(sign) == "Sc" for sign in unit)


def _hundredths(value: int | str) -> int:
    """A number of hundredths, read from decimal text with two places where it is text."""
    return value if isinstance(value, int) else int(value.replace(".", ""))


def _whole_percent(hundredths: int) -> int:
    """Round to whole percents, but say neither 100 nor 0 before it is so: a tie with the end is misread."""
    whole = half_up(hundredths, 100)
    if 0 < hundredths < 10_000:
        return min(max(whole, 1), 99)
    return whole


class Figures:
    """The filters of the templates, in the conventions of one catalogue.

    Amounts and percentages are whole hundredths, or the text that the rules write them in.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._words = catalogue

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by the names that templates use."""
        names = (
            "amount", "signed", "typed", "rate", "percent", "whole_percent", "in_percent",
            "number", "count_word", "day", "short_day", "full_day", "month", "weekday", "moment",
        )  # fmt: skip
        return {"is_money": is_money, **{name: getattr(self, name) for name in names}}

    def number(self, whole: int) -> str:
        """A whole number with its thousands set apart.

        >>> Figures(Catalogue()).number(-1234567)
        '−1,234,567'
        """
        apart = self._words.pgettext("thousands separator", ",")
        return (MINUS if whole < 0 else "") + f"{abs(whole):,}".replace(",", apart)

    def amount(self, value: int | str, unit: str = "") -> str:
        """An amount without places that say nothing; money keeps both or none.

        >>> show = Figures(Catalogue()).amount
        >>> show(924000), show(7460, "kg"), show(1250, "euros"), show(-50)
        ('9,240', '74.6', '12.50', '−0.5')
        """
        cents = _hundredths(value)
        rest = abs(cents) % 100
        return self._with_places(cents, 0 if rest == 0 else 1 if rest % 10 == 0 and not is_money(unit) else 2)

    def rate(self, value: int | str) -> str:
        """An amount a day: two places, or none where they are nought.

        >>> Figures(Catalogue()).rate("31.40"), Figures(Catalogue()).rate(3500)
        ('31.40', '35')
        """
        cents = _hundredths(value)
        return self._with_places(cents, 2 if cents % 100 else 0)

    def signed(self, value: int | str, unit: str = "") -> str:
        """An amount added, with its sign.

        >>> Figures(Catalogue()).signed(6000), Figures(Catalogue()).signed(-70050, "kg")
        ('+60', '−700.5')
        """
        return ("+" if _hundredths(value) >= 0 else "") + self.amount(value, unit)

    def typed(self, value: int | str) -> str:
        """An amount as one types it into a field, whatever the language: no separators, a plain minus.

        >>> Figures(Catalogue()).typed(-123450), Figures(Catalogue()).typed(100)
        ('-1234.50', '1')
        """
        return shown(_hundredths(value)).removesuffix(".00")

    def percent(self, value: int | str) -> str:
        """A percentage with two places.

        >>> Figures(Catalogue()).percent(5133) == "51.33" + NARROW + "%"
        True
        """
        return self._of_hundred(self._with_places(_hundredths(value), 2))

    def whole_percent(self, value: int | str) -> str:
        """A percentage in whole percents, half-up; 100 only when all is there, 0 only when nothing is.

        >>> show = Figures(Catalogue()).whole_percent
        >>> [show(part).rstrip("%").strip() for part in (5133, 6155, 9990, 10000, 3, 0)]
        ['51', '62', '99', '100', '1', '0']
        """
        return self._of_hundred(self.in_percent(value))

    def in_percent(self, value: int | str) -> str:
        """The number of `whole_percent`, for where its sign stands in a column of its own.

        >>> Figures(Catalogue()).in_percent("51.33")
        '51'
        """
        return self.number(_whole_percent(_hundredths(value)))

    def count_word(self, count: int) -> str:
        """A small count in words, a larger one in digits.

        >>> Figures(Catalogue()).count_word(11), Figures(Catalogue()).count_word(13)
        ('eleven', '13')
        """
        if 0 <= count < len(COUNTS):
            return self._words.pgettext("count", COUNTS[count])
        return self.number(count)

    def day(self, day: date, today: date | None = None) -> str:
        """A day in a sentence; with its year where it is a year or more away from today.

        >>> today = date(2026, 11, 25)
        >>> Figures(Catalogue()).day(date(2027, 8, 8), today)
        '8 August'
        >>> Figures(Catalogue()).day(date(2027, 11, 25), today)
        '25 November 2027'
        """
        near = today is None or abs((day - today).days) < 365
        return self._dated("%(day)d %(month)s" if near else "%(day)d %(month)s %(year)d", day, "month")

    def short_day(self, day: date, today: date | None = None) -> str:
        """A day in a column; with its year where that is not this one.

        >>> show, today = Figures(Catalogue()).short_day, date(2026, 11, 25)
        >>> show(today, today), show(date(2027, 8, 31), today)
        ('25 Nov', '31 Aug 2027')
        """
        near = today is None or day.year == today.year
        return self._dated("%(day)d %(month)s" if near else "%(day)d %(month)s %(year)d", day, "short month")

    def full_day(self, day: date) -> str:
        """A day with its year.

        >>> Figures(Catalogue()).full_day(date(2027, 8, 31))
        '31 August 2027'
        """
        return self._dated("%(day)d %(month)s %(year)d", day, "month")

    def month(self, day: date, short: bool = False) -> str:
        """The month of a day.

        >>> show = Figures(Catalogue()).month
        >>> show(date(2026, 11, 1)), show(date(2026, 11, 1), short=True)
        ('November', 'Nov')
        """
        return self._month(day, "short month" if short else "month")

    def weekday(self, day: date) -> str:
        """The day of the week.

        >>> Figures(Catalogue()).weekday(date(2026, 11, 25))
        'Wednesday'
        """
        return self._words.gettext(WEEKDAYS[day.weekday()])

    def moment(self, moment: datetime, today: date) -> str:
        """A day and a time of it; today is said as such.

        >>> Figures(Catalogue()).moment(datetime(2026, 11, 25, 14, 5), date(2026, 11, 25))
        'today, 14:05'
        """
        same = moment.date() == today
        day = self._words.gettext("today") if same else self.day(moment.date(), today)
        return self._words.gettext("%(day)s, %(time)s") % {"day": day, "time": f"{moment:%H:%M}"}

    def _with_places(self, cents: int, places: int) -> str:
        whole, rest = divmod(abs(cents), 100)
        point = self._words.pgettext("decimal point", ".") if places else ""
        sign = MINUS if cents < 0 else ""
        return sign + self.number(whole) + point + f"{rest:02d}"[:places]

    def _of_hundred(self, number: str) -> str:
        return self._words.gettext("%(number)s%(gap)s%%") % {"number": number, "gap": NARROW}

    def _month(self, day: date, context: str) -> str:
        name = MONTHS[day.month - 1]
        return self._words.pgettext(context, name[:3] if context == "short month" else name)

    def _dated(self, form: str, day: date, context: str) -> str:
        parts = {"day": day.day, "month": self._month(day, context), "year": day.year}
        return self._words.pgettext(context, form) % parts
