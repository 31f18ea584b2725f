"""Bars: their days, chains of them, open ones, and only those the law names."""

import pytest

from services.gateway.dismissal.bars import first_free_day, not_barred, standing_bars
from tests.gateway.on_file import DAY, SHELF, dossier

TERMINATION = SHELF.in_force("termination", DAY("2024-06-01")).law.bars
DISMISSAL = SHELF.in_force("dismissal", DAY("2024-06-01")).law.bars
ILL = "{dismissal_bar_began: 医疗期内, on: 2024-01-01, last_day: 2024-03-31}"
PREGNANT = "{dismissal_bar_began: 孕期产期哺乳期, on: 2024-03-15, last_day: 2024-12-31}"
RETIRING = "{dismissal_bar_began: 连续工作满十五年且距退休不足五年, on: 2024-01-01}"


@pytest.mark.parametrize(
    ("lines", "day", "free"),
    [
        ((ILL,), "2023-12-31", "2023-12-31"),
        ((ILL,), "2024-01-01", "2024-04-01"),
        ((ILL,), "2024-03-31", "2024-04-01"),
        ((ILL, PREGNANT), "2024-01-01", "2025-01-01"),
        ((ILL, RETIRING), "2024-01-01", None),
    ],
)
def test_the_first_free_day_comes_after_every_bar(lines, day, free):
    found = first_free_day(dossier("2026-01-01", *lines), TERMINATION, DAY(day))
    assert found == (DAY(free) if free else None)


def test_only_the_kinds_the_law_names_bar():
    file = dossier("2026-01-01", RETIRING)
    assert standing_bars(file, DISMISSAL, DAY("2024-06-01")) == []
    assert len(standing_bars(file, TERMINATION, DAY("2024-06-01"))) == 1


def test_the_finding_tells_the_last_day_unless_one_is_open():
    file = dossier("2026-01-01", ILL, RETIRING)
    bars = standing_bars(file, TERMINATION, DAY("2024-02-01"))
    assert not_barred(bars, TERMINATION).until is None
    assert not_barred(bars[:1], TERMINATION).until == DAY("2024-03-31")
    assert not_barred([], TERMINATION).met is True
