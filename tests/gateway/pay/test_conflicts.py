"""Facts that cannot both be true hold the slip; what is replaced or equal does not."""

import pytest

from services.gateway.pay.conflicts import conflicts
from services.gateway.pay.months import month_named
from tests.gateway.pay.payee import AUXILIARY, timeline


def found(*lines):
    file = timeline("2024-03", *AUXILIARY, *lines)
    return conflicts(file, month_named("2024-01"), month_named("2024-03"))


@pytest.mark.parametrize(
    "pair",
    [
        (
            "{auxiliary_level_awarded: 4, on: 2024-02-01}",
            "{auxiliary_level_awarded: 3, on: 2024-02-01}",
        ),
        (
            "{固定工资项目: 职务工资 1, on: 2024-02-01}",
            "{固定工资项目: 职务工资 2, on: 2024-02-01}",
        ),
        (
            "{coefficient_decided: 2024-02 1, on: 2024-02-01}",
            "{coefficient_decided: 2024-02 2, on: 2024-02-05}",
        ),
        (
            "{attendance_month_recorded: 2024-02, nights: 1, on: 2024-02-20}",
            "{attendance_month_recorded: 2024-02, nights: 2, on: 2024-02-20}",
        ),
        (
            "{year_wages_taken_over: 2023 1 12, on: 2023-12-31}",
            "{year_wages_taken_over: 2023 2 12, on: 2023-12-31}",
        ),
    ],
)
def test_two_that_cannot_both_be_true(pair):
    (finding,) = found(*pair)
    assert (finding.reason, len(finding.facts)) == ("CONFLICT", 2)


@pytest.mark.parametrize(
    "pair",
    [
        (
            "{coefficient_decided: 2024-02 1, on: 2024-02-01}",
            "{coefficient_decided: 2024-02 1, on: 2024-02-05}",
        ),
        (
            "{coefficient_decided: 2023-02 1, on: 2023-02-01}",
            "{coefficient_decided: 2023-02 2, on: 2023-02-05}",
        ),
        (
            "{固定工资项目: 职务工资 1, on: 2024-02-01}",
            "{固定工资项目: 级别工资 2, on: 2024-02-01}",
        ),
        (
            "{bonus_granted: 2024-02 1, on: 2024-02-01}",
            "{bonus_granted: 2024-02 2, on: 2024-02-01}",
        ),
    ],
)
def test_two_that_can(pair):
    assert found(*pair) == []


def test_what_the_roster_doubts_holds_until_a_later_service_has_made_it_history():
    again = "{入职: 勤务辅警, on: 2023-12-01}"
    (finding,) = found(again)
    assert (finding.reason, len(finding.facts)) == ("CONFLICT", 2)

    left = "{离职: 辞职, on: 2023-11-30}"
    assert found(left, again) == []


def test_two_leavings_hold_the_months_between_them():
    first, second = "{离职: 辞职, on: 2023-12-20}", "{离职: 辞职, on: 2024-02-10}"
    (finding,) = found(first, second)
    assert (finding.reason, len(finding.facts)) == ("CONFLICT", 2)
    assert found(first, "{离职: 辞职, on: 2023-12-30}") == []  # Long gone by either.
