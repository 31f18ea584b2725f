"""Given what happened to a proposal, when somebody acts, then one event or a refusal."""

from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

import pytest

from services.gateway.caller import Caller
from services.gateway.proposal import events as e
from services.gateway.proposal import proposal as p
from services.kernel.errors import Refused
from tests.kernel.samples import recorded

DAY = date(2026, 11, 24)
SUBJECT = "01a20f9d-365a-7051-a117-0dcbbf8f4d41"
MADE = e.ProposalMade(
    kind="police_rank",
    outcome="PROMOTE",
    decision=UUID(int=9),
    decision_sha256="0" * 64,
    approvals_needed=2,
    publicity_days=5,
)


def caller(sub: str = "chief", person: str | None = None, today: date = DAY) -> Caller:
    return Caller(sub, person, today)


def given(*steps) -> p.Proposal:
    """Each step is (actor, event)."""
    state = p.Proposal()
    for n, (actor, event) in enumerate(steps, start=1):
        state = p.evolve(state, recorded(n, event=event, actor=actor, subject=SUBJECT))
    return state


PROPOSED = (("hr", MADE),)
APPROVED = (*PROPOSED, ("a", e.ProposalApproved()), ("b", e.ProposalApproved()))
PUBLISHED = (*APPROVED, ("hr", e.ProposalPublished(last_day=date(2026, 11, 28))))
OBJECTED = (*PUBLISHED, ("x", e.ObjectionRaised(person="px", grounds="年限有误")))
OVER = date(2026, 11, 29)


def test_it_takes_two_different_people_to_approve():
    once = given(*PROPOSED, ("a", e.ProposalApproved()))

    assert once.stage is p.Stage.PROPOSED
    assert given(*APPROVED).stage is p.Stage.APPROVED


def test_publicity_counts_its_first_day():
    (draft,) = p.publish(caller())(given(*APPROVED))

    assert draft.data == e.ProposalPublished(last_day=date(2026, 11, 28))


def test_after_publicity_and_answers_the_order_can_be_issued():
    answered = e.ObjectionAnswered(objection=UUID(int=5), upheld=False, reason="不成立")
    state = given(*OBJECTED, ("hr", answered))
    (draft,) = p.order(caller(today=OVER), "命令1号")(state)

    assert draft.data == e.OrderIssued(order_no="命令1号", issued_on=OVER)
    assert draft.subject == SUBJECT


def test_an_upheld_objection_sends_it_back():
    upheld = e.ObjectionAnswered(objection=UUID(int=5), upheld=True, reason="属实")

    assert given(*OBJECTED, ("hr", upheld)).stage is p.Stage.RETURNED


def test_publicity_of_no_days_is_over_before_the_order():
    state = given(("hr", MADE.model_copy(update={"publicity_days": 0})), *APPROVED[1:])
    (draft,) = p.publish(caller())(state)
    state = given(
        ("hr", MADE.model_copy(update={"publicity_days": 0})), *APPROVED[1:], ("hr", draft.data)
    )

    assert p.order(caller(), "命令1号")(state)
    with pytest.raises(Refused, match="publicity_over"):
        p.objection(caller("y"), "x")(state)


def test_grounds_and_answer_are_kept_with_the_objection():
    state = given(
        *OBJECTED, ("z", e.ObjectionAnswered(objection=UUID(int=5), upheld=False, reason="不成立"))
    )

    assert [(o.grounds, o.upheld, o.reason) for o in state.raised] == [
        ("年限有误", False, "不成立")
    ]
    assert state.waiting == ()


def test_a_superseding_event_names_what_it_replaces_and_why():
    (draft,) = p.supersede(caller("engine"), ("BLOCKED", "1" * 64), (UUID(int=3),))(
        given(*PUBLISHED)
    )

    assert draft.data == e.DecisionSuperseded(
        replaces=UUID(int=9),
        new_outcome="BLOCKED",
        new_decision_sha256="1" * 64,
        because=(UUID(int=3),),
    )


ANSWER = partial(p.answer, reason="x")
REFUSED = [
    ("wrong_stage", (), p.approve(caller(), "")),
    ("wrong_stage", PROPOSED, p.make(MADE, SUBJECT, DAY)),
    ("own_proposal", (), p.make(MADE.model_copy(update={"person": SUBJECT}), SUBJECT, DAY)),
    ("own_proposal", PROPOSED, p.approve(caller("z", SUBJECT), "")),
    ("own_proposal", PROPOSED, p.send_back(caller("z", SUBJECT), "x")),
    ("own_proposal", APPROVED, p.publish(caller("z", SUBJECT))),
    ("own_proposal", PUBLISHED, p.order(caller("z", SUBJECT, today=OVER), "1")),
    ("own_proposal", OBJECTED, ANSWER(caller("z", SUBJECT), UUID(int=5), upheld=True)),
    ("own_objection", OBJECTED, ANSWER(caller("x"), UUID(int=5), upheld=True)),
    ("own_objection", OBJECTED, ANSWER(caller("z", "px"), UUID(int=5), upheld=True)),
    ("proposer_cannot_reject", OBJECTED, ANSWER(caller("hr"), UUID(int=5), upheld=False)),
    ("objected_already", OBJECTED, p.objection(caller("x"), "又")),
    (
        "proposer_cannot_approve",
        (("hr", MADE.model_copy(update={"person": "ph"})),),
        p.approve(caller("other", "ph"), ""),
    ),
    (
        "approved_already",
        (*PROPOSED, ("a", e.ProposalApproved(person="pa"))),
        p.approve(caller("b", "pa"), ""),
    ),
    ("proposer_cannot_approve", PROPOSED, p.approve(caller("hr"), "")),
    ("approved_already", (*PROPOSED, ("a", e.ProposalApproved())), p.approve(caller("a"), "")),
    ("wrong_stage", APPROVED, p.approve(caller("c"), "")),
    ("wrong_stage", PROPOSED, p.publish(caller())),
    ("wrong_stage", APPROVED, p.order(caller(today=OVER), "1")),
    ("publicity_running", PUBLISHED, p.order(caller(today=date(2026, 11, 28)), "1")),
    ("objections_open", OBJECTED, p.order(caller(today=OVER), "1")),
    ("publicity_over", PUBLISHED, p.objection(caller(today=OVER), "x")),
    ("objection_not_open", OBJECTED, ANSWER(caller(), UUID(int=99), upheld=False)),
    ("wrong_stage", PUBLISHED, p.send_back(caller(), "x")),
    (
        "wrong_stage",
        (*PROPOSED, ("hr", e.ProposalReturned(reason="x"))),
        p.supersede(caller(), ("WAIT", "1" * 64), ()),
    ),
]


@pytest.mark.parametrize(("code", "steps", "act"), REFUSED)
def test_refused(code, steps, act):
    with pytest.raises(Refused) as caught:
        act(given(*steps))

    assert caught.value.code == code


def test_every_stage_has_its_word():
    assert set(p.STAGE_ZH) == set(p.Stage)
    assert replace(p.Proposal(), stage=p.Stage.ORDERED).stage not in p.OPEN
