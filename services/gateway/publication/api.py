"""Routes of a policy draft, from submission to publication: each step an event, by name."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from services.gateway.proposal.policy import APPROVAL
from services.gateway.publication import events as e
from services.gateway.publication import policy_draft as p
from services.gateway.publication.acting import AskedStep, PolicyDraftView, press_of, view_of
from services.gateway.publication.reading import draft_stream
from services.kernel.decider import Decider, handle
from services.kernel.file.bodies import Body, Reason
from services.kernel.values import Remark
from services.kernel.web.authorize import Access
from services.kernel.web.clocks import PageLimit
from services.kernel.web.cursor import CURSOR_CHARS_MAX, seal, unseal
from services.kernel.web.declared_routes import requires
from services.kernel.web.etag import etag_of
from services.kernel.web.parts import parts_of

router = APIRouter(prefix="/v1", tags=["policy"])
_DECIDER: Decider[p.PolicyDraft, p.Step] = Decider(
    p.PolicyDraft(), lambda draft, step: step(draft), p.evolve
)
_LIST = """
select draft_id, policy, effective_from, stage, draft_sha256, drafted_pos from policy_drafts
where ($1::text is null or stage = $1) and ($2::bigint is null or drafted_pos < $2)
order by drafted_pos desc limit $3
"""


class Submitting(Body):
    """A whole version file of the bureau's layer, and cases that say what it should decide.

    A case with the id of a shipped or published one stands in its place from then on.
    """

    text: Annotated[str, Field(min_length=1, max_length=e.TEXT_CHARS_MAX)]
    cases: Annotated[str, Field(max_length=e.TEXT_CHARS_MAX)] = ""
    note: Remark = ""


class Approving(Body):
    draft_sha256: Annotated[
        str, Field(pattern=r"^[0-9a-f]{64}$", description="Of what was read, as the draft shows it")
    ]
    note: Remark = ""


class Reasoned(Body):
    reason: Reason


class PolicyDraftLine(BaseModel):
    """One draft in a list."""

    draft_id: UUID
    policy: str
    effective_from: date
    stage: p.Stage
    stage_zh: str
    draft_sha256: str


class PolicyDraftsPage(BaseModel):
    """Newest first; `next` is the cursor of the following page."""

    items: list[PolicyDraftLine]
    next: str | None


@router.post("/policy-drafts", status_code=201)
async def submit_policy_draft(
    body: Submitting, acting: AskedStep, access: Access = requires("gateway.policy_draft.make")
) -> PolicyDraftView:
    """Read as strictly as a shipped file; its cases and those that touch the policy are green."""
    draft_id = acting.origin.command_id  # Sent again, the command names the same draft.
    done = await acting.press.store.receipt(acting.origin)
    if done is not None:
        return await acting.told(draft_id, done)
    caller = acting.caller(access)
    found, green = await acting.press.checked(body.text, body.cases)
    shelf = (await acting.press.shelves.known()).shelf
    choice = shelf.in_force(APPROVAL.name, caller.today).choice
    drafted = e.PolicyDrafted(
        policy=found.policy,
        bureau=shelf.bureau,
        effective_from=found.version.effective_from,
        text=body.text,
        cases=body.cases,
        restates=green.restated,
        draft_sha256=p.digest_of(body.text, body.cases),
        approvals_needed=choice.policy_approvals.value,
        person=caller.person,
        note=body.note,
    )
    receipt = await handle(
        acting.press.store,
        _DECIDER,
        stream_id=draft_stream(draft_id),
        command=p.submit(drafted, caller),
        origin=acting.origin,
        expected_version=acting.version,
    )
    return await acting.told(draft_id, receipt)


@router.get("/policy-drafts")
async def list_policy_drafts(
    request: Request,
    stage: p.Stage | None = None,
    limit: PageLimit = 50,
    cursor: Annotated[str | None, Query(max_length=CURSOR_CHARS_MAX)] = None,
    access: Access = requires("gateway.policy_draft.read"),
) -> PolicyDraftsPage:
    word = stage.value if stage is not None else None
    key, bound = parts_of(request).cursor_key, f"policy-drafts:{access.principal.sub}:{word}"
    after = unseal(cursor, bound_to=bound, key=key)[0] if cursor else None
    rows = await request.app.state.pool.fetch(_LIST, word, after, limit + 1)
    shown = rows[:limit]
    more = len(rows) > limit
    return PolicyDraftsPage(
        items=[
            PolicyDraftLine(
                **{name: row[name] for name in PolicyDraftLine.model_fields if name != "stage_zh"},
                stage_zh=p.Stage(row["stage"]).zh,
            )
            for row in shown
        ],
        next=seal([shown[-1]["drafted_pos"]], bound_to=bound, key=key) if more else None,
    )


@router.get("/policy-drafts/{draft_id}", dependencies=[requires("gateway.policy_draft.read")])
async def read_policy_draft(
    draft_id: UUID, request: Request, response: Response
) -> PolicyDraftView:
    """What it says and what it would change; `POST /v1/what-if` tries it on the history."""
    view = await view_of(press_of(request), draft_id)
    response.headers["ETag"] = etag_of(view.version)
    return view


@router.post("/policy-drafts/{draft_id}/revision", status_code=201)
async def revise_policy_draft(
    draft_id: UUID,
    body: Submitting,
    acting: AskedStep,
    access: Access = requires("gateway.policy_draft.make"),
) -> PolicyDraftView:
    """Another text: whatever was approved must be approved anew."""
    caller = acting.caller(access)

    async def make(draft: p.PolicyDraft) -> p.Step:
        p.demand(draft, *p.OPEN)
        found, green = await acting.press.checked(body.text, body.cases)
        revised = e.PolicyDraftRevised(
            effective_from=found.version.effective_from,
            text=body.text,
            cases=body.cases,
            restates=green.restated,
            draft_sha256=p.digest_of(body.text, body.cases),
            person=caller.person,
            note=body.note,
        )
        return p.revise(revised, found.policy, caller)

    return await acting.carry_out_made(draft_id, make)


@router.post("/policy-drafts/{draft_id}/approval", status_code=201)
async def approve_policy_draft(
    draft_id: UUID,
    body: Approving,
    acting: AskedStep,
    access: Access = requires("gateway.policy_draft.approve"),
) -> PolicyDraftView:
    """By two who wrote none of it; the last approval plays the cases again and publishes."""
    step = p.approve(acting.caller(access), body.draft_sha256, body.note)
    return await acting.carry_out(draft_id, step)


@router.post("/policy-drafts/{draft_id}/return", status_code=201)
async def return_policy_draft(
    draft_id: UUID,
    body: Reasoned,
    acting: AskedStep,
    access: Access = requires("gateway.policy_draft.approve"),
) -> PolicyDraftView:
    return await acting.carry_out(draft_id, p.send_back(acting.caller(access), body.reason))


@router.post("/policy-drafts/{draft_id}/withdrawal", status_code=201)
async def withdraw_policy_draft(
    draft_id: UUID,
    body: Reasoned,
    acting: AskedStep,
    access: Access = requires("gateway.policy_draft.make"),
) -> PolicyDraftView:
    return await acting.carry_out(draft_id, p.withdraw(acting.caller(access), body.reason))
