"""Cumulative withholding on what is paid, its special rules, and sums taxed alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.pay.income_tax import bonus_tax, deductions, tax_of
from services.gateway.pay.months import month_named
from services.gateway.pay.slip import YearToDate
from tests.gateway.on_file import DAY, SHELF
from tests.gateway.pay.payee import slips, timeline

LAW = SHELF.in_force("income_tax", DAY("2024-06-01")).law
ENTERED = "{入职: 民警, on: 2010-01-01}"
NONE = "{own_contributions_given: 0, on: 2020-01-01}"


@pytest.mark.parametrize(
    ("taxable", "tax"),
    [
        (-1, 0),
        (0, 0),
        (3_600_000, 108_000),
        (3_600_001, 108_000),
        (14_400_000, 1_188_000),
        (14_400_100, 1_188_020),
        (30_000_000, 4_308_000),
        (96_000_001, 25_008_000),
    ],
)
def test_the_year_table(taxable, tax):
    assert tax_of(LAW.year_table, taxable)[0] == tax


@given(st.integers(0, 2 * 10**8), st.integers(0, 10**6))
def test_more_income_is_never_less_tax_nor_more_than_the_top_rate_of_it(taxable, more):
    tax, higher = (tax_of(LAW.year_table, t)[0] for t in (taxable, taxable + more))
    assert 0 <= higher - tax <= more * 45 // 100 + 1


@pytest.mark.parametrize(("bonus", "tax"), [(3_600_000, 108_000), (3_600_001, 339_000), (0, 0)])
def test_a_bonus_alone(bonus, tax):
    assert bonus_tax(LAW, bonus)[0] == tax


def basic(month, first_month, *lines, wages=0, months=0):
    file = timeline(month, *lines)
    last = YearToDate(year=2023, wages_fen=wages, months=months)
    found = deductions(file, month_named(month), month_named(first_month), last)
    return found.basic_fen, found.rule


def test_five_thousand_for_every_month_served():
    assert basic("2024-03", "2024-01", ENTERED) == (1_500_000, "monthly")
    assert basic("2024-03", "2023-01", "{入职: 民警, on: 2024-02-29}") == (1_000_000, "monthly")


def test_a_first_job_counts_from_january_in_its_own_year_only():
    first = "{入职: 勤务辅警, first_wage_job: true, on: 2023-07-01}"
    assert basic("2023-07", "2023-07", first) == (3_500_000, "first_job")
    assert basic("2024-02", "2023-07", first) == (1_000_000, "monthly")


@pytest.mark.parametrize(
    ("wages", "months", "rule"),
    [(6_000_000, 12, "whole_year"), (6_000_001, 12, "monthly"), (5_000_000, 11, "monthly")],
)
def test_a_whole_year_of_low_wages_deducts_sixty_thousand_at_once(wages, months, rule):
    assert basic("2024-01", "2023-01", ENTERED, wages=wages, months=months)[1] == rule


def test_an_open_declaration_ends_where_the_next_of_its_kind_begins():
    lines = (
        "{专项附加扣除: 子女教育 100000 2023-01, on: 2023-01-01}",
        "{专项附加扣除: 子女教育 200000 2024-02, on: 2024-02-01}",
    )
    file = timeline("2024-03", ENTERED, *lines)
    found = deductions(file, month_named("2024-03"), month_named("2024-01"), YearToDate(year=2023))
    assert found.special_fen == 100_000 + 2 * 200_000


def test_no_refund_within_the_year():
    found = slips(
        "2024-01",
        "2024-03",
        ENTERED,
        NONE,
        "{gross_given: 1500000, on: 2024-01-01}",
        "{gross_given: 300000, on: 2024-02-01}",
    )
    assert [s.tax_fen for s in found] == [30_000, 0, 0]
    assert [s.taxable_fen for s in found] == [1_000_000, 800_000, 600_000]
    assert found[-1].carried.year.withheld_fen == 30_000


def test_the_year_begins_anew_in_january():
    found = slips("2023-12", "2024-01", ENTERED, NONE, "{gross_given: 900000, on: 2023-12-01}")
    assert [s.taxable_fen for s in found] == [400_000, 400_000]
    assert found[-1].carried.last_year.wages_fen == 900_000


def test_severance_is_free_up_to_three_years_of_averages():
    lines = (
        ENTERED,
        NONE,
        "{经济补偿: 2024-07 2250000, on: 2024-07-10}",
    )
    (slip,) = slips("2024-07", "2024-07", *lines)
    assert (slip.gross_fen, slip.tax_fen) == (27_000_000, 0)
