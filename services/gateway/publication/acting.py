"""One command on a policy draft as it came over HTTP, and the draft as answers show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel

from services.gateway.acting import Acting
from services.gateway.answer import publishable
from services.gateway.publication import policy_draft as p
from services.gateway.publication.publishing import Make, Press
from services.gateway.publication.reading import read_draft
from services.gateway.shelf.api import ChangedLines, changed_lines
from services.gateway.shelf.known import LAYER
from services.gateway.shelf.versions import TextVersion, versions_of
from services.gateway.whatif.draft import PolicyText, changed
from services.kernel.event import Receipt
from services.kernel.policy import Shelf
from services.kernel.store.postgres import PostgresStore
from services.kernel.yaml_tree import SourceWrong

_PUBLICATION = "select pos from policy_versions where draft_id = $1"


class ValueChange(BaseModel):
    """One value of a policy that is another one in the draft, by its path."""

    path: str
    before: Any
    after: Any


class PolicyDraftView(BaseModel):
    """A draft with what it would change. `draft_sha256` is what an approval must name."""

    draft_id: UUID
    policy: str
    bureau: str
    effective_from: date
    title: str
    stage: p.Stage
    stage_zh: str
    text: str
    cases: str
    restates: list[str]  # Earlier cases in whose place its own stand: what was right is another.
    draft_sha256: str
    note: str
    authors: list[str]
    approvers: list[str]
    approvals_needed: int
    changes: list[ValueChange]
    lines: list[ChangedLines]  # Against the text that is in force on its day without it.
    published_pos: int | None
    version: int


def press_of(request: Request) -> Press:
    state = request.app.state
    return Press(cast("PostgresStore", state.store), state.pool, state.shelves)


async def view_of(press: Press, draft_id: UUID) -> PolicyDraftView:
    draft, version = await read_draft(press.store, draft_id)
    pos = await press.pool.fetchval(_PUBLICATION, str(draft_id))
    before = await press.shelves.known(up_to=pos - 1 if pos is not None else None)
    told = draft.told
    title, changes = _meaning(before.shelf, draft)
    texts = await versions_of(press.shelves, draft.policy)
    return PolicyDraftView(
        draft_id=draft_id,
        policy=draft.policy,
        bureau=draft.bureau,
        effective_from=told.effective_from,
        title=title,
        stage=draft.stage,
        stage_zh=draft.stage.zh,
        text=told.text,
        cases=told.cases,
        restates=list(told.restates),
        draft_sha256=told.draft_sha256,
        note=told.note,
        authors=[hand.sub for hand in draft.authors],
        approvers=[hand.sub for hand in draft.approvers],
        approvals_needed=draft.approvals_needed,
        changes=changes,
        lines=changed_lines(_followed(before.shelf, draft, texts), told.text),
        published_pos=pos,
        version=version,
    )


def _meaning(shelf: Shelf, draft: p.PolicyDraft) -> tuple[str, list[ValueChange]]:
    """Title and values; neither of a text that only an earlier build could read."""
    try:
        found = changed(shelf, [PolicyText("draft", draft.told.text)], publishable())
    except SourceWrong:
        return "", []
    day = draft.told.effective_from
    ours = found.shelf.layers[draft.policy, LAYER]
    title = next(v.model.title for v in ours if v.effective_from == day)
    values = [ValueChange(path=r.field, before=r.before, after=r.after) for r in found.rules]
    return title, values


def _followed(shelf: Shelf, draft: p.PolicyDraft, texts: Sequence[TextVersion]) -> str:
    """The text in force on the draft's day without it; empty when it would be the first."""
    begun = [
        version
        for version in shelf.layers.get((draft.policy, LAYER), ())
        if version.effective_from <= draft.told.effective_from
    ]
    return next((one.text for one in texts if begun and one.version is begun[-1]), "")


@dataclass(frozen=True, slots=True)
class OnPolicyDraft(Acting):
    """A step on one draft."""

    @property
    def press(self) -> Press:
        return press_of(self.request)

    async def carry_out(self, draft_id: UUID, step: p.Step) -> PolicyDraftView:
        async def make(_draft: p.PolicyDraft) -> p.Step:
            return step

        return await self.carry_out_made(draft_id, make)

    async def carry_out_made(self, draft_id: UUID, make: Make) -> PolicyDraftView:
        receipt = await self.press.carry_out(draft_id, make, self.origin, self.version)
        return await self.told(draft_id, receipt)

    async def told(self, draft_id: UUID, receipt: Receipt) -> PolicyDraftView:
        view = await view_of(self.press, draft_id)
        self.answered(view.version, replayed=receipt.replayed)
        return view


AskedStep = Annotated[OnPolicyDraft, Depends(OnPolicyDraft.of)]
