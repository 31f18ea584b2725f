"""Routes of the selection: rank, publish, hire; the hire is all or nothing, by a second person."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from services.kernel.errors import not_found
from services.kernel.file.bodies import Basis, Body
from services.kernel.values import Day, Fen, PersonId
from services.kernel.web.declared_routes import requires
from services.roster import events as e
from services.roster.recruitment.acting import AskedStep
from services.roster.recruitment.applicant import refuse_concerned
from services.roster.recruitment.application_view import HiredView, hired_view
from services.roster.recruitment.batch import (
    Batch,
    Step,
    publish,
    ranking_outdated,
    record_ranking,
)
from services.roster.recruitment.hire import Terms
from services.roster.recruitment.hiring import Hiring, hire
from services.roster.recruitment.ranking import proposed, rank
from services.roster.recruitment.reading import contests, read_applicants, read_batch

router = APIRouter(prefix="/v1", tags=["recruitment"])
MAY_MANAGE = requires("roster.recruitment.manage")
_NAMES = "select person_id, name from recruitment_applications where batch_id = $1"


class OnPaper(Body):
    basis: Basis


class Publishing(Body):
    """`chosen`: of equals at the last place of a post, those whom people have chosen."""

    basis: Basis
    chosen: Annotated[tuple[PersonId, ...], Field(max_length=100)] = ()


class Contract(Body):
    """Without probation_months the place's own, as far as the law allows for the term."""

    kind: e.ContractKind
    last_day: Day | None = None
    probation_months: Annotated[int, Field(strict=True, ge=0, le=6)] = 0
    agreed_wage_fen: Fen | None = None


class Hire(Body):
    """A candidate becomes one who serves, from `effective_on`, under the same person id."""

    person_id: PersonId
    effective_on: Day
    contract: Contract | None = None
    police_number: e.PoliceNumber | None = None
    basis: Basis


class RankedLine(BaseModel):
    """`total`: hundredths of a point times per cent; `keys` as the policy's tie-breakers."""

    person_id: str
    name: str
    post_no: str
    rank: int
    total: int
    keys: list[int]
    results: list[UUID]
    candidate: bool


class RankingView(BaseModel):
    """The ranking that stands, with what it was made of."""

    ranking: UUID
    policy: str
    policy_sha256: str
    lines: list[RankedLine]
    pos: int | None = None


class PublishedView(BaseModel):
    """Hires are possible from the day after `last_day` on."""

    event_id: UUID
    last_day: Day
    proposed: list[e.Proposed]
    pos: int


class Hired(BaseModel):
    """Everything that was written, in one append."""

    person_id: str
    post_no: str
    events: int
    pos: int
    hired: HiredView


@router.post("/recruitments/{batch}/ranking", status_code=201, dependencies=[MAY_MANAGE])
async def rank_applicants(batch: UUID, body: OnPaper, call: AskedStep) -> RankingView:
    """By the weights and tie-breakers in force today; again after anything has changed."""
    hand = await call.hand()

    async def make(state: Batch) -> Step:
        applications = [a.application for a in await read_applicants(call.request, batch)]
        for application in applications:
            refuse_concerned(application, hand)
        rules = call.in_force()
        ranked = e.ApplicantsRanked(
            policy=rules.policy.id,
            policy_sha256=rules.policy.sha256,
            standings=tuple(rank(contests(state, rules), applications)),
        )
        return record_ranking(ranked, call.act(batch, body.basis))

    receipt = await call.on_batch_made(batch, make)
    return await _ranking(call.request, batch, receipt.events[0], receipt.pos)


@router.get("/recruitments/{batch}/ranking", dependencies=[requires("roster.recruitment.read")])
async def read_ranking(batch: UUID, request: Request) -> RankingView:
    return await _ranking(request, batch, None, None)


@router.post("/recruitments/{batch}/publicity", status_code=201, dependencies=[MAY_MANAGE])
async def publish_candidates(batch: UUID, body: Publishing, call: AskedStep) -> PublishedView:
    """公示: the candidates for the places left, for the days the policy demands."""
    hand = await call.hand()

    async def make(state: Batch) -> Step:
        applications = [a.application for a in await read_applicants(call.request, batch)]
        for application in applications:
            refuse_concerned(application, hand)
        rules = call.in_force()
        open_posts = contests(state, rules)
        fresh = rank(open_posts, applications)
        if state.ranking is None or _said(state.rankings[state.ranking].standings) != _said(fresh):
            raise ranking_outdated()
        by_person = {application.person: application for application in applications}
        days = rules.choice.publicity_days.value
        published = e.CandidatesPublished(
            ranking=state.ranking,
            last_day=call.today + timedelta(days=days - 1),
            proposed=tuple(proposed(open_posts, fresh, by_person, body.chosen)),
        )
        return publish(published, call.act(batch, body.basis))

    receipt = await call.on_batch_made(batch, make)
    state, _ = await read_batch(call.request, batch)
    one = next(p for p in state.publications if p.event_id == receipt.events[0])
    return PublishedView(
        event_id=one.event_id,
        last_day=one.last_day,
        proposed=[
            e.Proposed(person=p.person, post_no=p.post_no, rank=p.rank) for p in one.proposed
        ],
        pos=receipt.pos,
    )


@router.post(
    "/recruitments/{batch}/hires",
    status_code=201,
    dependencies=[requires("roster.recruitment.hire")],
)
async def hire_candidate(batch: UUID, body: Hire, call: AskedStep) -> Hired:
    """Registers, enters, posts and contracts; by somebody who recorded none of the results."""
    contract = e.ContractSigned(**dict(body.contract)) if body.contract else None
    terms = Terms(body.effective_on, contract, body.police_number, body.basis)
    hiring = Hiring(batch, body.person_id, terms, await call.hand())
    receipt, hired = await hire(call, hiring)
    return Hired(
        person_id=body.person_id,
        post_no=hired.post_no,
        events=len(receipt.events),
        pos=receipt.pos,
        hired=hired_view(body.effective_on, hired),
    )


def _said(standings: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [
        (s.person, s.post_no, s.rank, s.total, tuple(s.keys), tuple(s.results), s.candidate)
        for s in standings
    ]


async def _ranking(
    request: Request, batch: UUID, event_id: UUID | None, pos: int | None
) -> RankingView:
    state, _ = await read_batch(request, batch)
    asked = event_id or state.ranking
    if asked is None:
        raise not_found("not_ranked", "该批次尚未排名", "this batch has not been ranked")
    told = state.rankings[asked]
    rows = await request.app.state.pool.fetch(_NAMES, str(batch))
    names = {row["person_id"]: row["name"] for row in rows}
    return RankingView(
        ranking=asked,
        policy=told.policy,
        policy_sha256=told.policy_sha256,
        lines=[
            RankedLine(
                person_id=line.person,
                name=names.get(line.person, line.person),
                post_no=line.post_no,
                rank=line.rank,
                total=line.total,
                keys=list(line.keys),
                results=list(line.results),
                candidate=line.candidate,
            )
            for line in told.standings
        ],
        pos=pos,
    )
