"""Long sick leave: full pay for two months, then by years; each day by its month of leave."""

import pytest

from tests.gateway.pay.payee import amounts

OFFICER = ("{入职: 民警, on: 2016-01-01}", "{固定工资项目: 职务工资 600000, on: 2023-01-01}")


@pytest.mark.parametrize(
    ("month", "fen"),
    [("2024-03", None), ("2024-04", -60_000), ("2024-07", -60_000), ("2024-08", -180_000)],
)
def test_by_month_of_leave(month, fen):
    leave = "{leave_taken: 病假 2024-09-30 300, on: 2024-02-01}"
    assert amounts(month, *OFFICER, leave).get("sick_leave") == fen


def test_a_leave_that_goes_on_without_a_day_between_is_one_leave():
    parts = (
        "{leave_taken: 病假 2024-03-31 80, on: 2024-02-01}",
        "{leave_taken: 病假 2024-04-30 40, on: 2024-04-01}",
    )
    assert amounts("2024-04", *OFFICER, *parts)["sick_leave"] == -60_000


def test_a_day_at_work_begins_a_new_leave():
    parts = (
        "{leave_taken: 病假 2024-03-30 80, on: 2024-02-01}",
        "{leave_taken: 病假 2024-04-30 40, on: 2024-04-01}",
    )
    assert "sick_leave" not in amounts("2024-04", *OFFICER, *parts)


def test_ten_years_are_counted_with_those_before_this_service():
    entered = "{入职: 民警, prior_work_months: 24, on: 2016-01-01}"
    leave = "{leave_taken: 病假 2024-09-30 300, on: 2024-02-01}"
    assert "sick_leave" not in amounts("2024-04", entered, OFFICER[1], leave)


def test_other_leave_takes_nothing():
    leave = "{leave_taken: 年休假 2024-09-30 300, on: 2024-02-01}"
    assert "sick_leave" not in amounts("2024-08", *OFFICER, leave)
