"""A proposal read from its stream in the log."""

from functools import reduce
from typing import Final
from uuid import UUID

from services.gateway.proposal.proposal import Proposal, evolve
from services.kernel.decider import EventStore
from services.kernel.web.authorize import nothing_here

PROPOSAL_STREAM: Final = "proposal-"


def proposal_stream(proposal_id: UUID | str) -> str:
    return f"{PROPOSAL_STREAM}{proposal_id}"


async def read_proposal(store: EventStore, proposal_id: UUID) -> tuple[Proposal, int]:
    """With the version of its stream. Raises Refused when there is no such proposal."""
    events = await store.read_stream(proposal_stream(proposal_id))
    if not events:
        raise nothing_here()
    return reduce(evolve, events, Proposal()), events[-1].version
