"""Counting back agrees with the law's counting forward; pay months close on the 20th."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cli.demo_bureau.days import (
    dice,
    pay_months,
    start_for,
    start_of_chain,
    working_day,
    years_before,
)
from services.kernel.legal_dates import next_day_after

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(DAYS, st.sampled_from([6, 12, 36, 48]))
def test_a_period_begun_then_is_complete_on_the_day_or_just_after(target, months):
    start = start_for(target, months)

    assert timedelta(0) <= next_day_after(start, months) - target <= timedelta(days=3)
    assert next_day_after(start - timedelta(days=1), months) < target


@given(DAYS)
def test_a_chain_of_periods_ends_within_days_of_its_target(target):
    day = start_of_chain(target, 36, 36, 48)
    for months in (36, 36, 48):
        day = next_day_after(day, months)
    assert timedelta(0) <= day - target <= timedelta(days=3)


def test_a_leap_day_has_no_anniversary():
    assert years_before(date(2028, 2, 29), 1) == date(2027, 2, 28)
    assert years_before(date(2028, 2, 29), 4) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 1, 19), "2025-12"),
        (date(2026, 1, 20), "2026-01"),
        (date(2028, 2, 29), "2028-02"),
    ],
)
def test_only_closed_months_are_there(today, last):
    months = pay_months(today, 24)

    assert (len(months), months[-1].name) == (24, last)
    assert all(m.closing_on <= today and m.first_day.day == 21 for m in months)
    assert [m.closing_on for m in months[:-1]] == [
        m.first_day - timedelta(days=1) for m in months[1:]
    ]


def test_work_begins_on_a_monday():
    assert working_day(date(2026, 11, 28)) == date(2026, 11, 30)


def test_dice_fall_alike_for_the_same_question():
    assert dice(1, "a").random() == dice(1, "a").random() != dice(1, "b").random()
