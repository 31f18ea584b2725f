"""Replaces a proposal whose answer later facts changed: new record and notice in one append."""

from typing import cast
from uuid import UUID

from fastapi import Request

from services.gateway.answer import answer
from services.gateway.caller import Caller
from services.gateway.decision.decision import read_decision
from services.gateway.decision.question import Question, Reading
from services.gateway.facts import store as facts
from services.gateway.proposal import proposal as p
from services.gateway.proposal.review import review
from services.gateway.record.events import DecisionRecorded
from services.gateway.record.replay import positions
from services.gateway.record.write_down import as_record
from services.kernel.decider import StreamWrite, with_retries
from services.kernel.event import Draft, Origin, Receipt, decode_fast
from services.kernel.store.postgres import PostgresStore
from services.kernel.web.authorize import nothing_here
from services.kernel.web.parts import parts_of


async def supersede_if_changed(
    request: Request, proposal_id: UUID, caller: Caller, origin: Origin
) -> Receipt:
    """Nothing is written while the answer holds. Raises Refused as the aggregate does."""
    store = cast("PostgresStore", request.app.state.store)

    async def attempt() -> Receipt:
        events = await store.read_stream(f"proposal-{proposal_id}")
        if not events:
            raise nothing_here()
        state = p.Proposal()
        for event in events:
            state = p.evolve(state, event)
        writes = await _writes(request, state, caller, proposal=(proposal_id, len(events)))
        return await store.append(origin, writes)

    return await with_retries(store, origin, attempt)


async def _writes(
    request: Request, state: p.Proposal, caller: Caller, *, proposal: tuple[UUID, int]
) -> list[StreamWrite]:
    assert state.made is not None  # noqa: S101  the first event of the stream
    store, pool = cast("PostgresStore", request.app.state.store), request.app.state.pool
    decisions = await store.read_stream(f"decision-{state.subject}")
    recorded = next(event for event in decisions if event.event_id == state.made.decision)
    data = decode_fast(DecisionRecorded.TYPE, recorded.data)
    then = read_decision(data.decision.encode())
    question = Question(
        kind=then.kind,
        person=then.person,
        as_of=then.as_of,
        known_at=parts_of(request).clock(),
        reading=Reading(then.reading),
    )
    found = await answer(pool, request.app.state.shelves, question)
    known = await facts.facts_of(pool, state.subject)
    changed = review(then, found.decision, known, positions(data))
    if changed is None:
        return []
    written = as_record(found, "supersedes")
    record = Draft(written, state.subject, then.as_of, basis="engine")
    new = (written.outcome, written.decision_sha256)
    steps = p.supersede(caller, new, changed.because)(state)
    return [
        StreamWrite(f"decision-{state.subject}", len(decisions), (record,)),
        StreamWrite(f"proposal-{proposal[0]}", proposal[1], tuple(steps)),
    ]
