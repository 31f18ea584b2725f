"""The structure tables as their reader gets them: figures and labels in one language. Pure."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from services.kernel.errors import Text
from services.kernel.policy import Policy
from services.roster.events import Category
from services.roster.structure import count
from services.roster.structure.count import AUXILIARY
from services.roster.structure.quota import QuotaUse
from services.roster.structure.survey import Grassroots, Surveyor
from services.roster.structure.turnover import Turnover
from services.roster.unit.tree import Tree

Language = Literal["zh", "en"]


class LineView(BaseModel):
    """One line of a table: its key is stable, its label is in the caller's language."""

    key: str
    label: str
    counts: dict[str, int] = Field(description="By category: officer, civil, auxiliary_duty, ...")
    auxiliary: int = Field(description="Both kinds of auxiliary together")
    total: int


class TableView(BaseModel):
    name: str
    title: str
    lines: list[LineView]
    total: int


class TurnoverView(BaseModel):
    """Both days counted; at_start + entered + moved_in - left - moved_out = at_end."""

    from_on: date
    until_on: date
    at_start: int
    entered: dict[str, int]
    moved_in: int
    moved_out: int
    left: list[LineView]
    left_total: int
    at_end: int


class QuotaView(BaseModel):
    """Places for a unit and all below it; `free` is negative when there are more people."""

    unit_id: str
    unit_name: str
    category: str
    label: str
    places: int
    used: int
    free: int


class GrassrootsView(BaseModel):
    serving: int
    at_grassroots: int
    percent: float
    percent_min: int
    met: bool


class StructureView(BaseModel):
    """The structure of the bureau or of a part of it, as of a day, known at an instant."""

    as_of: date
    known_at: datetime
    unit_id: str | None
    unit_name: str | None
    policy: str
    policy_sha256: str
    total: int
    auxiliary_percent: float
    unplaced: int = Field(description="Serve in no unit, or in one the tree does not know")
    tables: list[TableView]
    turnover: TurnoverView
    quotas: list[QuotaView]
    grassroots: GrassrootsView


def percent(part: int, whole: int) -> float:
    """Tenths of a percent, half up, in integers until the last step; 0 of nobody."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else 0.0


def view_of(
    surveyor: Surveyor,
    *,
    clocks: tuple[date, datetime],
    unit_id: str | None,
    policy: Policy,
    language: Language,
) -> StructureView:
    survey, tree = surveyor.survey(), surveyor.tree
    category = survey.tables[0]
    auxiliary = sum(line.total for line in category.lines if line.key in AUXILIARY)
    return StructureView(
        as_of=clocks[0],
        known_at=clocks[1],
        unit_id=unit_id,
        unit_name=tree.units[unit_id].name if unit_id else None,
        policy=policy.id,
        policy_sha256=policy.sha256,
        total=category.total,
        auxiliary_percent=percent(auxiliary, category.total),
        unplaced=survey.unplaced,
        tables=[_table(table, language) for table in survey.tables],
        turnover=_turnover(survey.turnover, language),
        quotas=[_quota(use, tree, language) for use in survey.quotas],
        grassroots=_grassroots(survey.grassroots),
    )


def _table(table: count.Table, language: Language) -> TableView:
    return TableView(
        name=table.name,
        title=in_language(table.title, language),
        lines=[_line(line, language) for line in table.lines],
        total=table.total,
    )


def _line(line: count.Line, language: Language) -> LineView:
    return LineView(
        key=line.key,
        label=in_language(line.label, language),
        counts={category.value: people for category, people in line.counts.items()},
        auxiliary=sum(line.counts.get(category, 0) for category in AUXILIARY),
        total=line.total,
    )


def _turnover(turnover: Turnover, language: Language) -> TurnoverView:
    left = [_line(line, language) for line in turnover.lines()]
    return TurnoverView(
        from_on=turnover.from_on,
        until_on=turnover.until_on,
        at_start=turnover.at_start,
        entered={category.value: turnover.entered[category] for category in Category},
        moved_in=turnover.moved_in,
        moved_out=turnover.moved_out,
        left=left,
        left_total=sum(line.total for line in left),
        at_end=turnover.at_end,
    )


def _quota(use: QuotaUse, tree: Tree, language: Language) -> QuotaView:
    unit = tree.units.get(use.unit_id)
    return QuotaView(
        unit_id=use.unit_id,
        unit_name=unit.name if unit else use.unit_id,
        category=use.category.value,
        label=use.category.zh if language == "zh" else use.category.value.replace("_", " "),
        places=use.places,
        used=use.used,
        free=use.free,
    )


def _grassroots(found: Grassroots) -> GrassrootsView:
    return GrassrootsView(
        serving=found.serving,
        at_grassroots=found.there,
        percent=percent(found.there, found.serving),
        percent_min=found.percent_min,
        met=found.met,
    )


def in_language(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en
