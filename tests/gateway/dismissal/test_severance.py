"""Severance: years, halves, the exact half year, the cap, and the fen (P-21, P9)."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.dismissal.severance import amount_fen, half_months
from services.kernel.legal_dates import ONE_DAY, next_day_after
from tests.gateway.on_file import DAY, SHELF

TERMS = SHELF.in_force("severance", DAY("2024-06-01")).law.pay


@pytest.mark.parametrize(
    ("since", "until", "halves"),
    [
        ("2017-11-01", "2024-06-01", 14),  # 6 years 7 months.
        ("2018-01-01", "2024-06-01", 13),  # 6 years 5 months.
        ("2017-12-01", "2024-06-01", 14),  # 6 years and exactly 6 months.
        ("2017-12-02", "2024-06-01", 13),  # One day less.
        ("2018-06-01", "2024-06-01", 12),  # 6 years, not a day more.
        ("2018-06-01", "2024-06-02", 13),
        ("2024-05-31", "2024-06-01", 1),
        ("2024-06-01", "2024-06-01", 0),
    ],
)
def test_time_served_gives_half_months(since, until, halves):
    assert half_months(DAY(since), DAY(until), TERMS) == halves


@pytest.mark.parametrize(
    ("halves", "average", "local", "amount"),
    [
        (14, 435_000, None, 3_045_000),
        (13, 435_000, None, 2_827_500),
        (1, 435_001, None, 217_501),
        (13, 2_250_000, 750_000, 14_625_000),
        (30, 2_250_001, 750_000, 27_000_000),
        (30, 2_250_000, 750_000, 33_750_000),
        (0, 435_000, 750_000, 0),
    ],
)
def test_the_amount_is_exact_and_capped_with_its_years(halves, average, local, amount):
    assert amount_fen(halves, average, local, TERMS) == amount


@dataclass(frozen=True)
class Other:
    half_months_a_year: int = 4
    half_year_months_min: int = 3
    half_months_below: int = 2
    average_cap_times: int = 2
    years_max_when_capped: int = 5


def test_every_number_is_the_laws():
    assert half_months(DAY("2020-01-01"), DAY("2022-04-01"), Other()) == 12
    assert half_months(DAY("2020-01-01"), DAY("2022-03-31"), Other()) == 10
    assert amount_fen(100, 500, 100, Other()) == 2_000


@given(st.dates(DAY("1990-01-01"), DAY("2030-01-01")), st.integers(0, 480))
def test_a_day_more_never_gives_less(since, months):
    until = next_day_after(since, months)
    before = half_months(since, until, TERMS)
    assert before <= half_months(since, until + ONE_DAY, TERMS) <= before + 2
