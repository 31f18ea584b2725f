"""A month's result says no more than the month can hold, and names what says too much."""

import pytest

from services.kernel.errors import Refused
from services.kernel.fact import read_fact
from services.roster.attendance.rules import month_holds_it
from services.roster.events import AttendanceMonthRecorded
from tests.kernel.samples import recorded


def try_(month: str, **data: int) -> None:
    month_holds_it((), read_fact(recorded(1, event=AttendanceMonthRecorded(month=month, **data))))


@pytest.mark.parametrize(
    ("month", "data", "code", "fields"),
    [
        ("2026-02", {"nights": 31}, None, []),  # From 21 January to 20 February there are 31.
        ("2026-01", {"personal_leave_half_days": 62}, None, []),
        (
            "2026-10",
            {"personal_leave_half_days": 62, "absent_half_days": 62},
            "leave_beyond_month",
            ["/data/personal_leave_half_days", "/data/absent_half_days"],
        ),
        (
            "2026-10",
            {"overtime_weekday_minutes": 44_640, "overtime_holiday_minutes": 1},
            "overtime_beyond_month",
            ["/data/overtime_weekday_minutes", "/data/overtime_holiday_minutes"],
        ),
        (
            "2026-10",
            {"duty_rest_days": 20, "duty_holiday_days": 12},
            "duty_days_beyond_month",
            ["/data/duty_rest_days", "/data/duty_holiday_days"],
        ),
    ],
)
def test_a_month_holds_what_its_days_hold(month, data, code, fields):
    if code is None:
        try_(month, **data)
        return
    with pytest.raises(Refused) as refused:
        try_(month, **data)
    assert refused.value.code == code
    assert [error.pointer for error in refused.value.errors] == fields
