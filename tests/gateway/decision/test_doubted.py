"""Every kind of decision waits for a person where the facts it reads cannot all be true."""

import pytest

from services.gateway.decision.decision import Outcome
from services.gateway.decision.doubted import doubted
from services.roster.events import RankAwarded, ServiceEntered
from tests.gateway.on_file import ask, dossier, on_file

OFFICER, AIDE = "{入职: 民警, on: 2010-01-01}", "{入职: 勤务辅警, on: 2010-01-01}"
RANK = "{rank_awarded: 二级警司, on: 2021-06-01}"
CONTRACT = "{contract_signed: 固定期限, last_day: 2024-06-30, on: 2021-07-01}"
KINDS = [
    ("police_rank", (OFFICER, RANK), "{入职: 民警, on: 2012-01-01}"),
    ("police_rank", (AIDE,), RANK),
    (
        "auxiliary_level",
        (AIDE, "{auxiliary_level_awarded: 6, on: 2011-01-01}"),
        AIDE.replace("2010", "2012"),
    ),
    (
        "contract_renewal",
        (AIDE, CONTRACT),
        CONTRACT.replace("2021-07-01", "2023-07-01").replace("2024-06", "2025-06"),
    ),
    ("termination", (AIDE,), AIDE.replace("2010", "2012")),
    ("dismissal", (OFFICER,), OFFICER.replace("2010", "2012")),
    ("annual_consequences", (OFFICER,), OFFICER.replace("2010", "2012")),
]


@pytest.mark.parametrize(("kind", "lines", "more"), KINDS)
def test_a_decision_holds_from_the_day_its_facts_cannot_all_be_true(kind, lines, more):
    before = ask(on_file(*lines), "2024-06-01", kind=kind)
    held = ask(on_file(*lines, more), "2024-06-01", kind=kind)

    assert "CONFLICT" not in before.reasons
    assert (held.outcome, held.reasons) == (Outcome.HOLD, ("CONFLICT",))
    assert all(len(finding.facts) == 2 for finding in held.findings)


def test_only_what_the_decision_reads_and_does_not_judge_itself():
    lines = (OFFICER, RANK, "{rank_awarded: 一级警司, on: 2021-06-01}")
    file = dossier("2024-06-01", *lines)

    assert len(doubted(file, (RankAwarded,))) == 1
    assert doubted(file, (RankAwarded,), judged=(RankAwarded,)) == []
    assert doubted(file, (ServiceEntered,)) == []


def test_what_is_missing_holds_nothing():
    left = "{离职: 辞职, on: 2020-01-01}"
    file = dossier("2024-06-01", OFFICER, left, RANK)

    assert doubted(file, (RankAwarded, ServiceEntered)) == []
