"""The route of the structure tables: JSON, a workbook, or a chart."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import asyncpg
from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator

from services.kernel.errors import invalid
from services.kernel.policy import Shelf, Sourced
from services.kernel.policy_files import POLICIES, load_shelf
from services.kernel.sheet.writing import MEDIA_TYPE
from services.kernel.web.authorize import Access, nothing_here
from services.kernel.web.clocks import AskedClocks
from services.kernel.web.declared_routes import requires
from services.kernel.web.problem_details import language_of
from services.kernel.web.strict_model import Day
from services.roster.structure.chart import structure_chart
from services.roster.structure.policy import (
    STRUCTURE,
    Cuts,
    StructureChoice,
    cuts_of,
    rising,
)
from services.roster.structure.reading import survey_people, survey_units
from services.roster.structure.survey import Asked, Surveyor, first_day_of_turnover
from services.roster.structure.view import Language, StructureView, view_of
from services.roster.structure.workbook import structure_workbook

router = APIRouter(prefix="/v1")


def _rising(text: str | None) -> str | None:
    if text is not None:
        rising(cuts_of(text))
    return text


UnitAsked = Annotated[
    str | None,
    Query(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$", description="This unit and all below it"),
]
CutsAsked = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{1,3}(,[0-9]{1,3}){0,11}$",
        description="Where bands begin, instead of the bureau's policy: 18,26,40",
    ),
    AfterValidator(_rising),
]
FIGURES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The tables, as asked",
        "content": {MEDIA_TYPE: {}, "image/svg+xml": {}},
    }
}


def shelf_of(bureau: str) -> Shelf:
    """Raises SourceWrong with every mistake of every file."""
    return load_shelf(POLICIES, bureau, [STRUCTURE])


@router.get("/tables/structure", tags=["table"], response_model=StructureView, responses=FIGURES)
async def read_structure(  # noqa: PLR0913  each is one parameter
    *,
    request: Request,
    asked: AskedClocks,
    unit: UnitAsked = None,
    left_from: Annotated[Day | None, Query(description="First day of turnover")] = None,
    left_until: Annotated[Day | None, Query(description="Last day of turnover; as_of")] = None,
    ages: CutsAsked = None,
    service_years: CutsAsked = None,
    form: Annotated[Literal["json", "xlsx", "svg"], Query(alias="format")] = "json",
    access: Access = requires("roster.structure.read", handler=True),
) -> StructureView | Response:
    """Category, age, education, service, post, rank, level; turnover; quota usage; grassroots."""
    shelf: Shelf = request.app.state.structure_shelf
    policy = shelf.in_force(STRUCTURE.name, asked.as_of)
    choice = with_cuts(policy.choice, {"age_from": ages, "service_years_from": service_years})
    until = left_until or asked.as_of
    since = left_from or first_day_of_turnover(until, choice.turnover_years.value)
    if since > until:
        raise invalid(
            "turnover_ends_before_it_begins",
            f"left_from {since} 不得晚于 left_until {until}",
            f"left_from {since} must not lie after left_until {until}",
        )
    seen = await access.visible_paths()
    led = frozenset(path.rpartition("/")[2] for path in seen.subtrees)
    tops = frozenset({unit}) if unit else None if seen.everything else led
    surveyor = Surveyor(choice, Asked(asked.as_of, since, until, tops))
    pool: asyncpg.Pool[asyncpg.Record] = request.app.state.pool
    pos = await request.app.state.log.known_pos(asked.known_at)
    await survey_units(pool, surveyor, pos)
    if unit and not (
        unit in surveyor.tree.units and (seen.everything or led & {*surveyor.tree.line(unit)})
    ):
        raise nothing_here()
    await survey_people(pool, surveyor, pos)
    language = _language(request)
    view = view_of(
        surveyor,
        clocks=(asked.as_of, asked.known_at),
        unit_id=unit,
        policy=policy,
        language=language,
    )
    return _in_format(view, form, language)


def with_cuts(choice: StructureChoice, asked: Mapping[str, str | None]) -> StructureChoice:
    """The policy with other bands, where the caller named some."""
    other = {
        name: Sourced[Cuts](value=cuts_of(text), source="query")
        for name, text in asked.items()
        if text is not None
    }
    return choice.model_copy(update=other)


def _language(request: Request) -> Language:
    return "en" if language_of(request.headers.get("accept-language")) == "en" else "zh"


def _in_format(view: StructureView, form: str, language: Language) -> StructureView | Response:
    if form == "json":
        return view
    if form == "svg":
        return Response(structure_chart(view), media_type="image/svg+xml; charset=utf-8")
    named = f'attachment; filename="structure-{view.as_of}.xlsx"'
    return Response(
        structure_workbook(view, language),
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": named},
    )
