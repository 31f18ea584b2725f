"""A policy draft read from its stream in the log."""

from functools import reduce
from uuid import UUID

from services.gateway.publication.policy_draft import PolicyDraft, evolve
from services.gateway.publication.views import DRAFT_STREAM
from services.kernel.decider import EventStore
from services.kernel.web.authorize import nothing_here


def draft_stream(draft_id: UUID | str) -> str:
    return f"{DRAFT_STREAM}{draft_id}"


async def read_draft(store: EventStore, draft_id: UUID) -> tuple[PolicyDraft, int]:
    """With the version of its stream. Raises Refused when there is no such draft."""
    events = await store.read_stream(draft_stream(draft_id))
    if not events:
        raise nothing_here()
    return reduce(evolve, events, PolicyDraft()), events[-1].version
