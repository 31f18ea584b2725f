"""Months can be counted; a closing is the last instant of its day in Beijing."""

from datetime import UTC, date, datetime

import pytest

from services.gateway.pay.months import (
    closing,
    first_day,
    january,
    last_day,
    month_named,
    month_of,
    name_of,
    year_of,
)


@pytest.mark.parametrize("name", ["2023-12", "2024-01", "2024-02"])
def test_a_month_and_its_name(name):
    month = month_named(name)
    assert name_of(month) == name
    assert month_of(first_day(month)) == month_of(last_day(month)) == month
    assert name_of(month + 12)[:4] == str(int(name[:4]) + 1)


def test_days_of_a_leap_february():
    assert last_day(month_named("2024-02")) == date(2024, 2, 29)


def test_january_and_the_year():
    month = month_named("2024-07")
    assert (name_of(january(month)), year_of(month)) == ("2024-01", 2024)


def test_the_closing_includes_its_whole_day_and_nothing_of_the_next():
    at = closing(month_named("2024-06"), 20)
    assert at < datetime(2024, 6, 20, 16, tzinfo=UTC)
    assert at > datetime(2024, 6, 20, 15, 59, 59, tzinfo=UTC)
