"""Contributions: base with floor and cap, rates by service, one rounding each."""

import pytest

from tests.gateway.pay.payee import amounts

ENTERED = "{入职: 勤务辅警, on: 2020-01-01}"


def own(average, entered=ENTERED):
    base = f"{{contribution_base_set: {average}, on: 2023-07-01}}"
    return amounts("2024-01", entered, base, part="own")


@pytest.mark.parametrize(
    ("average", "pension", "housing"),
    [
        (449_999, 36_000, 36_000),
        (450_000, 36_000, 36_000),
        (450_013, 36_001, 36_000),
        (2_250_000, 180_000, 180_000),
        (2_250_001, 180_000, 180_000),
        (0, None, None),
    ],
)
def test_floor_and_cap(average, pension, housing):
    found = own(average)
    assert (found.get("pension"), found.get("housing")) == (pension, housing)


def test_officers_have_an_annuity_and_no_unemployment():
    assert own(900_000, "{入职: 民警, on: 2020-01-01}") == {
        "pension": 72_000,
        "annuity": 36_000,
        "medical": 18_000,
        "housing": 108_000,
    }


def test_without_a_base_the_months_own_wage_counts():
    lines = (ENTERED, "{gross_given: 600000, on: 2024-01-01}")
    assert amounts("2024-01", *lines, part="own")["pension"] == 48_000


def test_a_number_taken_over_stands_for_the_own_part_only():
    lines = (
        ENTERED,
        "{contribution_base_set: 500000, on: 2023-07-01}",
        "{own_contributions_given: 70000, on: 2024-01-01}",
    )
    assert amounts("2024-01", *lines, part="own") == {"own_given": 70_000}
    assert amounts("2024-01", *lines, part="unit")["pension"] == 80_000


def test_a_new_base_on_the_first_counts_at_once_and_later_from_the_next_month():
    lines = (
        ENTERED,
        "{contribution_base_set: 500000, on: 2023-07-01}",
        "{contribution_base_set: 600000, on: 2024-07-01}",
        "{contribution_base_set: 700000, on: 2024-08-02}",
    )
    found = [
        amounts(m, *lines, part="own")["pension"]
        for m in ("2024-06", "2024-07", "2024-08", "2024-09")
    ]
    assert found == [40_000, 48_000, 48_000, 56_000]
