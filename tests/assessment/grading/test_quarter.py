"""The quarter's score: months present, half up to the hundredth (A-20)."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assessment.grading.quarter import quarter_score
from tests.assessment.grading.choices import choice

RULES = choice().quarter


@pytest.mark.parametrize(
    ("months", "score"),
    [
        ((9050, 8825, None), 8938),
        ((9050, 8824, None), 8937),
        ((9000, 9001, 9001), 9001),
        ((9000, 9000, 9001), 9000),
        ((9050, None, None), None),
        ((None, None, None), None),
        ((-1, -2, None), -2),
        ((0, 0, 0), 0),
    ],
)
def test_the_mean_of_the_months_present(months, score):
    assert quarter_score(months, RULES) == score


def test_a_bureau_may_ask_for_every_month():
    assert quarter_score((9050, 8825, None), choice("nine").quarter) is None


@given(st.lists(st.integers(-10_000, 100_000), min_size=2, max_size=3))
def test_it_is_rounded_as_decimal_arithmetic_does(months):
    mean = Decimal(sum(months)) / len(months)
    assert quarter_score(months, RULES) == int(mean.quantize(Decimal(1), ROUND_HALF_UP))
