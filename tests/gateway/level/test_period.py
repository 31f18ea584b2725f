"""The period in a level: failed years, early approvals, what was known on the closing day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.level.period import due, early_possible_from
from services.kernel.legal_dates import next_day_after
from tests.gateway.level.files import around, held
from tests.gateway.on_file import DAY

FAR = DAY("2040-01-01")


def on(*lines, level=6, since="2021-09-01", closing=FAR):
    found = due(around("2040-01-01", *lines), held(level, since), closing)
    return str(found.on), len(found.failed)


def failed(year):
    return f"{{annual_grade_decided: {year} 不合格, on: {year + 1}-01-18}}"


@pytest.mark.parametrize(
    ("years", "day"),
    [
        ((), "2024-09-01"),
        ((2020,), "2024-09-01"),
        ((2021,), "2025-09-01"),
        ((2024,), "2025-09-01"),
        ((2025,), "2024-09-01"),
        ((2024, 2025), "2026-09-01"),
        ((2021, 2022, 2023), "2027-09-01"),
    ],
)
def test_a_failed_year_that_overlaps_adds_twelve_months(years, day):
    assert on(*map(failed, years)) == (day, len(years) if day != "2024-09-01" else 0)


def test_a_period_that_ends_on_new_years_eve_does_not_reach_the_next_year():
    assert on(failed(2024), since="2021-01-01")[0] == "2024-01-01"
    assert on(failed(2024), since="2021-01-02")[0] == "2025-01-02"


def test_a_result_decided_after_the_closing_day_is_not_known_then():
    assert on(failed(2023), closing=DAY("2024-01-17"))[0] == "2024-09-01"
    assert on(failed(2023), closing=DAY("2024-01-18"))[0] == "2025-09-01"


def test_the_top_has_no_period():
    assert due(around("2040-01-01"), held(1), FAR) is None


HONOUR = "{honour_awarded: 二级嘉奖, on: %s}"
APPROVAL = "{early_promotion_approved: 1, on: %s}"


@pytest.mark.parametrize(
    ("honour", "approval", "day"),
    [
        ("2021-09-01", "2021-09-01", "2023-09-01"),
        ("2021-08-31", "2022-01-01", "2024-09-01"),
        ("2022-01-01", "2021-08-31", "2024-09-01"),
        ("2023-10-02", "2022-01-01", "2023-10-02"),
        ("2022-01-01", "2023-11-03", "2023-11-03"),
        ("2024-10-01", "2024-10-01", "2024-09-01"),
    ],
)
def test_early_lies_in_the_level_and_is_never_before_ground_or_approval(honour, approval, day):
    assert on(HONOUR % honour, APPROVAL % approval)[0] == day


def test_an_approval_is_spent_once():
    lines = (HONOUR % "2022-01-01", APPROVAL % "2022-02-01")
    s = around("2040-01-01", *lines)
    spent = frozenset({due(s, held(), FAR).approval.event_id})
    assert str(due(s, held(spent=spent), FAR).on) == "2024-09-01"


def test_a_failed_year_moves_an_early_day_too():
    assert on(HONOUR % "2022-01-01", APPROVAL % "2022-02-01", failed(2022))[0] == "2024-09-01"


def test_possible_from_needs_a_ground_and_no_barred_level():
    s = around("2040-01-01", HONOUR % "2022-01-01")
    assert str(early_possible_from(s, held(), FAR)[0]) == "2023-09-01"
    assert early_possible_from(s, held(2), FAR) is None
    assert early_possible_from(around("2040-01-01"), held(), FAR) is None
    assert early_possible_from(s, held(1), FAR) is None


@given(st.sets(st.integers(2018, 2032)))
def test_the_day_moves_by_whole_years_and_never_back(years):
    day, counted = on(*map(failed, sorted(years)))
    assert counted <= len(years)
    assert day == str(next_day_after(DAY("2021-09-01"), 36 + 12 * counted))
