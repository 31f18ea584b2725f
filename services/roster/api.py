"""Routes of the roster beside its files: people, units, and where a person stands."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.kernel.web.authorize import Access
from services.kernel.web.clocks import PageLimit, day_of
from services.kernel.web.cursor import CURSOR_CHARS_MAX, seal, unseal
from services.kernel.web.declared_routes import requires
from services.kernel.web.parts import parts_of
from services.kernel.web.strict_model import Day, UuidText
from services.roster.directory import TREE
from services.roster.exports import EXPORT_ROWS_MAX, WORKBOOK_TOO, Form, exported, too_many
from services.roster.people import PeopleAsked, people
from services.roster.person.events import Category, Sex
from services.roster.unit.events import UnitKind

router = APIRouter(prefix="/v1")

UNITS = f"{TREE} select unit_id, name, kind, parent_id, path, closed from tree order by path"  # noqa: S608


class PersonLine(BaseModel):
    """One person in a list, as of the day asked."""

    person_id: str
    name: str
    sex: Sex
    category: Category
    police_number: str | None
    unit_id: str | None
    unit_name: str | None
    position: str | None
    serving: bool | None  # None while nobody has recorded the person's service.


class PeoplePage(BaseModel):
    """In the order of a telephone book, by pinyin; `next` is the cursor of the following page."""

    as_of: date
    items: list[PersonLine]
    next: str | None


class UnitLine(BaseModel):
    """One unit as of the day asked."""

    unit_id: str
    name: str
    kind: UnitKind
    parent_id: str | None
    path: str
    closed: bool


class Standing(BaseModel):
    """Where a person serves, what he leads, and whether the service has ended."""

    place: str | None
    leads: list[str]
    left: bool


@router.get("/persons", tags=["person"], response_model=PeoplePage, responses=WORKBOOK_TOO)
async def list_persons(  # noqa: PLR0913  each is one filter
    *,
    request: Request,
    as_of: Day | None = None,
    category: Category | None = None,
    unit: Annotated[str | None, Query(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")] = None,
    q: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=40,
            description="The beginning of a name, its pinyin or initials, or of a 警号",
        ),
    ] = None,
    everybody: Annotated[
        bool, Query(description="Also who has left by the day, or comes after it")
    ] = False,
    limit: PageLimit = 50,
    cursor: Annotated[str | None, Query(max_length=CURSOR_CHARS_MAX)] = None,
    form: Form = "json",
    access: Access = requires("roster.person.read", handler=True),
) -> PeoplePage | Response:
    """Whom the caller may see, as of a day, a page at a time; or all of them in a workbook."""
    parts = parts_of(request)
    if form == "xlsx":
        limit, cursor = EXPORT_ROWS_MAX, None
    on = as_of or day_of(parts.clock())
    bound = f"persons:{access.principal.sub}:{on}:{category}:{unit}:{q}:{everybody}"
    after = unseal(cursor, bound_to=bound, key=parts.cursor_key) if cursor else None
    of = category.value if category else None
    asked = PeopleAsked(on, limit + 1, of, unit, q, everybody=everybody, after=after)
    rows = await people(request.app.state.pool, await access.visible_paths(), asked)
    items = [PersonLine(**{name: row[name] for name in PersonLine.model_fields}) for row in rows]
    more = len(items) > limit
    if form == "xlsx":
        if more:
            raise too_many()
        filters: dict[str, date | str | None] = {"as_of": on, "category": category}
        filters |= {"unit": unit, "q": q} | ({"everybody": "true"} if everybody else {})
        fields, by = list(PersonLine.model_fields), access.principal.sub
        return exported("人员名单", items, fields, by=by, at=parts.clock(), asked=filters)
    last = rows[limit - 1] if more else None
    return PeoplePage(
        as_of=on,
        items=items[:limit],
        next=seal([last["sort_key"], last["person_id"]], bound_to=bound, key=parts.cursor_key)
        if last
        else None,
    )


@router.get(
    "/units",
    tags=["unit"],
    response_model=list[UnitLine],
    responses=WORKBOOK_TOO,
)
async def list_units(
    request: Request,
    as_of: Day | None = None,
    form: Form = "json",
    access: Access = requires("roster.unit.read"),
) -> list[UnitLine] | Response:
    """The tree as of a day, parents before children; closed units are marked."""
    now = parts_of(request).clock()
    on = as_of or day_of(now)
    rows = await request.app.state.pool.fetch(UNITS, on)
    lines = [UnitLine(**dict(row)) for row in rows]
    if form == "json":
        return lines
    by, fields = access.principal.sub, list(UnitLine.model_fields)
    return exported("单位名单", lines, fields, by=by, at=now, asked={"as_of": on})


@router.get(
    "/directory/{person_id}", tags=["unit"], dependencies=[requires("roster.directory.read")]
)
async def read_standing(
    request: Request, person_id: UuidText, as_of: Day | None = None
) -> Standing:
    """For the other rooms: what a person's scope is made of."""
    parts = parts_of(request)
    on = as_of or day_of(parts.clock())
    return Standing(
        place=await parts.directory.place_of(person_id, on),
        leads=await parts.directory.units_led_by(person_id, on),
        left=await parts.directory.has_left(person_id, on),
    )
