"""What holds for every kind of decision and every file: order, repetition, knowledge, an answer."""

import random

import msgspec
from hypothesis import strategies as st

from services.gateway.decision.decision import Decision, canonical_bytes
from services.gateway.decision.explanation import explain
from services.gateway.decision.kinds import KINDS, decide
from services.kernel.fact import Fact
from services.kernel.policy import Shelf
from tests.gateway.on_file import DAY, SHELF, on_file, question

days = st.dates(DAY("2018-01-01"), DAY("2026-12-31")).map(str)
grades = st.builds(
    "{{annual_grade_decided: {} {}, on: {}}}".format,
    st.integers(2018, 2026),
    st.sampled_from(["优秀", "称职", "基本称职", "不称职", "不确定等次"]),
    days,
)
auxiliary_facts = st.one_of(
    grades,
    st.builds("{{service_entered: 勤务辅警, on: {}}}".format, days),
    st.builds("{{service_left: 辞职, on: {}}}".format, days),
    st.builds(
        "{{education_recorded: {}, on: {}}}".format,
        st.sampled_from(["初中", "高中", "大专", "本科", "硕士"]),
        days,
    ),
    st.builds(
        "{{auxiliary_level_awarded: {}, manner: {}, track: {}, on: {}}}".format,
        st.integers(1, 9),
        st.sampled_from(["首次定级", "年限晋升", "择优晋升", "提前晋升", "降级", "存量登记"]),
        st.sampled_from(["岗位", "职位"]),
        days,
    ),
    st.builds(
        "{{level_quota_stated: {}, held_levels_1_to_3: {}, held_level_1: {}, on: {}}}".format,
        st.integers(0, 300),
        st.integers(0, 90),
        st.integers(0, 30),
        days,
    ),
    st.builds("{{level_selected: {}, on: {}}}".format, st.integers(1, 4), days),
    st.builds("{{early_promotion_approved: {}, on: {}}}".format, st.integers(1, 2), days),
    st.builds(
        "{{honour_awarded: {}, on: {}}}".format,
        st.sampled_from(["一级嘉奖", "二级嘉奖", "三级嘉奖", "嘉奖"]),
        days,
    ),
    st.builds("{{course_passed: 不胜任培训, on: {}}}".format, days),
    st.builds("{{conviction_final: 拘役, on: {}}}".format, days),
    st.builds("{{dismissal_bar_began: 医疗期内, on: {}}}".format, days),
    st.builds("{{contract_signed: 固定期限, last_day: {}, on: {}}}".format, days, days),
)
officer_facts = st.one_of(
    grades,
    st.builds("{{service_entered: 民警, on: {}}}".format, days),
    st.builds(
        "{{sanction_imposed: {}, on: {}}}".format,
        st.sampled_from(["警告", "记过", "记大过", "降级"]),
        days,
    ),
    st.builds("{{honour_awarded: {}, on: {}}}".format, st.sampled_from(["嘉奖", "三等功"]), days),
    st.builds("{{post_assigned: 四级警长, manner: 不称职降职, on: {}}}".format, days),
    st.builds("{{dismissal_bar_began: 孕期产期哺乳期, on: {}}}".format, days),
    st.builds("{{case_opened: 立-1, on: {}}}".format, days),
)


def holds_together(kind: str, lines: list[str], as_of: str, shelf: Shelf = SHELF) -> Decision:
    """The decision, after everything that must hold for any file has been checked."""
    facts = on_file(*lines)
    decision = decide(question(as_of, kind=kind), facts, shelf)
    assert decision.findings or decision.steps
    assert explain(decision, KINDS[kind]).told
    assert set(decision.reasons) <= set(KINDS[kind].reasons)
    assert set(decision.particulars) <= set(KINDS[kind].particulars)
    assert {f.claim for f in decision.findings} <= set(KINDS[kind].sentences)
    _order_and_repetition(kind, facts, decision, shelf)
    _knowledge(kind, facts, as_of, shelf)
    return decision


def _order_and_repetition(kind: str, facts: list[Fact], decision: Decision, shelf: Shelf) -> None:
    mixed = [*facts, *facts[:2]]
    random.Random(len(facts)).shuffle(mixed)
    again = decide(question(str(decision.as_of), kind=kind), mixed, shelf)
    assert canonical_bytes(again) == canonical_bytes(decision)


def _knowledge(kind: str, facts: list[Fact], as_of: str, shelf: Shelf) -> None:
    """Known at K is the same as having recorded nothing later."""
    for known_at in sorted({f.recorded_at for f in facts})[:2]:
        then = decide(question(as_of, kind=kind, known_at=known_at), facts, shelf)
        prefix = [f for f in facts if f.recorded_at <= known_at]
        alone = decide(question(as_of, kind=kind), prefix, shelf)
        assert canonical_bytes(msgspec.structs.replace(then, known_at=None)) == canonical_bytes(
            alone
        )
