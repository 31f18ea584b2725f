"""Overtime: unrounded rates, each kind rounded by itself; officers within their day cap."""

import pytest

from services.gateway.pay.months import month_named
from services.gateway.pay.should_be import should_be
from tests.gateway.pay.payee import AUXILIARY, OFFICER, amounts, timeline


@pytest.mark.parametrize(
    ("field", "minutes", "fen"),
    [("weekday", 60, 2_888), ("rest_day", 90, 5_776), ("holiday", 1, 96)],
)
def test_each_kind_has_its_rate(field, minutes, fen):
    worked = f"overtime_{field}_minutes: {minutes}"
    fact = f"{{attendance_month_recorded: 2024-01, {worked}, on: 2024-01-20}}"
    assert amounts("2024-01", *AUXILIARY, fact)[f"overtime_{field}"] == fen


@pytest.mark.parametrize(("minutes", "told"), [(2_160, False), (2_161, True)])
def test_all_kinds_count_to_thirty_six_hours(minutes, told):
    fact = (
        f"{{attendance_month_recorded: 2024-01, overtime_weekday_minutes: {minutes - 60},"
        " overtime_holiday_minutes: 60, on: 2024-01-20}"
    )
    pay = should_be(timeline("2024-01", *AUXILIARY, fact), month_named("2024-01"))
    assert [f.reason for f in pay.findings] == (["OVERTIME_36H"] if told else [])


@pytest.mark.parametrize(
    ("post", "rest", "holiday", "fen"),
    [
        ("一线勤务", 6, 0, 48_000),
        ("一线勤务", 9, 2, 52_000),
        ("文职", 9, 2, 36_000),
        ("文职", 1, 0, 8_000),
        ("事故处理", 0, 7, 60_000),
    ],
)
def test_officers_are_paid_the_dearest_days_within_the_cap(post, rest, holiday, fen):
    days = f"duty_rest_days: {rest}, duty_holiday_days: {holiday}"
    lines = (
        f"{{duty_post_assigned: {post}, on: 2010-01-01}}",
        f"{{attendance_month_recorded: 2024-01, {days}, on: 2024-01-20}}",
    )
    assert amounts("2024-01", *OFFICER, *lines)["duty_overtime"] == fen


def test_the_cap_of_a_new_post_counts_from_the_next_month():
    lines = (
        "{duty_post_assigned: 一线勤务, on: 2024-01-01}",
        "{attendance_month_recorded: 2024-01, duty_rest_days: 6, on: 2024-01-20}",
        "{attendance_month_recorded: 2024-02, duty_rest_days: 6, on: 2024-02-20}",
    )
    found = [amounts(m, *OFFICER, *lines)["duty_overtime"] for m in ("2024-01", "2024-02")]
    assert found == [32_000, 48_000]
