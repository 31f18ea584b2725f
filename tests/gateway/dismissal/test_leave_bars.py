"""Leave on file as a bar: childbirth, nursing, and the length of the medical period."""

import pytest

from services.gateway.dismissal.bars import open_bars, standing_bars
from tests.gateway.dismissal.files import DISMISSAL, TERMINATION, around
from tests.gateway.on_file import DAY

BIRTH = "{leave_taken: {kind: 产假, last_day: 2024-04-07, half_days: 196}, on: 2024-01-01}"
INJURED = (
    "{leave_taken: {kind: 工伤停工留薪, last_day: 2024-04-07, half_days: 130}, on: 2024-01-01}"
)
ENTERED = "{{service_entered: {{category: 勤务辅警, prior_work_months: {}}}, on: {}}}"


def sick(on, last_day):
    return f"{{leave_taken: {{kind: 病假, last_day: {last_day}, half_days: 60}}, on: {on}}}"


def answer(s, day):
    if standing_bars(s, DAY(day)):
        return "barred"
    return "open" if open_bars(s, DAY(day)) else "free"


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2023-12-31", "free"),
        ("2024-01-01", "barred"),
        ("2024-04-07", "barred"),
        ("2024-04-08", "open"),
        ("2024-12-31", "open"),
        ("2025-01-01", "free"),
    ],
)
def test_childbirth_bars_and_nursing_has_to_be_asked_for_a_year(day, found):
    for law in (TERMINATION, DISMISSAL):
        assert answer(around("2026-01-01", BIRTH, law=law), day) == found


@pytest.mark.parametrize(
    ("prior", "entered", "leave_from", "found"),
    [
        (0, "2020-01-01", "2024-03-03", "barred"),  # Four years here: 3 months of the last 6.
        (0, "2020-01-01", "2024-03-02", "open"),
        (0, "2019-01-01", "2024-03-02", "barred"),  # Five years here: 6 months of the last 12.
        (0, "2019-01-01", "2023-12-01", "open"),
        (96, "2020-01-01", "2024-03-02", "barred"),  # Twelve worked, four here: 6 months.
        (0, "2004-01-01", "2022-06-15", "barred"),  # Twenty years here: 24 months of 30.
    ],
)
def test_the_medical_period_depends_on_the_years_worked(prior, entered, leave_from, found):
    s = around("2026-01-01", ENTERED.format(prior, entered), sick(leave_from, "2024-12-31"))
    assert answer(s, "2024-05-31") == found


def test_an_officers_sick_leave_bars_while_it_lasts():
    s = around("2026-01-01", sick("2023-01-01", "2024-12-31"), law=DISMISSAL)
    assert [answer(s, day) for day in ("2024-12-31", "2025-01-01")] == ["barred", "free"]


def test_sick_days_are_counted_once_and_only_those_of_the_months_that_count():
    twice = [sick("2024-04-01", "2024-05-31")] * 2
    long_ago = sick("2023-01-01", "2023-11-30")
    s = around("2026-01-01", ENTERED.format(0, "2020-01-01"), long_ago, *twice)
    assert answer(s, "2024-05-31") == "barred"


def test_leave_after_a_duty_injury_bars():
    assert answer(around("2026-01-01", INJURED), "2024-04-07") == "barred"


@pytest.mark.parametrize(
    ("month", "found"),
    [("2024-06", "open"), ("2024-05", "open"), ("2024-04", "free"), ("2024-07", "free")],
)
def test_sick_days_of_a_month_result_leave_it_open(month, found):
    told = f"{{month: {month}, sick_leave_half_days: 4}}"
    line = f"{{attendance_month_recorded: {told}, on: 2024-05-31}}"
    assert answer(around("2026-01-01", line), "2024-06-10") == found
