"""Opens a run: pins what is known, and refuses what could not be drawn."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from services.gateway.facts import store as facts
from services.gateway.facts.wholeness import refuse_stopped
from services.gateway.pay.answer import rules_of
from services.gateway.pay.months import first_day, last_day, month_named
from services.gateway.payroll import read
from services.gateway.payroll.drawing import Office
from services.gateway.payroll.events import PayRunOpened, RunCategory, RunScope
from services.gateway.payroll.pay_run import instant
from services.gateway.payroll.tree import TYPES, tree
from services.gateway.proposal.policy import APPROVAL
from services.kernel.errors import FieldError, Refused, Text, invalid
from services.kernel.file.bodies import Body
from services.kernel.values import Month, Remark, ShortText
from services.kernel.web.clocks import day_of
from services.kernel.web.strict_model import Instant


class Opening(Body):
    """Whom to pay, for which month, going by what was known at an instant."""

    month: Month
    scope: RunScope = RunScope.BUREAU
    unit_id: ShortText | None = None
    category: RunCategory = RunCategory.ALL
    known_at: Annotated[
        Instant | None, Field(description="Now when left out or later; the preview is pinned to it")
    ] = None
    note: Remark = ""


async def opened(office: Office, body: Opening, now: datetime) -> PayRunOpened:
    """Raises Refused: a month to come, a unit nobody knows, a followed log that has stopped."""
    if first_day(month_named(body.month)) > day_of(now):
        raise _wrong(
            "month",
            "month_not_begun",
            f"{body.month} 尚未开始, 不能发薪",
            f"{body.month} has not begun: it cannot be paid yet",
        )
    places = await facts.places(office.pool)
    refuse_stopped(place.condition for place in places.values())
    positions = (places["roster"].pos, places["assessment"].pos, places["training"].pos)
    known = read.Known(min(body.known_at or now, now), positions)
    await _refuse_unit(office, body, known)
    choice = (await office.shelves.known()).shelf.in_force(APPROVAL.name, day_of(now)).choice
    rules = await office.shelves.known(known.at)
    return PayRunOpened(
        month=body.month,
        scope=body.scope,
        unit_id=body.unit_id,
        category=body.category,
        first_month=await _first_month(office.pool, body),
        known_at=instant(known.at),
        rules_sha256=rules_of(rules.shelf).sha256,
        approvals_needed=choice.approvals.value,
        roster_pos=places["roster"].pos,
        assessment_pos=places["assessment"].pos,
        training_pos=places["training"].pos,
        roster_chain=places["roster"].chain,
        assessment_chain=places["assessment"].chain,
        training_chain=places["training"].chain,
        policies_pos=rules.pos,
        note=body.note,
    )


async def known_now(office: Office, now: datetime) -> read.Known:
    """Everything that has come, for mending one slip."""
    places = await facts.places(office.pool)
    refuse_stopped(place.condition for place in places.values())
    positions = (places["roster"].pos, places["assessment"].pos, places["training"].pos)
    return read.Known(now, positions)


async def _refuse_unit(office: Office, body: Opening, known: read.Known) -> None:
    if (body.scope == RunScope.BUREAU) != (body.unit_id is None):
        raise _wrong(
            "unit_id",
            "unit_and_scope",
            "范围为全局时不写 unit_id, 否则必须写",
            "unit_id is left out for the whole bureau, and named for unit or subtree",
        )
    if body.unit_id is None:
        return
    files = read.files_of(await read.page_of_types(office.pool, TYPES, known))
    if body.unit_id not in tree(files.facts, _last_day(body.month)).units:
        raise _wrong(
            "unit_id",
            "unit_not_found",
            f"{body.month} 没有单位 {body.unit_id}",
            f"there is no unit {body.unit_id} in {body.month}",
        )


def _last_day(month: str) -> date:
    return last_day(month_named(month))


async def _first_month(pool: Any, body: Opening) -> str:  # noqa: ANN401
    """Where runs of the same part began; this month when it is the first of them."""
    began: str | None = await pool.fetchval(
        "select min(month) from pay_runs where scope = $1 and category = $2 "
        "and unit_id is not distinct from $3 and stage <> 'cancelled'",
        body.scope.value,
        body.category.value,
        body.unit_id,
    )
    return min(began or body.month, body.month)


def _wrong(field: str, code: str, zh: str, en: str) -> Refused:
    return invalid(code, zh, en, errors=[FieldError(f"/{field}", code, Text(zh, en))])
