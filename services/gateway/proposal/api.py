"""Routes from a proposal to an order: each step by an entitled person, each an event."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from services.gateway.acting import Acting
from services.gateway.proposal import proposal as p
from services.gateway.proposal.events import ProposalMade
from services.gateway.proposal.policy import APPROVAL
from services.gateway.proposal.supersede import supersede_if_changed
from services.gateway.record.events import DecisionRecorded
from services.kernel.decider import Decider, handle
from services.kernel.event import Draft, decode_fast
from services.kernel.file.bodies import Body
from services.kernel.store.postgres import PostgresStore
from services.kernel.values import Flag, Remark, ShortText
from services.kernel.web.authorize import Access, nothing_here
from services.kernel.web.declared_routes import requires
from services.kernel.web.etag import etag_of

router = APIRouter(prefix="/v1", tags=["proposal"])
Step = Callable[[p.Proposal], list[Draft]]


class Proposing(Body):
    """Puts a recorded answer before people."""

    person_id: UUID
    decision: Annotated[UUID, Field(description="The event that recorded the answer")]


class Noted(Body):
    note: Remark = ""


class Reasoned(Body):
    reason: ShortText


class Answering(Body):
    upheld: Flag
    reason: ShortText


class Ordering(Body):
    order_no: ShortText


class ProposalView(BaseModel):
    """Where a proposal stands."""

    proposal_id: UUID
    stage: p.Stage
    stage_zh: str
    person_id: str
    kind: str
    outcome: str
    approvals: int
    approvals_needed: int
    objections_open: list[UUID]
    last_day: str | None
    version: int


@dataclass(frozen=True, slots=True)
class OnProposal(Acting):
    """A step on one proposal."""

    async def carry_out(self, proposal_id: UUID, step: Step) -> ProposalView:
        decider: Decider[p.Proposal, Step] = Decider(
            p.Proposal(), lambda state, asked: asked(state), p.evolve
        )
        receipt = await handle(
            _store(self.request),
            decider,
            stream_id=f"proposal-{proposal_id}",
            command=step,
            origin=self.origin,
            expected_version=self.version,
        )
        view, version = await _view(self.request, proposal_id)
        self.answered(version, replayed=receipt.replayed)
        return view


AskedStep = Annotated[OnProposal, Depends(OnProposal.of)]


@router.post("/proposals", status_code=201)
async def make_proposal(
    body: Proposing,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.make", handler=True),
) -> ProposalView:
    """The id of the proposal is that of the decision's event: one answer is proposed once."""
    person = str(body.person_id)
    await access.to_person(person)
    events = await _store(acting.request).read_stream(f"decision-{person}")
    recorded = next((event for event in events if event.event_id == body.decision), None)
    if recorded is None or recorded.type != DecisionRecorded.TYPE:
        raise nothing_here()
    data = decode_fast(recorded.type, recorded.data)
    shelf = (await acting.request.app.state.shelves.known()).shelf
    choice = shelf.in_force(APPROVAL.name, recorded.effective_on).choice
    made = ProposalMade(
        kind=data.kind,
        outcome=data.outcome,
        decision=body.decision,
        decision_sha256=data.decision_sha256,
        approvals_needed=choice.approvals.value,
        publicity_days=choice.publicity_days.value,
    )
    return await acting.carry_out(body.decision, p.make(made, person, recorded.effective_on))


@router.get("/proposals/{proposal_id}")
async def read_proposal(
    proposal_id: UUID,
    request: Request,
    response: Response,
    access: Access = requires("gateway.proposal.read", handler=True),
) -> ProposalView:
    view, version = await _view(request, proposal_id)
    await access.to_person(view.person_id)
    response.headers["ETag"] = etag_of(version)
    return view


@router.post("/proposals/{proposal_id}/approval", status_code=201)
async def approve_proposal(
    proposal_id: UUID,
    body: Noted,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.approve"),
) -> ProposalView:
    """Nobody approves what is about himself, what he proposed, or twice."""
    return await acting.carry_out(proposal_id, p.approve(acting.caller(access), body.note))


@router.post("/proposals/{proposal_id}/return", status_code=201)
async def return_proposal(
    proposal_id: UUID,
    body: Reasoned,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.approve"),
) -> ProposalView:
    return await acting.carry_out(proposal_id, p.send_back(acting.caller(access), body.reason))


@router.post("/proposals/{proposal_id}/publicity", status_code=201)
async def publish_proposal(
    proposal_id: UUID,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.publish"),
) -> ProposalView:
    return await acting.carry_out(proposal_id, p.publish(acting.caller(access)))


@router.post("/proposals/{proposal_id}/objections", status_code=201)
async def object_to_proposal(
    proposal_id: UUID,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.object"),
) -> ProposalView:
    """Anybody of the bureau may object while it is published."""
    return await acting.carry_out(proposal_id, p.objection(acting.caller(access)))


@router.post("/proposals/{proposal_id}/objections/{objection_id}/answer", status_code=201)
async def answer_objection(
    proposal_id: UUID,
    objection_id: UUID,
    body: Answering,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.publish"),
) -> ProposalView:
    step = p.answer(acting.caller(access), objection_id, upheld=body.upheld, reason=body.reason)
    return await acting.carry_out(proposal_id, step)


@router.post("/proposals/{proposal_id}/order", status_code=201)
async def issue_order(
    proposal_id: UUID,
    body: Ordering,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.order"),
) -> ProposalView:
    return await acting.carry_out(proposal_id, p.order(acting.caller(access), body.order_no))


@router.post("/proposals/{proposal_id}/review", status_code=201)
async def review_proposal(
    proposal_id: UUID,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.make"),
) -> ProposalView:
    """Asks again with all that is known now; another answer supersedes proposal or order."""
    await supersede_if_changed(acting.request, proposal_id, acting.caller(access), acting.origin)
    return (await _view(acting.request, proposal_id))[0]


async def _view(request: Request, proposal_id: UUID) -> tuple[ProposalView, int]:
    events = await _store(request).read_stream(f"proposal-{proposal_id}")
    if not events:
        raise nothing_here()
    state = p.Proposal()
    for event in events:
        state = p.evolve(state, event)
    assert state.made is not None  # noqa: S101  the first event of the stream
    view = ProposalView(
        proposal_id=proposal_id,
        stage=state.stage,
        stage_zh=p.STAGE_ZH[state.stage],
        person_id=state.subject,
        kind=state.made.kind,
        outcome=state.made.outcome,
        approvals=len(state.approvers),
        approvals_needed=state.made.approvals_needed,
        objections_open=list(state.objections),
        last_day=state.last_day.isoformat() if state.last_day else None,
        version=events[-1].version,
    )
    return view, events[-1].version


def _store(request: Request) -> PostgresStore:
    return cast("PostgresStore", request.app.state.store)
