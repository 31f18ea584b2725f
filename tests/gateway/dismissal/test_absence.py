"""Absence as a ground: the limits themselves are none, a year is any twelve months."""

import pytest

from services.gateway.dismissal.absence import absence
from tests.gateway.on_file import DAY, SHELF, dossier

LAW = SHELF.in_force("dismissal", DAY("2024-06-01")).law.absence


def found(months):
    lines = [
        f"{{attendance_month_recorded: {{month: {m}, absent_half_days: {n}}}, on: {m}-20}}"
        for m, n in months.items()
    ]
    absent = absence(dossier("2026-01-01", *lines), LAW)
    return (absent.half_days, absent.is_ground) if absent is not None else None


@pytest.mark.parametrize(
    ("months", "answer"),
    [
        ({}, None),
        ({"2024-05": 30}, None),
        ({"2024-05": 31}, (31, False)),
        ({"2024-05": 16, "2024-06": 15}, (31, False)),  # May have run on over the month's end.
        ({"2024-05": 16, "2024-07": 15}, None),
        ({"2024-01": 20, "2024-06": 20, "2024-12": 20}, None),
        ({"2024-01": 20, "2024-06": 20, "2024-12": 21}, (61, True)),
        ({"2024-01": 30, "2025-01": 31}, (31, False)),  # Thirteen months.
        ({"2023-12": 30, "2024-05": 20, "2024-06": 11}, (61, True)),
    ],
)
def test_more_than_the_limit(months, answer):
    assert found(months) == answer
