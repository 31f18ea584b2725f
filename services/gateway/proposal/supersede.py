"""Replaces a proposal whose answer later facts changed: new record and notice in one append."""

from datetime import datetime
from uuid import UUID

from services.gateway.caller import Caller
from services.gateway.proposal import proposal as p
from services.gateway.proposal.read import proposal_stream, read_proposal
from services.gateway.proposal.standing import Bench, ask_again, recall
from services.gateway.record.write_down import as_record
from services.kernel.decider import StreamWrite, with_retries
from services.kernel.event import Draft, Origin, Receipt


async def supersede_if_changed(
    bench: Bench, proposal_id: UUID, caller: Caller, origin: Origin, now: datetime
) -> Receipt:
    """Nothing is written while the answer holds. Raises Refused as the aggregate does."""

    async def attempt() -> Receipt:
        state, version = await read_proposal(bench.store, proposal_id)
        assert state.made is not None  # noqa: S101  the first event of the stream
        recalled = await recall(bench.store, state.subject, state.made.decision)
        standing = await ask_again(bench, recalled, now)
        if standing.changed is None:
            return await bench.store.append(origin, [])
        written = as_record(standing.found, "supersedes")
        record = Draft(written, state.subject, recalled.then.as_of, basis="engine")
        new = (written.outcome, written.decision_sha256)
        steps = p.supersede(caller, new, standing.changed.because)(state)
        writes = [
            StreamWrite(f"decision-{state.subject}", recalled.version, (record,)),
            StreamWrite(proposal_stream(proposal_id), version, tuple(steps)),
        ]
        return await bench.store.append(origin, writes)

    return await with_retries(bench.store, origin, attempt)
