"""Routes that show proposals: one, and a list by stage, to each caller as much as is for him."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.gateway.proposal import proposal as p
from services.gateway.proposal.api import bench_of
from services.gateway.proposal.sight import ProposalView, Sight, seen, sight_of, view_of
from services.kernel.web.authorize import Access, nothing_here
from services.kernel.web.clocks import PageLimit
from services.kernel.web.cursor import CURSOR_CHARS_MAX, seal, unseal
from services.kernel.web.declared_routes import requires
from services.kernel.web.etag import etag_of
from services.kernel.web.parts import parts_of
from services.kernel.web.strict_model import UuidText

router = APIRouter(prefix="/v1", tags=["proposal"])
_LIST = """
select proposal_id, made_pos, person_id from proposals
where ($1::text is null or stage = $1) and ($2::text is null or person_id = $2)
  and ($3::bigint is null or made_pos < $3) and ($4::bool or stage = 'published' or person_id = $5)
order by made_pos desc limit $6
"""


class ProposalsPage(BaseModel):
    """Newest first; `next` is the cursor of the following page."""

    items: list[ProposalView]
    next: str | None


@router.get("/proposals")
async def list_proposals(
    request: Request,
    stage: p.Stage | None = None,
    person_id: UuidText | None = None,
    limit: PageLimit = 50,
    cursor: Annotated[str | None, Query(max_length=CURSOR_CHARS_MAX)] = None,
    access: Access = requires("gateway.proposal.read", handler=True),
) -> ProposalsPage:
    """Those that are published for everybody; beside them the own ones, or all for who may."""
    visible, caller = await access.visible_paths(), access.principal
    key, now = parts_of(request).cursor_key, parts_of(request).clock()
    bound = f"proposals:{caller.sub}:{caller.person_id}:{stage}:{person_id}"
    after = unseal(cursor, bound_to=bound, key=key)[0] if cursor else None
    rows = await request.app.state.pool.fetch(
        _LIST, stage, person_id, after, visible.everything, visible.person_id, limit + 1
    )
    items = []
    for row in rows[:limit]:
        whole = await view_of(bench_of(request), UUID(row["proposal_id"]), now)
        sight = sight_of(visible, row["person_id"])
        items.append(seen(whole, sight, caller.sub, caller.person_id))
    more = rows[limit - 1]["made_pos"] if len(rows) > limit else None
    return ProposalsPage(
        items=items,
        next=seal([more], bound_to=bound, key=key) if more is not None else None,
    )


@router.get("/proposals/{proposal_id}")
async def read_one_proposal(
    proposal_id: UUID,
    request: Request,
    response: Response,
    access: Access = requires("gateway.proposal.read", handler=True),
) -> ProposalView:
    """While it is published everybody of the bureau may read it."""
    visible, caller = await access.visible_paths(), access.principal
    whole = await view_of(bench_of(request), proposal_id, parts_of(request).clock())
    view = whole[0]
    sight = sight_of(visible, view.person_id)
    if sight is Sight.NOTICE and view.stage is not p.Stage.PUBLISHED:
        raise nothing_here()
    response.headers["ETag"] = etag_of(view.version)
    return seen(whole, sight, caller.sub, caller.person_id)
