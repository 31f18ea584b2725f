"""A draft is what its stream says; a stream nobody wrote is not there."""

from uuid import UUID

import pytest

from services.gateway.publication.policy_draft import Stage
from services.gateway.publication.reading import draft_stream, read_draft
from services.kernel.decider import StreamWrite
from services.kernel.errors import Refused
from services.kernel.event import Draft, Origin
from tests.fakes import InMemoryEventStore
from tests.gateway.publication.test_policy_draft import DAY, drafted


async def test_read_from_its_stream():
    store, draft_id = InMemoryEventStore(), UUID(int=7)
    origin = Origin(UUID(int=1), "hr", "c")
    write = StreamWrite(draft_stream(draft_id), 0, (Draft(drafted(), "auxiliary_pay", DAY),))
    await store.append(origin, [write])
    draft, version = await read_draft(store, draft_id)

    assert (draft.stage, draft.authors[0].sub, version) == (Stage.SUBMITTED, "hr", 1)
    with pytest.raises(Refused):
        await read_draft(store, UUID(int=8))
