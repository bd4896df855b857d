"""Exact amounts: whole hundredths inside, decimal text outside, never a binary float."""

import re
from decimal import Decimal
from fractions import Fraction

PLACES = 2
LIMIT = 9_999_999_999
"""The largest size of an amount: 99,999,999.99 in hundredths."""

_WHOLE = re.compile(r"(-?)([0-9]{1,8})(?:\.([0-9]{1,2}))?", re.ASCII)


def amount(value: str | int | Decimal) -> int:
    """Read an amount into hundredths.

    Takes at most eight digits before the point and two after it; never rounds.

    Raises:
        ValueError: with a sentence for people, if the text is anything else.

    >>> amount("250"), amount("-0.5"), amount(Decimal("41.04"))
    (25000, -50, 4104)
    """
    match = _WHOLE.fullmatch(str(value))
    if match is None:
        raise ValueError("must be a number with at most eight digits and two decimal places")
    sign, whole, places = match.groups()
    cents = int(whole) * 100 + int((places or "0").ljust(PLACES, "0"))
    return -cents if sign else cents


def shown(cents: int, places: int = PLACES) -> str:
    """Write a whole number of the last place as decimal text.

    >>> shown(25000), shown(-50), shown(0), shown(1234, places=3)
    ('250.00', '-0.50', '0.00', '1.234')
    """
    whole, rest = divmod(abs(cents), 10**places)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:0{places}d}"


def half_up(numerator: int, denominator: int) -> int:
    """Round a fraction to the nearest whole number, ties away from zero.

    >>> half_up(5, 2), half_up(-5, 2), half_up(7, 3)
    (3, -3, 2)
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -size if numerator < 0 else size


def ratio_shown(numerator: int, denominator: int, places: int = PLACES) -> str:
    """Write an exact fraction with so many places, rounded once, half-up.

    >>> ratio_shown(1, 3), ratio_shown(200000, 67 * 100), ratio_shown(1, 8)
    ('0.33', '29.85', '0.13')
    """
    return shown(half_up(numerator * 10**places, denominator), places)


def fraction_shown(value: Fraction, places: int = PLACES) -> str:
    """Write an exact fraction as `ratio_shown` does."""
    return ratio_shown(value.numerator, value.denominator, places)
