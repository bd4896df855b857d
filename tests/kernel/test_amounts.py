"""Exact amounts, expected by hand, and against fractions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.amounts import LIMIT, amount, half_up, ratio_shown, shown

WHOLE = st.integers(-(10**14), 10**14)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0), ("-0", 0), ("0.1", 10), ("0.01", 1), ("-0.01", -1), ("99999999.99", LIMIT),
        ("-99999999.99", -LIMIT), ("007", 700), (5000, 500_000),
        (Decimal("41.04"), 4104), (Decimal("5.0"), 500),
    ],
)  # fmt: skip
def test_an_amount_is_read_exactly(text: str | int | Decimal, cents: int) -> None:
    assert amount(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "", " 1", "1 ", "+1", ".5", "5.", "1.234", "1e3", "1,5", "--1", "1_000", "NaN", "inf", "١", "１",
        "100000000", "1\n", Decimal("1E+3"), Decimal("NaN"), 10**8, Decimal("0.001"), "0x10",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str | int | Decimal) -> None:
    with pytest.raises(ValueError, match="must be a number"):
        amount(text)


@given(st.integers(-LIMIT, LIMIT))
def test_what_is_shown_is_read_back(cents: int) -> None:
    assert amount(shown(cents)) == cents


@given(WHOLE, WHOLE.filter(bool))
def test_rounding_is_to_the_nearest_and_ties_go_away_from_zero(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    rounded = half_up(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (1, 200, "0.01"),
        (-1, 200, "-0.01"),
        (1, 201, "0.00"),
        (-1, 201, "0.00"),
        (2, 3, "0.67"),
        (275000, 6700, "41.04"),
    ],
)
def test_a_ratio_is_rounded_once(numerator: int, denominator: int, expected: str) -> None:
    assert ratio_shown(numerator, denominator) == expected
