"""Reads what a what-if needs besides its body: both states of knowledge, and drafts on file."""

import asyncio
from datetime import datetime
from uuid import UUID

from services.gateway.publication.reading import read_draft
from services.gateway.shelf.known import Shelves
from services.gateway.whatif.asked import Compared, WhatIf, instants, wrong_field
from services.kernel.decider import EventStore
from services.kernel.errors import Kind, Refused


async def question_of(body: WhatIf, shelves: Shelves, store: EventStore, now: datetime) -> Compared:
    """Each side goes by the policies that were known at its instant. Raises Refused."""
    before_at, known_at = instants(body, now)
    both = ((await shelves.known(before_at)).shelf, (await shelves.known(known_at)).shelf)
    drafts = [await _text(store, number, draft) for number, draft in enumerate(body.drafts)]
    return await asyncio.to_thread(Compared, body, both, now, drafts)


async def _text(store: EventStore, number: int, draft_id: str) -> str:
    try:
        draft, _version = await read_draft(store, UUID(draft_id))
    except Refused as refusal:
        if refusal.kind is not Kind.NOT_FOUND:
            raise
        zh, en = f"没有政策草案 {draft_id}", f"there is no policy draft {draft_id}"
        raise wrong_field(f"drafts/{number}", "policy_draft_not_found", zh, en) from None
    text: str = draft.told.text
    return text
