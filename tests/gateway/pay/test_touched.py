"""From which month on a run looks again: what is new, what it mends, and whose rank it moves."""

from datetime import UTC, datetime

import msgspec
import pytest

from services.gateway.pay.months import month_named, name_of
from services.gateway.pay.touched import touched_from
from tests.gateway.pay.payee import AUXILIARY, OFFICER, timeline

SINCE = datetime(2024, 5, 20, 16, tzinfo=UTC)
FIRST = month_named("2023-01")
COEFFICIENT = "{id: c, coefficient_decided: 2024-02 80, on: 2024-04-05}"
RANKS = (
    *OFFICER,
    "{id: o, rank_awarded: 一级警司, on: 2024-03-15, manner: 按期晋升, issued_on: 2024-03-15}",
)


def touched(*lines):
    found = touched_from(timeline("2024-06", *lines), SINCE, FIRST)
    return name_of(found) if found is not None else None


@pytest.mark.parametrize(
    ("lines", "month"),
    [
        ((COEFFICIENT,), None),
        (("{coefficient_decided: 2024-05 80, on: 2024-06-05}",), "2024-05"),
        ((COEFFICIENT, "{revokes: c, recorded: 2024-06-01}"), "2024-02"),
        (
            (COEFFICIENT, "{corrects: c, coefficient_decided: 2024-03 80, recorded: 2024-06-01}"),
            "2024-02",
        ),
        (("{auxiliary_level_awarded: 4, on: 2023-09-10, recorded: 2024-06-01}",), "2023-09"),
        (("{离职: 辞职, on: 2024-06-30, recorded: 2024-06-01}",), "2023-01"),
    ],
)
def test_of_an_auxiliary(lines, month):
    assert touched(*AUXILIARY, *lines) == month


def test_a_sanction_reaches_back_to_the_order_it_undoes():
    """Issued when the sanction was running, the order took effect before it."""
    order = "{rank_awarded: 一级警司, on: 2024-01-10, manner: 按期晋升, issued_on: 2024-04-01}"
    first = "{rank_awarded: 二级警司, on: 2021-01-10}"
    late = "{sanction_imposed: 警告, on: 2024-03-10, recorded: 2024-06-01}"
    assert touched("{入职: 民警, on: 2010-01-01}", first, order, late) == "2024-01"


def test_a_grade_that_moves_no_rank_touches_its_own_month_only():
    grade = "{annual_grade_decided: 2023 称职, on: 2024-06-02}"
    assert touched(*RANKS, grade) == "2024-06"


def test_a_file_nobody_knew_is_looked_at_from_the_beginning():
    lines = [line.replace("}", ", recorded: 2024-06-01}") for line in AUXILIARY]
    assert touched(*lines) == "2023-01"


def test_a_fact_that_arrived_after_another_of_its_instant_is_new():
    """Recorded before the last closing, but beyond what that run had heard of its room."""
    late = "{auxiliary_level_awarded: 4, on: 2023-09-10, recorded: 2024-05-01}"
    made = timeline("2024-06", *AUXILIARY, late)
    heard = max(f.subject_seq for f in made.dossier.known.values()) - 1
    (evidence,) = made.dossier.evidence
    before = msgspec.structs.replace(evidence, subject_seq=heard)
    assert touched_from(made, SINCE, FIRST) is None
    assert touched_from(made, SINCE, FIRST, (evidence,)) is None
    assert touched_from(made, SINCE, FIRST, (before,)) == month_named("2023-09")
