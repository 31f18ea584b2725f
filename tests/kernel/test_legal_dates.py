"""Month and period arithmetic: a golden table, and what holds for every day and length."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.legal_dates import (
    first_of_month,
    first_of_next_month,
    full_months,
    full_years,
    last_day,
    next_day_after,
)

DAY = date.fromisoformat
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1))
lengths = st.integers(min_value=0, max_value=600)


@pytest.mark.parametrize(
    ("start", "months", "free"),
    [
        ("2021-07-01", 36, "2024-07-01"),
        ("2024-03-10", 6, "2024-09-10"),
        ("2024-06-05", 6, "2024-12-05"),
        ("2019-11-30", 48, "2023-11-30"),
        ("2020-02-29", 36, "2023-03-01"),  # No such day: the first of the following month.
        ("2020-02-29", 48, "2024-02-29"),
        ("2024-08-30", 6, "2025-03-01"),
        ("2024-08-31", 6, "2025-03-01"),
        ("2023-08-31", 6, "2024-03-01"),
        ("2023-08-29", 6, "2024-02-29"),
        ("2024-01-31", 1, "2024-03-01"),
        ("2024-03-31", 1, "2024-05-01"),
        ("2024-12-31", 2, "2025-03-01"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-05-17", 0, "2024-05-17"),
    ],
)
def test_the_first_day_counts(start, months, free):
    assert next_day_after(DAY(start), months) == DAY(free)
    assert last_day(DAY(start), months) == DAY(free) - timedelta(days=1)


@given(days, lengths)
def test_full_months_undoes_next_day_after(start, months):
    free = next_day_after(start, months)
    assert full_months(start, free) == months
    if months:
        assert full_months(start, free - timedelta(days=1)) == months - 1


@given(days, lengths, lengths)
def test_a_longer_period_never_ends_earlier(start, one, other):
    short, long = sorted((one, other))
    assert next_day_after(start, short) <= next_day_after(start, long)


@given(days, days, lengths)
def test_who_starts_later_is_never_free_earlier(one, other, months):
    early, late = sorted((one, other))
    assert next_day_after(early, months) <= next_day_after(late, months)


@given(days, days)
def test_months_never_run_backwards(one, other):
    early, late = sorted((one, other))
    assert full_months(late, early) == 0 or early == late
    assert full_years(early, late) == full_months(early, late) // 12


@given(days)
def test_the_first_of_a_month(day):
    assert first_of_month(day).day == 1
    following = first_of_next_month(day)
    assert following.day == 1
    assert first_of_month(following - timedelta(days=1)) == first_of_month(day)
