"""Shares of people: exact, rounded three ways."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.proportion import share_of


@pytest.mark.parametrize(
    ("whole", "percent", "rounding", "share"),
    [
        (115, 30, "floor", 34),
        (115, 30, "half_up", 35),
        (115, 30, "ceil", 35),
        (34, 30, "floor", 10),
        (14, 20, "floor", 2),
        (20, 10, "ceil", 2),
        (12, 10, "ceil", 2),
        (0, 30, "ceil", 0),
        (5, 10, "half_up", 1),
    ],
)
def test_a_share_is_rounded_as_the_rule_says(whole, percent, rounding, share):
    assert share_of(whole, percent, rounding) == share


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_no_rounding_is_off_by_a_whole(whole, percent):
    exact = Fraction(whole * percent, 100)
    low, near, high = (share_of(whole, percent, r) for r in ("floor", "half_up", "ceil"))
    assert exact - 1 < low <= exact <= high < exact + 1
    assert abs(near - exact) <= Fraction(1, 2)
