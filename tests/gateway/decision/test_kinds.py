"""The registry: found by wire name and Chinese term; its policies can be loaded."""

import pytest

from services.gateway.decision.explanation import explain
from services.gateway.decision.kinds import KINDS, decide, find, policy_kinds
from services.kernel.errors import Refused
from services.kernel.policy import NoChoice, NoPolicyInForce
from tests.gateway.on_file import POLICIES, on_file, question, shelf_of

OFFICER = (
    "{service_entered: 民警, on: 2010-01-01}",
    "{rank_awarded: 二级警司, on: 2021-03-15}",
    "{post_assigned: 科员, on: 2021-03-15}",
    "{annual_grade_decided: 2022 不称职, on: 2023-01-16}",
    "{annual_grade_decided: 2023 不称职, on: 2024-01-18}",
)
AUXILIARY = (
    "{service_entered: 勤务辅警, on: 2010-01-01}",
    "{auxiliary_level_awarded: 4, on: 2019-03-15}",
    "{duty_post_assigned: 一线勤务, on: 2019-03-15}",
    "{contract_signed: {kind: 固定期限, last_day: 2024-05-01}, on: 2021-05-01}",
    "{annual_grade_decided: 2022 不合格, on: 2023-01-16}",
    "{annual_grade_decided: 2023 不合格, on: 2024-01-18}",
)


def test_a_kind_is_found_in_both_languages():
    assert find("police_rank") is find("警衔") is KINDS["police_rank"]


def test_an_unknown_kind_is_refused_with_those_there_are():
    with pytest.raises(Refused, match="police_rank 警衔"):
        find("police_rnk")


def test_policies_are_named_once():
    names = [p.name for p in policy_kinds()]
    assert len(names) == len(set(names))
    assert {"police_rank", "rank_allowance"} <= set(names)


@pytest.mark.parametrize("bureau", sorted(p.name for p in (POLICIES / "bureaus").iterdir()))
@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("lines", [OFFICER, AUXILIARY], ids=["officer", "auxiliary"])
def test_every_bureau_answers_every_question_or_names_the_policy_it_lacks(bureau, kind, lines):
    assert _said(bureau, kind, lines)


def _said(bureau, kind, lines):
    try:
        decision = decide(question("2024-03-31", kind=kind), on_file(*lines), shelf_of(bureau))
    except NoPolicyInForce as lacking:
        return lacking.text.zh
    return explain(decision, KINDS[kind]).zh


def test_a_bureau_without_rank_choices_is_told_which_policy_it_lacks():
    with pytest.raises(NoChoice, match="bureaus/shantou/police_rank/"):
        decide(question("2024-03-15"), on_file(*OFFICER), shelf_of("shantou"))
