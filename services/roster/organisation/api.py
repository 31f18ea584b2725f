"""Routes of the organisation: one unit as of a day, merging, and who answers for whom."""

from datetime import date
from typing import Annotated

import asyncpg
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from services.kernel.file.bodies import Basis, Body, UnitId
from services.kernel.file.on_file import meet_demands, store_of, today_of
from services.kernel.values import ShortText
from services.kernel.web.authorize import Access, nothing_here
from services.kernel.web.clocks import PageLimit, day_of
from services.kernel.web.declared_routes import requires
from services.kernel.web.origin import CommandOrigin, mark_replayed
from services.kernel.web.parts import parts_of
from services.kernel.web.strict_model import Day, UuidText
from services.roster import events as e
from services.roster.exports import EXPORT_ROWS_MAX, WORKBOOK_TOO, Form, exported, too_many
from services.roster.organisation.headcount import headcount_on
from services.roster.organisation.merger import Merger, merge
from services.roster.organisation.reading import Member, leaders_of, office_of, unit_versions
from services.roster.organisation.responsible import Charge, charges
from services.roster.rules import FILE
from services.roster.unit.tree import UnitVersion

router = APIRouter(prefix="/v1")


class LeaderView(BaseModel):
    person_id: str
    name: str
    role: str
    since: date


class VersionView(BaseModel):
    """The unit from a day on, until the next version."""

    from_on: date
    name: str
    kind: str
    parent_id: str | None
    closed: bool


class QuotaUseView(BaseModel):
    category: str
    places: int
    used: int
    free: int


class UnitView(BaseModel):
    """One unit as of a day: where it hangs, who leads it, its places, and all its versions."""

    as_of: date
    unit_id: str
    name: str
    kind: str
    parent_id: str | None
    path: str
    closed: bool
    managing_office_id: str | None
    leaders: list[LeaderView] = Field(description="Leaders before deputies")
    parts: list[str] = Field(description="Units directly below that are not closed")
    quotas: list[QuotaUseView]
    versions: list[VersionView]


class ChargeView(BaseModel):
    """An auxiliary and the officer who answers for the person; nobody where none is on file."""

    person_id: str
    name: str
    unit_id: str | None
    officer_id: str | None
    officer_name: str | None
    since: date | None


class MergeUnit(Body):
    """Into which unit, from which day."""

    into_unit_id: UnitId
    effective_on: Day
    basis: Basis
    over_quota_reason: ShortText | None = None


class Merged(BaseModel):
    """Everything that was written: one closing, the postings, and what else moved."""

    unit_id: str
    into_unit_id: str
    events: int
    pos: int


@router.get("/units/{unit_id}", tags=["unit"], dependencies=[requires("roster.unit.read")])
async def read_unit(
    request: Request, unit_id: Annotated[UnitId, Path()], as_of: Day | None = None
) -> UnitView:
    """One unit as of a day."""
    pool: asyncpg.Pool[asyncpg.Record] = request.app.state.pool
    on = as_of or day_of(parts_of(request).clock())
    headcount = await headcount_on(pool, on, [unit_id])
    unit = headcount.tree.units.get(unit_id)
    if unit is None:
        raise nothing_here()
    versions = [v for v in await unit_versions(pool) if v.unit_id == unit_id]
    return UnitView(
        as_of=on,
        unit_id=unit_id,
        name=unit.name,
        kind=unit.kind,
        parent_id=unit.parent_id,
        path="/" + "/".join(reversed(headcount.tree.line(unit_id))),
        closed=unit.closed,
        managing_office_id=await office_of(pool, unit_id, on),
        leaders=[_leader(m) for m in await leaders_of(pool, unit_id, on) if m.since <= on],
        parts=[part.unit_id for part in headcount.tree.open_parts(unit_id)],
        quotas=[
            QuotaUseView(
                category=category,
                places=places,
                used=headcount.used.get((unit_id, category), 0),
                free=places - headcount.used.get((unit_id, category), 0),
            )
            for (of, category), places in sorted(headcount.quotas.items())
            if of == unit_id
        ],
        versions=[_version(v) for v in sorted(versions, key=lambda v: v.from_on)],
    )


@router.post(
    "/units/{unit_id}/merger",
    status_code=201,
    tags=["unit"],
    dependencies=[requires("roster.unit.record")],
)
async def merge_unit(
    request: Request, response: Response, unit_id: UnitId, body: MergeUnit, origin: CommandOrigin
) -> Merged:
    """The unit closes; its people, leaders' terms and parts follow in the same instant."""
    reason = body.over_quota_reason
    asked = e.UnitAssigned(unit_id=body.into_unit_id, over_quota_reason=reason)
    await meet_demands(request, FILE, [asked])
    receipt = await merge(
        store_of(request),
        request.app.state.pool,
        Merger(unit_id, body.into_unit_id, body.effective_on, body.basis, reason),
        origin=origin,
        today=today_of(request),
    )
    mark_replayed(response, replayed=receipt.replayed)
    return Merged(
        unit_id=unit_id,
        into_unit_id=body.into_unit_id,
        events=len(receipt.events),
        pos=receipt.pos,
    )


@router.get(
    "/responsible-officers",
    tags=["unit"],
    response_model=list[ChargeView],
    responses=WORKBOOK_TOO,
)
async def list_responsible_officers(  # noqa: PLR0913  each is one filter
    *,
    request: Request,
    as_of: Day | None = None,
    officer: Annotated[
        UuidText | None, Query(description="Only those this officer answers for")
    ] = None,
    missing: Annotated[bool, Query(description="Only those nobody answers for")] = False,
    limit: PageLimit = 200,
    after: Annotated[
        UuidText | None, Query(description="The last person_id of the page before")
    ] = None,
    form: Form = "json",
    access: Access = requires("roster.person.read", handler=True),
) -> list[ChargeView] | Response:
    """Every auxiliary who serves that day, with the responsible officer (带辅民警)."""
    now = parts_of(request).clock()
    on = as_of or day_of(now)
    seen = await access.visible_paths()
    page = (None, EXPORT_ROWS_MAX + 1) if form == "xlsx" else (after, limit)
    found = await charges(
        request.app.state.pool, on, seen, officer=officer, missing=missing, page=page
    )
    lines = [_charge(one) for one in found]
    if form == "json":
        return lines
    if len(lines) > EXPORT_ROWS_MAX:
        raise too_many()
    asked = {"as_of": on, "officer": officer, "missing": missing}
    fields, by = list(ChargeView.model_fields), access.principal.sub
    return exported("带辅民警名单", lines, fields, by=by, at=now, asked=asked)


def _leader(member: Member) -> LeaderView:
    return LeaderView(
        person_id=member.person_id, name=member.name, role=member.position, since=member.since
    )


def _version(version: UnitVersion) -> VersionView:
    return VersionView(
        from_on=version.from_on,
        name=version.name,
        kind=version.kind,
        parent_id=version.parent_id,
        closed=version.closed,
    )


def _charge(charge: Charge) -> ChargeView:
    return ChargeView(**{name: getattr(charge, name) for name in ChargeView.model_fields})
