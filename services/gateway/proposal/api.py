"""Routes from a proposal to an order: each step by an entitled person, each an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from services.gateway.acting import Acting
from services.gateway.places.reserve import reserve
from services.gateway.proposal import proposal as p
from services.gateway.proposal.events import GROUNDS_CHARS_MAX, ProposalMade
from services.gateway.proposal.policy import APPROVAL
from services.gateway.proposal.read import proposal_stream
from services.gateway.proposal.sight import ProposalView, Sight, seen, view_of
from services.gateway.proposal.standing import Bench, Recalled, recall, refuse_unsound
from services.gateway.proposal.supersede import supersede_if_changed
from services.kernel.decider import StreamWrite, with_retries
from services.kernel.event import Receipt
from services.kernel.file.bodies import Body
from services.kernel.store.postgres import PostgresStore
from services.kernel.values import Flag, Remark, ShortText
from services.kernel.web.authorize import Access, nothing_here
from services.kernel.web.clocks import day_of
from services.kernel.web.declared_routes import requires
from services.kernel.web.parts import parts_of

router = APIRouter(prefix="/v1", tags=["proposal"])


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


class Objecting(Body):
    """What is wrong with it, in the words of whoever objects."""

    grounds: Annotated[str, Field(min_length=1, max_length=GROUNDS_CHARS_MAX)]


@dataclass(frozen=True, slots=True)
class OnProposal(Acting):
    """A step on one proposal."""

    @property
    def now(self) -> datetime:
        return parts_of(self.request).clock()

    @property
    def bench(self) -> Bench:
        return bench_of(self.request)

    async def carry_out(
        self,
        proposal_id: UUID,
        step: p.Step,
        *,
        sound: bool = False,
        recalled: Recalled | None = None,
    ) -> ProposalView:
        """`sound`: refused when the answer that it rests on is another one by now."""

        async def attempt() -> Receipt:
            events = await self.bench.store.read_stream(proposal_stream(proposal_id))
            if not events and recalled is None:
                raise nothing_here()
            version = events[-1].version if events else 0
            self.refuse_moved(version)
            state = p.Proposal()
            for event in events:
                state = p.evolve(state, event)
            writes = [StreamWrite(proposal_stream(proposal_id), version, tuple(step(state)))]
            if sound:
                rests_on = recalled or await self._recalled(state)
                await self._refuse_unsound(rests_on)
                writes += await reserve(self.bench, rests_on, proposal_id, day_of(self.now))
            return await self.bench.store.append(self.origin, writes)

        return await self.told(
            proposal_id, await with_retries(self.bench.store, self.origin, attempt)
        )

    async def told(self, proposal_id: UUID, receipt: Receipt) -> ProposalView:
        view, _ = await view_of(self.bench, proposal_id, self.now)
        self.answered(view.version, replayed=receipt.replayed)
        return view

    async def _recalled(self, state: p.Proposal) -> Recalled:
        assert state.made is not None  # noqa: S101  a step other than the first went through
        return await recall(self.bench.store, state.subject, state.made.decision)

    async def _refuse_unsound(self, recalled: Recalled) -> None:
        await refuse_unsound(self.bench, recalled, self.now)


def bench_of(request: Request) -> Bench:
    state = request.app.state
    return Bench(cast("PostgresStore", state.store), state.pool, state.shelves)


AskedStep = Annotated[OnProposal, Depends(OnProposal.of)]


@router.post("/proposals", status_code=201)
async def make_proposal(
    body: Proposing,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.make", handler=True),
) -> ProposalView:
    """The id of the proposal is that of the decision's event: one answer is proposed once.

    Only an answer that ends in an order, and that still holds by what is known now.
    """
    person = str(body.person_id)
    await access.to_person(person)
    recalled = await recall(acting.bench.store, person, body.decision)
    caller = acting.caller(access)
    shelf = (await acting.bench.shelves.known()).shelf
    choice = shelf.in_force(APPROVAL.name, caller.today).choice
    made = ProposalMade(
        kind=recalled.data.kind,
        outcome=recalled.data.outcome,
        decision=body.decision,
        decision_sha256=recalled.data.decision_sha256,
        approvals_needed=choice.approvals.value,
        publicity_days=choice.publicity_days.value,
        person=caller.person,
    )
    step = p.make(made, person, recalled.event.effective_on)
    return await acting.carry_out(body.decision, step, sound=True, recalled=recalled)


@router.post("/proposals/{proposal_id}/approval", status_code=201)
async def approve_proposal(
    proposal_id: UUID,
    body: Noted,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.approve"),
) -> ProposalView:
    """Nobody approves what is about himself, what he proposed, or twice."""
    step = p.approve(acting.caller(access), body.note)
    return await acting.carry_out(proposal_id, step, sound=True)


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
    """From now on everybody of the bureau may read it, and object to it."""
    return await acting.carry_out(proposal_id, p.publish(acting.caller(access)), sound=True)


@router.post("/proposals/{proposal_id}/objections", status_code=201)
async def object_to_proposal(
    proposal_id: UUID,
    body: Objecting,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.object"),
) -> ProposalView:
    """Anybody of the bureau may object while it is published, and says on what grounds."""
    caller = acting.caller(access)
    await acting.carry_out(proposal_id, p.objection(caller, body.grounds))
    whole = await view_of(acting.bench, proposal_id, acting.now)
    return seen(whole, Sight.NOTICE, caller.sub, caller.person)


@router.post("/proposals/{proposal_id}/objections/{objection_id}/answer", status_code=201)
async def answer_objection(
    proposal_id: UUID,
    objection_id: UUID,
    body: Answering,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.answer"),
) -> ProposalView:
    """By somebody it is not about; rejected only by somebody who did not propose it."""
    step = p.answer(acting.caller(access), objection_id, upheld=body.upheld, reason=body.reason)
    return await acting.carry_out(proposal_id, step)


@router.post("/proposals/{proposal_id}/order", status_code=201)
async def issue_order(
    proposal_id: UUID,
    body: Ordering,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.order"),
) -> ProposalView:
    step = p.order(acting.caller(access), body.order_no)
    return await acting.carry_out(proposal_id, step, sound=True)


@router.post("/proposals/{proposal_id}/review", status_code=201)
async def review_proposal(
    proposal_id: UUID,
    acting: AskedStep,
    access: Access = requires("gateway.proposal.make"),
) -> ProposalView:
    """Asks again with all that is known now; another answer supersedes proposal or order."""
    caller = acting.caller(access)
    receipt = await supersede_if_changed(
        acting.bench, proposal_id, caller, acting.origin, acting.now
    )
    return await acting.told(proposal_id, receipt)
