"""An auxiliary's lines, by table, years, results and leave."""

import pytest

from tests.gateway.pay.payee import AUXILIARY, amounts


def test_the_plain_month():
    assert amounts("2024-01", *AUXILIARY) == {
        "level_wage": 75_000,
        "post_wage": 260_000,
        "performance_wage": 80_000,
        "seniority": 12_000,
    }


@pytest.mark.parametrize(("percent", "fen"), [(0, 0), (85, 68_000), (133, 106_400)])
def test_performance_follows_the_coefficient(percent, fen):
    fact = f"{{coefficient_decided: 2024-01 {percent}, on: 2024-01-19}}"
    assert amounts("2024-01", *AUXILIARY, fact)["performance_wage"] == fen


@pytest.mark.parametrize(
    ("half_days", "fen"), [(1, -7_701), (2, -15_402), (44, -335_000), (62, -335_000)]
)
def test_leave_takes_days_of_level_and_post_and_no_more_than_there_is(half_days, fen):
    missed = f"personal_leave_half_days: {half_days}"
    fact = f"{{attendance_month_recorded: 2024-01, {missed}, on: 2024-01-20}}"
    assert amounts("2024-01", *AUXILIARY, fact)["personal_leave"] == fen


def test_leave_and_absence_together_take_no_more_than_there_is():
    fact = (
        "{attendance_month_recorded: 2024-01, personal_leave_half_days: 30,"
        " absent_half_days: 30, on: 2024-01-20}"
    )
    found = amounts("2024-01", *AUXILIARY, fact)
    assert found["personal_leave"] + found["absence"] == -335_000


def test_probation_ends_with_its_months():
    lines = (
        "{入职: 勤务辅警, probation_months: 2, on: 2024-01-15}",
        "{contract_signed: 固定期限, agreed_wage_fen: 400000, on: 2024-01-15}",
    )
    found = [amounts(m, *lines).get("probation") for m in ("2024-01", "2024-03", "2024-04")]
    assert found == [320_000, 320_000, None]


def test_probation_adds_only_what_is_missing():
    contract = (
        "{contract_signed: 固定期限, probation_months: 6, agreed_wage_fen: 400000, on: 2024-01-01}"
    )
    lines = (
        "{入职: 勤务辅警, on: 2024-01-01}",
        contract,
        "{duty_post_assigned: 窗口, on: 2024-01-01}",
    )
    assert amounts("2024-01", *lines).get("probation") is None  # 2,400 + 800 = 3,200.
