"""What lowers or ends a rank by operation of law."""

import pytest

from services.gateway.rank.lowering import (
    LOSS,
    LOWER_POST,
    NOT_KEPT,
    REDUCTION,
    REMOVAL,
    Impossible,
    days_of_law,
    lowering,
)
from services.roster.events import PoliceRank
from tests.gateway.on_file import DAY, SHELF, dossier

LAW = SHELF.in_force("police_rank", DAY("2024-06-01")).law
REDUCED = "{rank_reduction_imposed: , on: 2024-04-01}"


def lowered(rank: str, *lines: str):
    days = days_of_law(dossier("2026-01-01", *lines), LAW)
    step = lowering(LAW, PoliceRank(rank), days[0][1]) if days else None
    return None if step is None else (step.to.zh if step.to else "-", step.ground)


@pytest.mark.parametrize(
    ("rank", "lines", "found"),
    [
        ("二级警督", [REDUCED], ("三级警督", "reduced")),
        ("二级警督", [REDUCED, REDUCED], ("三级警督", "reduced")),  # Once a day.
        ("二级警督", ["{sanction_imposed: 撤职, on: 2024-04-01}"], ("三级警督", "reduced")),
        (
            "二级警督",
            ["{sanction_imposed: 撤职, rank_after: 二级警司, on: 2024-04-01}"],
            ("二级警司", "reduced"),
        ),
        (
            "二级警督",
            ["{sanction_imposed: 撤职, rank_after: 二级警司, on: 2024-04-01}", REDUCED],
            ("二级警司", "reduced"),
        ),
        ("二级警督", ["{sanction_imposed: 撤职, rank_after: 二级警督, on: 2024-04-01}"], None),
        ("二级警员", ["{sanction_imposed: 撤职, on: 2024-04-01}"], None),
        ("二级警督", ["{sanction_imposed: 降级, on: 2024-04-01}"], None),  # Of the 级别.
        ("二级警督", ["{post_assigned: 科员 , on: 2024-04-01}"], None),
        (
            "一级警督",
            ["{post_assigned: 科员, manner: 不称职降职, on: 2024-04-01}"],
            ("三级警督", "lower_post"),
        ),
        ("三级警督", ["{post_assigned: 科员, manner: 不称职降职, on: 2024-04-01}"], None),
        (
            "一级警督",
            [REDUCED, "{post_assigned: 科员, manner: 不称职降职, on: 2024-04-01}"],
            ("三级警督", "lower_post"),
        ),
        ("二级警督", ["{sanction_imposed: 开除, on: 2024-04-01}"], ("-", "lost")),
        ("二级警督", ["{service_left: 开除, on: 2024-04-01}"], ("-", "lost")),
        ("二级警督", ["{service_left: 辞职, on: 2024-04-01}"], ("-", "lost")),
        ("二级警督", ["{service_left: 退休, on: 2024-04-01}"], None),
        ("二级警督", ["{conviction_final: 有期徒刑以上, on: 2024-04-01}"], ("-", "lost")),
        ("二级警督", ["{conviction_final: 拘役, on: 2024-04-01}"], None),
        (
            "二级警督",
            ["{conviction_final: 管制, political_rights_deprived: true, on: 2024-04-01}"],
            ("-", "lost"),
        ),
    ],
)
def test_what_the_facts_of_a_day_do(rank, lines, found):
    assert lowered(rank, *lines) == found


def test_the_lowest_rank_cannot_be_reduced():
    with pytest.raises(Impossible) as refused:
        lowered("二级警员", REDUCED)
    assert str(refused.value) == str(refused.value.fact.event_id)


@pytest.mark.parametrize(
    ("lines", "clause"),
    [
        ([REDUCED], REDUCTION),
        (["{sanction_imposed: 撤职, on: 2024-04-01}"], REMOVAL),
        (["{post_assigned: 科员, manner: 不称职降职, on: 2024-04-01}"], LOWER_POST),
        (["{service_left: 辞职, on: 2024-04-01}"], NOT_KEPT),
        (["{service_left: 开除, on: 2024-04-01}"], LOSS),
        (
            ["{service_left: 辞职, on: 2024-04-01}", "{sanction_imposed: 开除, on: 2024-04-01}"],
            LOSS,
        ),
    ],
)
def test_each_lowering_names_its_clause(lines, clause):
    ((_, facts),) = days_of_law(dossier("2026-01-01", *lines), LAW)
    assert lowering(LAW, PoliceRank("一级警督"), facts).clause == clause


def test_a_fact_that_lowers_nothing_neither_hides_the_next_nor_is_named():
    harmless = "{post_assigned: 科员, manner: 不称职降职, on: 2024-04-01}"
    ((_, facts),) = days_of_law(dossier("2026-01-01", harmless, REDUCED), LAW)
    step = lowering(LAW, PoliceRank("三级警督"), facts)
    assert (step.to.zh, [f.type for f in step.facts]) == ("一级警司", [facts[1].type])
