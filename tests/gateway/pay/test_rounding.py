"""Fractions become fen in one place: halves away from zero, nothing binary."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.gateway.pay.rounding import YUAN, down, half_up, yuan


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**7))
def test_half_up_is_what_decimal_says(numerator, denominator):
    exact = (Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    assert abs(half_up(numerator, denominator) - exact) <= 1
    if abs(numerator) < 10**9:
        assert half_up(numerator, denominator) == exact


def test_a_half_goes_away_from_zero():
    assert [half_up(n, 2) for n in (1, 3, -1, -3)] == [1, 2, -1, -2]


def test_to_whole_yuan():
    assert [half_up(fen, to=YUAN) for fen in (34_080, 40_049, 40_050)] == [34_100, 40_000, 40_100]


def test_down_never_takes_more():
    assert down(89_099 * 20, 100) == 17_819


def test_fen_are_shown_as_yuan():
    assert [yuan(f) for f in (739_874, 5, -1_250, 0)] == ["7398.74", "0.05", "-12.50", "0.00"]
