"""Routes of applicants: sign up, withdraw, lists, one application with its findings."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from services.kernel.errors import Refused, conflict
from services.kernel.fact import read_fact, standing
from services.kernel.file.bodies import Basis, Body, Reason, Receipted
from services.kernel.file.kinds import FactKind
from services.kernel.file.on_file import store_of
from services.kernel.file.rows import own_file
from services.kernel.file.sealed import vault_of
from services.kernel.values import Flag, PersonId, PersonName, Remark, ShortText
from services.kernel.web.authorize import Access
from services.kernel.web.clocks import PageLimit
from services.kernel.web.cursor import CURSOR_CHARS_MAX, seal, unseal
from services.kernel.web.declared_routes import requires
from services.kernel.web.parts import parts_of
from services.kernel.web.strict_model import UuidText
from services.roster import events as e
from services.roster.exports import EXPORT_ROWS_MAX, WORKBOOK_TOO, Form, exported, too_many
from services.roster.identity.id_number import IdNumber
from services.roster.identity.index import KIND
from services.roster.organisation.reading import categories_on
from services.roster.recruitment.acting import AskedStep, OnRecruitment
from services.roster.recruitment.applicant import (
    file_application,
    found,
    withdraw,
)
from services.roster.recruitment.application_view import ApplicationView, application_view
from services.roster.recruitment.batch import Batch, Stage, at_field, demand, post_of
from services.roster.recruitment.conditions import check, refuse_unmet
from services.roster.recruitment.hire import refuse_serving
from services.roster.recruitment.reading import (
    Applicant,
    claims_of,
    read_batch,
)
from services.roster.recruitment.rows import ApplicationStage

router = APIRouter(prefix="/v1", tags=["recruitment"])
MAY_APPLY = requires("roster.recruitment.apply")
MAY_READ = requires("roster.recruitment.read")
FILED = FactKind(e.ApplicationFiled, "application_filed", "recruitment")
# Who has never been here gets an id that the same command gives again. Fixed for ever.
_NEW_PEOPLE = UUID("5a0cf7b2-9a5b-5d0e-8f51-6f3b7a1c2d11")
_HOLDER = "select person_id from identity_numbers where blind = $1 limit 1"
_LIST = """
select person_id, name, post_no, channel, filed_on, stage from recruitment_applications
where batch_id = $1 and ($2::text is null or post_no = $2) and ($3::text is null or person_id > $3)
order by person_id limit $4
"""


class Filing(Body):
    """Who signs up for which post. The ID number and the telephone are sealed."""

    post_no: e.PostNo
    channel: e.Channel
    name: PersonName
    id_number: IdNumber
    phone: e.Phone
    education: e.EducationLevel
    degree: Flag = True
    school: Remark = ""
    grounds: Annotated[tuple[e.ReliefGround, ...], Field(max_length=10)] = ()
    bars: Annotated[tuple[e.RecruitmentBar, ...], Field(max_length=20)] = ()
    relatives: Annotated[tuple[PersonId, ...], Field(max_length=e.RELATIVES_MAX)] = ()
    recommending_unit: ShortText | None = None
    recommended_by: PersonId | None = None
    basis: Basis

    def told(self, batch: UUID) -> e.ApplicationTold:
        words = {name: getattr(self, name) for name in type(self).model_fields if name != "basis"}
        return e.ApplicationTold(batch=batch, **words)


class _Telling(BaseModel):
    """What sealing takes: the words and their day."""

    effective_on: date
    data: e.ApplicationTold


class Reasoned(Body):
    basis: Basis
    reason: Reason


class ApplicationLine(BaseModel):
    person_id: str
    name: str
    post_no: str
    channel: str
    filed_on: date
    stage: ApplicationStage
    stage_zh: str


class ApplicationsPage(BaseModel):
    """By person id; `next` is the cursor of the following page."""

    items: list[ApplicationLine]
    next: str | None


@router.post("/recruitments/{batch}/applications", status_code=201)
async def apply(
    batch: UUID, body: Filing, call: AskedStep, access: Access = MAY_APPLY
) -> Receipted:
    """Whoever served or applied here before is found by the ID number, and keeps the person id.

    Every condition that is not met is named with its clause.
    """
    state, _ = await read_batch(call.request, batch)
    try:
        return await _apply(batch, state, body, call, access)
    except Refused as no:
        if no.code != "id_number_taken":
            raise
    # Somebody with this number came first, between the search and the append: the same person.
    return await _apply(batch, state, body, call, access)


async def _apply(
    batch: UUID, state: Batch, body: Filing, call: OnRecruitment, access: Access
) -> Receipted:
    blind = vault_of(call.request).blind(KIND, body.id_number)
    holder = await call.request.app.state.pool.fetchval(_HOLDER, blind)
    person = holder or str(uuid5(_NEW_PEOPLE, str(call.origin.command_id)))
    if access.principal.person_id == person:
        raise own_file()
    if await store_of(call.request).receipt(call.origin) is None:
        await _refuse(state, body, call, person)
    told = body.told(batch)
    sealed = await call.sealed(FILED, person, _Telling(effective_on=call.today, data=told))
    assert isinstance(sealed, e.ApplicationFiled)  # noqa: S101  what FILED makes
    step = file_application(person, sealed, call.today, body.basis)
    return await call.on_applicant(person, step)


async def _refuse(state: Batch, body: Filing, call: OnRecruitment, person: str) -> None:
    demand(state, Stage.OPEN)
    if call.today > state.last_day:
        raise conflict(
            "sign_up_over",
            f"报名已于 {state.last_day} 截止",
            f"sign-up ended on {state.last_day}",
        )
    post = post_of(state, body.post_no)
    await _refuse_channel(body, call)
    file = await store_of(call.request).read_stream(f"person-{person}")
    told, rules = body.told(UUID(int=0)), call.in_force()
    said = told.model_copy(update=told.derived())
    claims = claims_of(said, post.category, body.bars, file, call.today)
    refuse_unmet(check(claims, rules.law, rules.choice, call.today), call.today)
    refuse_serving(standing(read_fact(event) for event in file), post.category, call.today)


async def _refuse_channel(body: Filing, call: OnRecruitment) -> None:
    recommended = body.channel == e.Channel.RECOMMENDED
    for name in ("recommending_unit", "recommended_by"):
        if (getattr(body, name) is not None) != recommended:
            raise at_field(
                f"/{name}",
                "recommendation_differs",
                "单位推荐须注明推荐单位和推荐人, 公开招聘不得注明",
                "a recommendation names the unit and the person, an open call names neither",
            )
    if body.recommended_by is not None:
        pool, who = call.request.app.state.pool, body.recommended_by
        if who not in await categories_on(pool, [who], call.today):
            raise at_field(
                "/recommended_by",
                "recommender_not_serving",
                "推荐人须为在职人员",
                "whoever recommends must serve here",
            )


@router.get(
    "/recruitments/{batch}/applications",
    response_model=ApplicationsPage,
    responses=WORKBOOK_TOO,
)
async def list_applications(  # noqa: PLR0913  each is one filter
    *,
    batch: UUID,
    request: Request,
    post_no: Annotated[str | None, Query(max_length=10)] = None,
    limit: PageLimit = 50,
    cursor: Annotated[str | None, Query(max_length=CURSOR_CHARS_MAX)] = None,
    form: Form = "json",
    access: Access = MAY_READ,
) -> ApplicationsPage | Response:
    parts = parts_of(request)
    if form == "xlsx":
        limit, cursor = EXPORT_ROWS_MAX, None
    bound = f"applications:{access.principal.sub}:{batch}:{post_no}"
    after = unseal(cursor, bound_to=bound, key=parts.cursor_key)[0] if cursor else None
    rows = await request.app.state.pool.fetch(_LIST, str(batch), post_no, after, limit + 1)
    items = [
        ApplicationLine(**dict(row), stage_zh=ApplicationStage(row["stage"]).zh)
        for row in rows[:limit]
    ]
    more = len(rows) > limit
    if form == "xlsx":
        if more:
            raise too_many()
        asked = {"batch": batch, "post_no": post_no}
        fields, by = list(ApplicationLine.model_fields), access.principal.sub
        return exported("报名名单", items, fields, by=by, at=parts.clock(), asked=asked)
    last = seal([items[-1].person_id], bound_to=bound, key=parts.cursor_key) if more else None
    return ApplicationsPage(items=items, next=last)


@router.get("/recruitments/{batch}/applications/{person_id}", dependencies=[MAY_READ])
async def read_application(batch: UUID, person_id: UuidText, request: Request) -> ApplicationView:
    """Checked against the conditions of today; of who has been hired, of the day of the hire."""
    state, _ = await read_batch(request, batch)
    file = await store_of(request).read_stream(f"person-{person_id}")
    applicant = Applicant(found(file, batch), file)
    return application_view(applicant, state, request)


@router.post(
    "/recruitments/{batch}/applications/{person_id}/withdrawal",
    status_code=201,
    dependencies=[MAY_APPLY],
)
async def withdraw_application(
    batch: UUID, person_id: UuidText, body: Reasoned, call: AskedStep
) -> Receipted:
    step = withdraw(person_id, batch, call.today, body.basis, body.reason)
    return await call.on_applicant(person_id, step)
