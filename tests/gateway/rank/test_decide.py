"""The whole rank decision: policies by their day, conflicts, and an answer for every file."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.decision import canonical_bytes
from services.gateway.decision.dossier import assemble
from services.gateway.decision.kinds import decide
from services.gateway.rank.policy import POLICE_RANK
from services.kernel.policy_files import read_version
from services.roster.events import PoliceRank, PostGrade, SanctionKind
from tests.gateway.on_file import DAY, POLICIES, SHELF, ask, on_file, question

LAW = POLICIES / "law/police_rank/1992-07-01.yaml"
BASE = "{rank_awarded: 二级警司, on: 2021-06-01}"


def shorter_from_2025():
    """A law of 2025 with a period of two years from 二级警司."""
    text = LAW.read_text(encoding="utf-8")
    text = text.replace("1992-07-01", "2025-01-01").replace("二级警司: 36", "二级警司: 24")
    version = read_version(text, "law/2025-01-01.yaml", POLICE_RANK, bureau=None)
    return SHELF.with_version("police_rank", "law", version)


def test_a_decision_of_2024_uses_the_table_of_2024_for_ever():
    facts = on_file(BASE)
    before = decide(question("2024-06-01"), facts, SHELF)
    replayed = decide(question("2024-06-01"), facts, shorter_from_2025())
    assert canonical_bytes(before) == canonical_bytes(replayed)


def test_a_decision_of_2025_uses_the_table_of_2025():
    facts = on_file("{rank_awarded: 二级警司, on: 2023-03-01}")
    old = decide(question("2025-03-01"), facts, SHELF)
    new = decide(question("2025-03-01"), facts, shorter_from_2025())
    assert (old.outcome.value, new.outcome.value) == ("WAIT", "PROMOTE")
    assert new.policies[0].id == "police_rank@r0/2025-01-01+1992-07-01"


def test_an_order_is_judged_by_the_table_of_its_day():
    facts = on_file(BASE, "{rank_awarded: 一级警司, on: 2024-06-01, manner: 按期晋升}")
    decision = decide(question("2025-06-01"), facts, shorter_from_2025())
    assert decision.set_aside == ()
    assert [p.id for p in decision.policies if "police" in p.id] == [
        "police_rank@r0/2025-01-01+1992-07-01",
        "police_rank@r0/1992-07-01+1992-07-01",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (BASE, "{rank_awarded: 一级警司, on: 2021-06-01}"),
        (BASE, "{post_assigned: 科员, on: 2022-01-01}", "{post_assigned: 科副, on: 2022-01-01}"),
        (
            BASE,
            "{annual_grade_decided: 2023 称职, on: 2024-01-20}",
            "{annual_grade_decided: 2023 不称职, on: 2024-01-20}",
        ),
    ],
)
def test_facts_that_contradict_each_other_hold(lines):
    decision = ask(on_file(*lines), "2024-06-01")
    assert (decision.outcome.value, decision.reasons) == ("HOLD", ("CONFLICT",))
    assert len(decision.findings[0].facts) == 2


def test_results_of_two_years_decided_on_one_day_do_not_contradict_each_other():
    facts = on_file(
        BASE,
        "{annual_grade_decided: 2022 称职, on: 2024-01-20}",
        "{annual_grade_decided: 2023 优秀, on: 2024-01-20}",
    )
    assert ask(facts, "2024-06-01").outcome.value == "PROMOTE"


def test_a_lost_rank_is_cancelled_whatever_else_contradicts_itself():
    facts = on_file(
        BASE,
        "{post_assigned: 科员, on: 2022-01-01}",
        "{post_assigned: 科副, on: 2022-01-01}",
        "{service_left: 开除, on: 2024-01-01}",
    )
    assert ask(facts, "2024-06-01").outcome.value == "CANCEL"


def test_the_answer_repeats_the_question_and_says_which_facts_it_saw():
    facts, at = on_file(BASE), datetime(2024, 7, 1, tzinfo=UTC)
    asked = question("2024-06-01", known_at=at)
    decision = decide(asked, facts, SHELF)
    dossier = assemble(facts, asked)
    assert (decision.kind, decision.person, decision.as_of, decision.known_at) == (
        "police_rank",
        "person",
        DAY("2024-06-01"),
        at,
    )
    assert decision.reading == asked.reading.value
    assert (decision.evidence, decision.facts_sha256) == (dossier.evidence, dossier.sha256())
    assert decision.evidence
    assert decision.facts_sha256


def test_orders_of_before_the_first_law_are_judged_by_the_law_of_the_question():
    facts = on_file(
        "{rank_awarded: 三级警司, on: 1985-01-01}",
        "{rank_awarded: 二级警司, on: 1988-01-01}",
    )
    decision = ask(facts, "1993-01-01")
    assert decision.set_aside == ()
    assert decision.from_ == PoliceRank.SUPERINTENDENT_2.value


def test_who_left_is_not_promoted_from_the_rank_held_then_and_is_again_after_coming_back():
    left = (BASE, "{service_left: 退休, on: 2023-01-01}")
    gone = ask(on_file(*left), "2025-06-01")
    assert (gone.reasons, gone.from_) == (("NOT_SERVING",), PoliceRank.SUPERINTENDENT_2.value)
    back = ask(on_file(*left, "{service_entered: 民警, on: 2023-06-01}"), "2025-06-01")
    assert back.outcome.value == "PROMOTE"


def test_without_a_rank_the_fact_that_ended_it_is_named():
    cancelled = (BASE, "{id: c, rank_cancelled: , on: 2022-01-01}")
    facts = on_file(*cancelled, "{post_removed: , on: 2023-01-01}")
    (finding,) = ask(facts, "2024-06-01").findings
    assert [c.type for c in finding.facts] == ["roster.rank_cancelled.v1"]


def test_a_conflict_that_is_resolved_by_a_correction_holds_no_more():
    facts = on_file(
        "{id: a, rank_awarded: 二级警司, on: 2021-06-01}",
        "{id: b, rank_awarded: 一级警司, on: 2021-06-01}",
        "{revokes: b, recorded: 2024-05-01}",
    )
    assert ask(facts, "2024-06-01").outcome.value == "PROMOTE"


def test_an_empty_file_has_an_answer():
    decision = ask([], "2024-06-01")
    assert (decision.outcome.value, decision.reasons[0]) == ("NOT_ELIGIBLE", "NO_RANK")


days = st.dates(DAY("2015-01-01"), DAY("2026-12-31")).map(str)
orders = st.builds(
    "{{rank_awarded: {}, on: {}, manner: {}}}".format,
    st.sampled_from([r.zh for r in PoliceRank]),
    days,
    st.sampled_from(["按期晋升", "存量登记", "晋职晋升", "警衔降级", "选升", "提前晋升"]),
)
facts = st.one_of(
    orders,
    st.builds(
        "{{sanction_imposed: {}, on: {}}}".format,
        st.sampled_from([s.zh for s in SanctionKind]),
        days,
    ),
    st.builds(
        "{{post_assigned: {}, on: {}}}".format, st.sampled_from([p.value for p in PostGrade]), days
    ),
    st.builds(
        "{{post_assigned: {}, manner: 不称职降职, on: {}}}".format,
        st.sampled_from([p.value for p in PostGrade]),
        days,
    ),
    st.builds("{{rank_reduction_imposed: , on: {}}}".format, days),
    st.builds("{{post_removed: , on: {}}}".format, days),
    st.builds(
        "{{course_passed: {}, on: {}}}".format,
        st.sampled_from(["晋督训练", "晋监训练", "入警训练"]),
        days,
    ),
    st.builds("{{early_promotion_approved: {}, on: {}}}".format, st.integers(1, 2), days),
    st.builds("{{honour_awarded: 一等功, on: {}}}".format, days),
    st.builds(
        "{{service_left: {}, on: {}}}".format, st.sampled_from(["退休", "辞职", "开除"]), days
    ),
    st.builds("{{rank_cancelled: , on: {}}}".format, days),
)


@given(st.lists(facts, max_size=10), days)
@settings(max_examples=250)
def test_every_file_has_an_answer_that_holds_together(lines, as_of):
    decision = ask(on_file(*lines), as_of)
    day = DAY(as_of)
    assert decision.findings or decision.steps
    assert [s.effective_on for s in decision.steps] == sorted(
        s.effective_on for s in decision.steps
    )
    assert all(s.effective_on <= day or s.outcome == "PROPOSE" for s in decision.steps)
    if decision.outcome in ("PROMOTE", "ELIGIBLE"):
        assert decision.reasons == ()
        assert decision.to is not None
    if decision.outcome in ("WAIT", "BLOCKED", "HOLD", "CEILING", "NOT_ELIGIBLE", "REJECT"):
        assert decision.reasons != ()
        assert decision.effective_on is None
    if decision.blocked_until is not None:
        assert decision.blocked_until >= day
