"""A proposal is read from its stream, or is not there."""

from uuid import UUID, uuid4

import pytest

from services.gateway.proposal.proposal import Stage
from services.gateway.proposal.read import read_proposal
from services.kernel.errors import Refused


async def test_it_stands_where_its_events_say(steps):
    person = await steps.gateway.officer()
    proposal = await steps.recorded(person)
    await steps.propose(person, proposal)
    store = steps.gateway.apps["gateway"].state.store
    state, version = await read_proposal(store, UUID(proposal))

    assert (state.stage, state.subject, version) == (Stage.PROPOSED, person, 1)
    with pytest.raises(Refused, match="not_found"):
        await read_proposal(store, uuid4())
