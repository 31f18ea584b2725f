"""A proposal as it is shown: where it stands, whether its answer still holds, who sees how much."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from services.gateway.decision.explanation import explain
from services.gateway.decision.kinds import find
from services.gateway.proposal import proposal as p
from services.gateway.proposal.read import read_proposal
from services.gateway.proposal.review import Changed
from services.gateway.proposal.standing import Bench, Recalled, ask_again, recall
from services.kernel.errors import Refused
from services.kernel.web.authorize import Visible


class Sight(StrEnum):
    """Whoever examines sees everything; the subject what is about himself; others the notice."""

    WHOLE = "whole"
    SUBJECT = "subject"
    NOTICE = "notice"


class ObjectionView(BaseModel):
    """One objection; grounds for those who examine it and for whoever raised it."""

    objection_id: UUID
    raised_on: date
    person_id: str | None
    grounds: str | None
    upheld: bool | None  # None: it waits for its answer.
    reason: str | None


class FactView(BaseModel):
    """A fact that changed the answer."""

    event_id: UUID
    type: str
    effective_on: date | None


class StaleView(BaseModel):
    """The answer is another one by what is known now, or cannot be taken: no step goes on."""

    outcome: str | None
    facts: list[FactView]
    policies: list[str]
    zh: str
    en: str


class ProposalView(BaseModel):
    """Where a proposal stands; `stale` is None while what it rests on holds."""

    proposal_id: UUID
    stage: p.Stage
    stage_zh: str
    person_id: str
    kind: str
    outcome: str
    as_of: date
    changes_from: str | None
    changes_to: str | None
    effective_on: date | None
    told_zh: str
    told_en: str
    approvals: int
    approvals_needed: int
    objections_open: list[UUID]
    objections: list[ObjectionView]
    last_day: str | None
    stale: StaleView | None
    version: int


def sight_of(visible: Visible, subject: str) -> Sight:
    if visible.everything:
        return Sight.WHOLE
    return Sight.SUBJECT if visible.person_id == subject else Sight.NOTICE


async def view_of(
    bench: Bench, proposal_id: UUID, now: datetime
) -> tuple[ProposalView, p.Proposal]:
    """Everything there is to be seen; `seen` takes away what is not for the caller."""
    state, version = await read_proposal(bench.store, proposal_id)
    assert state.made is not None  # noqa: S101  the first event of the stream
    recalled = await recall(bench.store, state.subject, state.made.decision)
    then = recalled.then
    told = explain(then, find(then.kind))
    view = ProposalView(
        proposal_id=proposal_id,
        stage=state.stage,
        stage_zh=p.STAGE_ZH[state.stage],
        person_id=state.subject,
        kind=state.made.kind,
        outcome=state.made.outcome,
        as_of=then.as_of,
        changes_from=then.from_,
        changes_to=then.to,
        effective_on=then.effective_on,
        told_zh=told.zh,
        told_en=told.en,
        approvals=len(state.approvers),
        approvals_needed=state.made.approvals_needed,
        objections_open=[one.event_id for one in state.waiting],
        objections=[_objection(one) for one in state.raised],
        last_day=state.last_day.isoformat() if state.last_day else None,
        stale=await _stale(bench, recalled, now) if state.stage in p.OPEN else None,
        version=version,
    )
    return view, state


def seen(
    whole: tuple[ProposalView, p.Proposal], sight: Sight, sub: str, person: str | None
) -> ProposalView:
    """What somebody may see of it: of objections the grounds of the own ones, of facts none."""
    view, state = whole
    if sight is Sight.WHOLE:
        return view
    shown: dict[str, object] = {"objections": _masked(view, state.raised, sub, person)}
    if sight is Sight.NOTICE and view.stale is not None:
        shown["stale"] = StaleView(
            outcome=None,
            facts=[],
            policies=[],
            zh="依据已变, 正待复核",
            en="what it rests on has changed: it waits for review",
        )
    return view.model_copy(update=shown)


def _masked(
    view: ProposalView, raised: Sequence[p.Objection], sub: str, person: str | None
) -> list[ObjectionView]:
    own = {
        one.event_id
        for one in raised
        if one.actor == sub or (person is not None and one.person == person)
    }
    hidden = {"person_id": None, "grounds": None, "reason": None}
    return [
        one if one.objection_id in own else one.model_copy(update=hidden) for one in view.objections
    ]


def _objection(one: p.Objection) -> ObjectionView:
    return ObjectionView(
        objection_id=one.event_id,
        raised_on=one.raised_on,
        person_id=one.person,
        grounds=one.grounds or None,
        upheld=one.upheld,
        reason=one.reason or None,
    )


async def _stale(bench: Bench, recalled: Recalled, now: datetime) -> StaleView | None:
    try:
        changed = (await ask_again(bench, recalled, now)).changed
    except Refused as no:
        text = no.text
        return StaleView(outcome=None, facts=[], policies=[], zh=text.zh, en=text.en)
    return _told(changed) if changed is not None else None


def _told(changed: Changed) -> StaleView:
    return StaleView(
        outcome=changed.now.outcome.value,
        facts=[
            FactView(event_id=f.event_id, type=f.type, effective_on=f.effective_on)
            for f in changed.facts
        ],
        policies=list(changed.policies),
        zh=changed.told.zh,
        en=changed.told.en,
    )
