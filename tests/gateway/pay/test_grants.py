"""What is paid once: bonus, unused leave, severance."""

import pytest

from services.gateway.pay.months import month_named
from services.gateway.pay.should_be import should_be
from tests.gateway.pay.payee import amounts, timeline


@pytest.mark.parametrize(
    ("entered", "fen"),
    [
        ("2018-01-01", 3_045_000),
        ("2018-02-01", 3_045_000),  # Exactly six months over.
        ("2018-02-02", 2_827_500),
        ("2018-08-01", 2_610_000),  # Six whole years.
        ("2024-07-31", 217_500),  # One day.
    ],
)
def test_severance_by_years_of_service(entered, fen):
    lines = (
        f"{{入职: 勤务辅警, on: {entered}}}",
        "{离职: 解除合同, on: 2024-07-31}",
        "{经济补偿: 2024-07 435000, on: 2024-07-31}",
    )
    assert amounts("2024-07", *lines)["severance"] == fen


def test_severance_above_three_averages_is_capped_in_wage_and_years():
    lines = (
        "{入职: 勤务辅警, on: 2000-01-01}",
        "{经济补偿: 2024-07 3000000, on: 2024-07-31}",
    )
    assert amounts("2024-07", *lines)["severance"] == 2_250_000 * 12


def test_severance_counts_the_last_spell_only():
    lines = (
        "{入职: 勤务辅警, on: 2010-01-01}",
        "{离职: 辞职, on: 2022-07-31}",
        "{入职: 勤务辅警, on: 2023-08-01}",
        "{离职: 解除合同, on: 2024-07-31}",
        "{经济补偿: 2024-07 435000, on: 2024-07-31}",
    )
    assert amounts("2024-07", *lines)["severance"] == 435_000


def test_two_bonuses_of_a_month_are_two_lines_and_a_correction_is_the_same_one():
    file = timeline(
        "2024-01",
        "{入职: 民警, on: 2010-01-01}",
        "{id: a, bonus_granted: 2024-01 100, on: 2024-01-05}",
        "{bonus_granted: 2024-01 200, on: 2024-01-05}",
        "{corrects: a, bonus_granted: 2024-01 300, recorded: 2024-01-06}",
    )
    lines = should_be(file, month_named("2024-01")).lines
    assert sorted(x.amount_fen for x in lines) == [200, 300]
    assert sorted(x.ref.int & 0xF for x in lines) == [2, 3]


def test_unused_leave_rounds_once():
    assert (
        amounts(
            "2024-12",
            "{入职: 勤务辅警, on: 2018-01-01}",
            "{leave_pay_granted: 2024-12 7 433333, on: 2024-12-10}",
        )["unused_leave"]
        == 278_927
    )
