"""The Proposal aggregate: who may do what next, and what stands in the way. Pure.

The engine proposes, a named person decides (个人信息保护法 art. 24): nobody acts on what is about
himself, approves what he proposed, or approves twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.gateway.caller import Caller
from services.gateway.proposal import events as e
from services.kernel.errors import Refused, conflict, forbidden, invalid
from services.kernel.event import Draft, Event, Recorded, decode_fast


class Stage(StrEnum):
    NONE = "none"
    PROPOSED = "proposed"
    APPROVED = "approved"
    PUBLISHED = "published"
    ORDERED = "ordered"
    RETURNED = "returned"
    SUPERSEDED = "superseded"


STAGE_ZH = {
    Stage.NONE: "不存在",
    Stage.PROPOSED: "待审批",
    Stage.APPROVED: "已审批",
    Stage.PUBLISHED: "公示中",
    Stage.ORDERED: "已下达命令",
    Stage.RETURNED: "已退回",
    Stage.SUPERSEDED: "已被取代",
}
OPEN = (Stage.PROPOSED, Stage.APPROVED, Stage.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Objection:
    """One objection with its grounds, and its answer once there is one."""

    event_id: UUID
    actor: str
    person: str | None
    raised_on: date
    grounds: str
    upheld: bool | None = None  # None: waits for an answer.
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a proposal stands."""

    stage: Stage = Stage.NONE
    subject: str = ""
    proposer: str = ""
    made: e.ProposalMade | None = None
    approvers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # The approvers who are in the roster.
    last_day: date | None = None  # Of publicity.
    raised: tuple[Objection, ...] = ()

    @property
    def waiting(self) -> tuple[Objection, ...]:
        return tuple(one for one in self.raised if one.upheld is None)


Step = Callable[[Proposal], list[Draft]]


def evolve(state: Proposal, event: Recorded) -> Proposal:
    data = decode_fast(event.type, event.data)
    step = _STEPS.get(event.type)
    return step(state, event, data) if step is not None else state


def _made(_state: Proposal, event: Recorded, data: Any) -> Proposal:  # noqa: ANN401
    return Proposal(Stage.PROPOSED, event.subject, event.actor, data)


def _approved(state: Proposal, event: Recorded, data: Any) -> Proposal:  # noqa: ANN401
    approvers = (*state.approvers, event.actor)
    people = (*state.people, data.person) if data.person is not None else state.people
    enough = state.made is not None and len(approvers) >= state.made.approvals_needed
    stage = Stage.APPROVED if enough else state.stage
    return replace(state, approvers=approvers, people=people, stage=stage)


def _objected(state: Proposal, event: Recorded, data: Any) -> Proposal:  # noqa: ANN401
    one = Objection(
        event.event_id, event.actor, data.person, event.effective_on, data.grounds or ""
    )
    return replace(state, raised=(*state.raised, one))


def _answered(state: Proposal, _event: Recorded, data: Any) -> Proposal:  # noqa: ANN401
    raised = tuple(
        replace(one, upheld=data.upheld, reason=data.reason)
        if one.event_id == data.objection
        else one
        for one in state.raised
    )
    return replace(state, raised=raised, stage=Stage.RETURNED if data.upheld else state.stage)


_STEPS: dict[str, Callable[[Proposal, Recorded, Any], Proposal]] = {
    e.ProposalMade.TYPE: _made,
    e.ProposalApproved.TYPE: _approved,
    e.ProposalReturned.TYPE: lambda state, _event, _data: replace(state, stage=Stage.RETURNED),
    e.ProposalPublished.TYPE: lambda state, _event, data: replace(
        state, stage=Stage.PUBLISHED, last_day=data.last_day
    ),
    e.ObjectionRaised.TYPE: _objected,
    e.ObjectionAnswered.TYPE: _answered,
    e.OrderIssued.TYPE: lambda state, _event, _data: replace(state, stage=Stage.ORDERED),
    e.DecisionSuperseded.TYPE: lambda state, _event, _data: replace(state, stage=Stage.SUPERSEDED),
}


def make(made: e.ProposalMade, subject: str, day: date) -> Step:
    """`made.person` is who proposes it."""

    def decide(state: Proposal) -> list[Draft]:
        if state.stage is not Stage.NONE:
            raise _wrong_stage(state, "已经提出", "has been made already")
        if made.person == subject:
            raise _own("不得提出涉及本人的事项", "nobody proposes what is about himself")
        return [Draft(made, subject, day, basis="engine")]

    return decide


def approve(caller: Caller, note: str) -> Step:
    def decide(state: Proposal) -> list[Draft]:
        _demand(state, Stage.PROPOSED)
        if caller.person is not None and caller.person == state.subject:
            raise _own("不得审批涉及本人的事项", "nobody approves what is about himself")
        if _proposed(state, caller):
            raise forbidden(
                "proposer_cannot_approve",
                "提出人不得审批自己提出的事项",
                "whoever proposed it cannot approve it",
            )
        if caller.sub in state.approvers or caller.person in state.people:
            raise conflict("approved_already", "您已审批过", "you have approved it already")
        return [_draft(state, e.ProposalApproved(person=caller.person, note=note), caller)]

    return decide


def send_back(caller: Caller, reason: str) -> Step:
    def decide(state: Proposal) -> list[Draft]:
        _demand(state, Stage.PROPOSED, Stage.APPROVED)
        _refuse_own(state, caller)
        return [_draft(state, e.ProposalReturned(reason=reason), caller)]

    return decide


def publish(caller: Caller) -> Step:
    """For as many days as the bureau has chosen; for none, the order may follow at once."""

    def decide(state: Proposal) -> list[Draft]:
        _demand(state, Stage.APPROVED)
        _refuse_own(state, caller)
        assert state.made is not None  # noqa: S101  a stage past NONE
        last = caller.today + timedelta(days=state.made.publicity_days - 1)
        return [_draft(state, e.ProposalPublished(last_day=last), caller)]

    return decide


def objection(caller: Caller, grounds: str) -> Step:
    def decide(state: Proposal) -> list[Draft]:
        _demand(state, Stage.PUBLISHED)
        if state.last_day is not None and caller.today > state.last_day:
            raise conflict(
                "publicity_over",
                f"公示期已于 {state.last_day} 结束",
                f"the publicity period ended on {state.last_day}",
            )
        if any(is_by(one, caller) for one in state.waiting):
            raise conflict(
                "objected_already",
                "您的异议正待答复",
                "an objection of yours is waiting for its answer already",
            )
        return [_draft(state, e.ObjectionRaised(person=caller.person, grounds=grounds), caller)]

    return decide


def answer(caller: Caller, about: UUID, *, upheld: bool, reason: str) -> Step:
    """By somebody who is neither its subject nor who raised it; rejected not by who proposed."""

    def decide(state: Proposal) -> list[Draft]:
        _demand(state, Stage.PUBLISHED)
        found = next((one for one in state.waiting if one.event_id == about), None)
        if found is None:
            raise invalid(
                "objection_not_open", "没有这条待答复的异议", "there is no such open objection"
            )
        _refuse_own(state, caller)
        if is_by(found, caller):
            raise forbidden(
                "own_objection",
                "不得答复自己提出的异议",
                "nobody answers an objection of his own",
            )
        if not upheld and _proposed(state, caller):
            raise forbidden(
                "proposer_cannot_reject",
                "提出人不得驳回对自己所提事项的异议",
                "whoever proposed it cannot reject an objection to it",
            )
        told = e.ObjectionAnswered(objection=about, upheld=upheld, reason=reason)
        return [_draft(state, told, caller)]

    return decide


def order(caller: Caller, order_no: str) -> Step:
    def decide(state: Proposal) -> list[Draft]:
        _demand(state, Stage.PUBLISHED)
        _refuse_own(state, caller)
        if state.last_day is not None and caller.today <= state.last_day:
            raise conflict(
                "publicity_running",
                f"公示期至 {state.last_day} 止, 期满后方可下达命令",
                f"the publicity period runs until {state.last_day}; no order before it is over",
            )
        if state.waiting:
            raise conflict(
                "objections_open",
                f"尚有 {len(state.waiting)} 条异议未答复",
                f"{len(state.waiting)} objections are not answered yet",
            )
        return [_draft(state, e.OrderIssued(order_no=order_no, issued_on=caller.today), caller)]

    return decide


def supersede(caller: Caller, new: tuple[str, str], because: tuple[UUID, ...]) -> Step:
    """`new`: outcome and sha256 of the answer that replaces this one."""

    def decide(state: Proposal) -> list[Draft]:
        _demand(state, *OPEN, Stage.ORDERED)
        assert state.made is not None  # noqa: S101  a stage past NONE
        told = e.DecisionSuperseded(
            replaces=state.made.decision,
            new_outcome=new[0],
            new_decision_sha256=new[1],
            because=because,
        )
        return [_draft(state, told, caller)]

    return decide


def _proposed(state: Proposal, caller: Caller) -> bool:
    person = state.made.person if state.made is not None else None
    return caller.sub == state.proposer or (person is not None and person == caller.person)


def is_by(one: Objection, caller: Caller) -> bool:
    return one.actor == caller.sub or (one.person is not None and one.person == caller.person)


def _refuse_own(state: Proposal, caller: Caller) -> None:
    if caller.person is not None and caller.person == state.subject:
        raise _own("不得办理涉及本人的事项", "nobody acts on what is about himself")


def _own(zh: str, en: str) -> Refused:
    return forbidden("own_proposal", zh, en)


def _draft(state: Proposal, data: Event, caller: Caller) -> Draft:
    return Draft(data, state.subject, caller.today)


def _demand(state: Proposal, *stages: Stage) -> None:
    if state.stage not in stages:
        allowed_zh = "、".join(STAGE_ZH[stage] for stage in stages)
        allowed = ", ".join(stages)
        raise _wrong_stage(
            state, f"此操作须在以下阶段: {allowed_zh}", f"this can be done while: {allowed}"
        )


def _wrong_stage(state: Proposal, zh: str, en: str) -> Refused:
    return conflict("wrong_stage", f"{STAGE_ZH[state.stage]}; {zh}", f"it is {state.stage}; {en}")
