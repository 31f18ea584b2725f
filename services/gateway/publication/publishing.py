"""Carries out the steps of a draft: read strictly, played, approved, published by the last one.

A publication goes into one stream of the bureau, at the version its cases were played on: two
drafts approved at the same moment are played one on the other.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from services.gateway.answer import publishable
from services.gateway.publication import events as e
from services.gateway.publication import policy_draft as p
from services.gateway.publication.playing import Earlier, Green, play
from services.gateway.publication.reading import draft_stream, read_draft
from services.gateway.publication.submission import Submission, read
from services.gateway.shelf.known import Shelves
from services.kernel.decider import StreamWrite, with_retries
from services.kernel.errors import refuse_moved
from services.kernel.event import Draft, Origin, Receipt
from services.kernel.policy_files import POLICIES
from services.kernel.store.postgres import PostgresStore

PUBLICATIONS: Final = "policies"  # The stream of every publication, whatever the policy.
Make = Callable[[p.PolicyDraft], Awaitable[p.Step]]


@dataclass(frozen=True, slots=True)
class Press:
    """What drafts are worked with."""

    store: PostgresStore
    pool: Any
    shelves: Shelves

    async def checked(self, text: str, cases: str) -> tuple[Submission, Green]:
        """The draft read by what is known now, and how many green cases. Raises Refused."""
        known = await self.shelves.known()
        draft = read(text, cases, known.shelf, publishable())
        bureau = known.shelf.bureau
        found = await self.shelves.publications()
        earlier = [
            Earlier(one.data.policy, one.data.text, one.data.cases)
            for one in found
            if one.event.pos <= known.pos
        ]
        return draft, await play(draft, bureau, POLICIES, earlier)

    async def carry_out(
        self, draft_id: UUID, make: Make, origin: Origin, expected: int | None
    ) -> Receipt:
        """One step; an approval that is the last one publishes in the same append."""

        async def attempt() -> Receipt:
            draft, version = await read_draft(self.store, draft_id)
            refuse_moved(version, expected)
            steps = tuple((await make(draft))(draft))
            writes = [StreamWrite(draft_stream(draft_id), version, steps)]
            if any(isinstance(step.data, e.PolicyDraftApproved) for step in steps):
                writes += await self._published(draft_id, draft, origin)
            return await self.store.append(origin, writes)

        return await with_retries(self.store, origin, attempt)

    async def _published(
        self, draft_id: UUID, draft: p.PolicyDraft, origin: Origin
    ) -> list[StreamWrite]:
        if not p.is_last(draft):
            return []
        # The version first: whatever is published after it makes the append fail.
        version = len(await self.store.read_stream(PUBLICATIONS))
        told = draft.told
        found, played = await self.checked(told.text, told.cases)
        same_day = [
            one.event.event_id
            for one in await self.shelves.publications()
            if (one.data.policy, one.data.effective_from) == (draft.policy, told.effective_from)
        ]
        data = e.PolicyPublished(
            draft=draft_id,
            policy=draft.policy,
            bureau=draft.bureau,
            effective_from=told.effective_from,
            text=told.text,
            text_sha256=found.text_sha256,
            cases=told.cases,
            restates=played.restated,
            cases_played=played.played,
            authors=tuple(hand.sub for hand in draft.authors),
            approvers=(*(hand.sub for hand in draft.approvers), origin.actor),
            replaces=same_day[-1] if same_day else None,
        )
        write = Draft(data, draft.policy, told.effective_from)
        return [StreamWrite(PUBLICATIONS, version, (write,))]
