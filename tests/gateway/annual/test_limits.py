"""What limits the grade of a year, and which grades are left."""

import pytest

from services.assessment.events import Grade
from services.gateway.annual.limits import Limit, limits
from tests.gateway.annual.files import CHOICE, LAW
from tests.gateway.on_file import dossier


def found(year, *lines, choice=CHOICE):
    file = dossier("2026-06-01", *lines)
    return [limit.reason for limit in limits(file, LAW, choice, year)]


@pytest.mark.parametrize(
    ("kind", "year", "reasons"),
    [
        ("警告", 2024, ["WARNING_YEAR"]),
        ("警告", 2025, []),
        ("记过", 2024, ["SANCTION_YEAR"]),
        ("记过", 2025, []),
        ("记大过", 2025, ["SANCTION_YEAR"]),
        ("降级", 2025, ["SANCTION_YEAR"]),
        ("撤职", 2026, []),
        ("撤职", 2023, []),
    ],
)
def test_a_sanction_limits_its_year_and_heavy_ones_the_next(kind, year, reasons):
    assert found(year, f"{{sanction_imposed: {kind}, on: 2024-12-31}}") == reasons


def test_probation_limits_the_years_that_end_in_it():
    entered = "{service_entered: 民警, probation_months: 12, on: 2023-08-15}"
    assert [found(y, entered) for y in (2022, 2023, 2024)] == [[], ["PROBATION"], []]
    on_the_last_day = "{service_entered: 民警, probation_months: 12, on: 2023-12-31}"
    assert [found(y, on_the_last_day) for y in (2023, 2024)] == [["PROBATION"], []]
    other = "{service_entered: 勤务辅警, probation_months: 12, on: 2023-08-15}"
    assert found(2023, other) == []


def test_leave_over_half_the_working_year_limits():
    half = "{leave_taken: {kind: 病假, last_day: 2024-06-30, half_days: 250}, on: 2024-01-02}"
    more = "{leave_taken: {kind: 事假, last_day: 2024-09-02, half_days: 1}, on: 2024-09-02}"
    assert found(2024, half) == []
    assert found(2024, half, more) == ["LONG_LEAVE"]
    assert found(2024, half, more, choice=None) == []


def test_a_case_limits_the_years_from_its_opening_while_it_is_open():
    opened = "{case_opened: 立-1, on: 2024-05-10}"
    assert [found(y, opened) for y in (2023, 2024, 2025)] == [[], ["CASE_OPEN"], ["CASE_OPEN"]]
    assert found(2024, opened, "{case_closed: 立-1 未予处分, on: 2025-05-10}") == []


@pytest.mark.parametrize(
    ("highest", "admitted"),
    [
        (Grade.COMPETENT, {"称职", "基本称职", "不称职", "不确定等次"}),
        (Grade.UNDETERMINED, {"不确定等次"}),
    ],
)
def test_what_a_limit_admits(highest, admitted):
    limit = Limit("-", highest, "", ())
    assert {g.zh for g in Grade if limit.admits(g)} == admitted
