"""Routes of a recruitment batch: open, close, cancel, conclude, and what there is."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from services.kernel.file.bodies import Basis, Body, Reason, Receipted
from services.kernel.values import Day, ShortText
from services.kernel.web.authorize import Access
from services.kernel.web.clocks import PageLimit
from services.kernel.web.cursor import CURSOR_CHARS_MAX, seal, unseal
from services.kernel.web.declared_routes import requires
from services.kernel.web.etag import etag_of
from services.kernel.web.parts import parts_of
from services.roster import events as e
from services.roster.recruitment.acting import AskedStep
from services.roster.recruitment.batch import (
    Batch,
    Stage,
    cancel,
    close,
    conclude,
    demand,
    open_batch,
)
from services.roster.recruitment.reading import read_batch

router = APIRouter(prefix="/v1", tags=["recruitment"])
MAY_MANAGE = requires("roster.recruitment.manage")
MAY_READ = requires("roster.recruitment.read")
_LIST = """
select batch_id, title, stage, opened_on, last_day, recorded_at from recruitment_batches
where ($1::text is null or stage = $1)
  and ($2::timestamptz is null or (recorded_at, batch_id) < ($2, $3))
order by recorded_at desc, batch_id desc limit $4
"""


class Opening(Body):
    """Sign-up runs from today to `last_day`; the places are promised until they are filled."""

    title: ShortText
    last_day: Day
    posts: Annotated[tuple[e.RecruitmentPost, ...], Field(min_length=1, max_length=e.POSTS_MAX)]
    basis: Basis


class OnPaper(Body):
    basis: Basis


class Reasoned(Body):
    basis: Basis
    reason: Reason


class BatchLine(BaseModel):
    """One batch in a list."""

    batch_id: UUID
    title: str
    stage: Stage
    stage_zh: str
    opened_on: date
    last_day: date


class BatchesPage(BaseModel):
    """Newest first; `next` is the cursor of the following page."""

    items: list[BatchLine]
    next: str | None


class PostView(BaseModel):
    post_no: str
    unit_id: str
    category: e.Category
    duty_post: e.DutyPost | None
    position: str
    places: int
    filled: int


class PublicationView(BaseModel):
    """Who is proposed, open to objection from the first to the last day, both counted."""

    event_id: UUID
    from_on: date
    last_day: date
    proposed: list[e.Proposed]


class BatchView(BaseModel):
    """A batch with its places, as it stands now."""

    batch_id: UUID
    title: str
    stage: Stage
    stage_zh: str
    opened_on: date
    last_day: date
    posts: list[PostView]
    ranking: UUID | None
    publications: list[PublicationView]
    version: int


@router.post("/recruitments", status_code=201, dependencies=[MAY_MANAGE])
async def open_recruitment(body: Opening, call: AskedStep) -> Receipted:
    """Refused with the numbers when more places are asked for than the quota has free."""
    batch = call.origin.command_id  # Sent again, the command names the same batch.
    opened = e.RecruitmentBatchOpened(title=body.title, last_day=body.last_day, posts=body.posts)
    step = open_batch(opened, call.in_force().choice, call.act(batch, body.basis))
    return await call.on_batch(batch, step)


@router.get("/recruitments")
async def list_recruitments(
    request: Request,
    stage: Stage | None = None,
    limit: PageLimit = 50,
    cursor: Annotated[str | None, Query(max_length=CURSOR_CHARS_MAX)] = None,
    access: Access = MAY_READ,
) -> BatchesPage:
    word, key = stage.value if stage else None, parts_of(request).cursor_key
    bound = f"recruitments:{access.principal.sub}:{word}"
    place = unseal(cursor, bound_to=bound, key=key) if cursor else None
    at = datetime.fromisoformat(str(place[0])) if place else None
    rows = await request.app.state.pool.fetch(
        _LIST, word, at, str(place[1]) if place else None, limit + 1
    )
    items = [BatchLine(**dict(row), stage_zh=Stage(row["stage"]).zh) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return BatchesPage(
        items=items,
        next=seal([last["recorded_at"].isoformat(), last["batch_id"]], bound_to=bound, key=key)
        if last
        else None,
    )


@router.get("/recruitments/{batch}", dependencies=[MAY_READ])
async def read_recruitment(batch: UUID, request: Request, response: Response) -> BatchView:
    state, version = await read_batch(request, batch)
    demand(state, *(stage for stage in Stage if stage != Stage.NONE))
    response.headers["ETag"] = etag_of(version)
    return _view(batch, state, version)


@router.post("/recruitments/{batch}/closing", status_code=201, dependencies=[MAY_MANAGE])
async def close_recruitment(batch: UUID, body: OnPaper, call: AskedStep) -> Receipted:
    """Sign-up ends; ranking may begin."""
    return await call.on_batch(batch, close(call.act(batch, body.basis)))


@router.post("/recruitments/{batch}/cancellation", status_code=201, dependencies=[MAY_MANAGE])
async def cancel_recruitment(batch: UUID, body: Reasoned, call: AskedStep) -> Receipted:
    """Before anybody has been hired from it."""
    return await call.on_batch(batch, cancel(call.act(batch, body.basis, body.reason)))


@router.post("/recruitments/{batch}/conclusion", status_code=201, dependencies=[MAY_MANAGE])
async def conclude_recruitment(batch: UUID, body: OnPaper, call: AskedStep) -> Receipted:
    """Places nobody was hired for are free again."""
    return await call.on_batch(batch, conclude(call.act(batch, body.basis)))


def _view(batch: UUID, state: Batch, version: int) -> BatchView:
    return BatchView(
        batch_id=batch,
        title=state.title,
        stage=state.stage,
        stage_zh=state.stage.zh,
        opened_on=state.opened_on,
        last_day=state.last_day,
        posts=[
            PostView(
                post_no=post.post_no,
                unit_id=post.unit_id,
                category=post.category,
                duty_post=post.duty_post,
                position=post.position,
                places=post.places,
                filled=post.places - state.places_left(post.post_no),
            )
            for post in state.posts.values()
        ],
        ranking=state.ranking,
        publications=[
            PublicationView(
                event_id=one.event_id,
                from_on=one.from_on,
                last_day=one.last_day,
                proposed=[
                    e.Proposed(person=p.person, post_no=p.post_no, rank=p.rank)
                    for p in one.proposed
                ],
            )
            for one in state.publications
        ],
        version=version,
    )
