"""Routes of a run's slips: lists, one slip told and replayed, mended or withheld; sums by unit."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from services.gateway.pay.slip import read_slip
from services.gateway.payroll import pay_run as p
from services.gateway.payroll import read
from services.gateway.payroll.acting import AskedStep, office_of
from services.gateway.payroll.drawing import roll_of
from services.gateway.payroll.events import PaySlipMended, PaySlipWithheld, word_of
from services.gateway.payroll.ledger import Ledger, totals
from services.gateway.payroll.mending import Mending, mend
from services.gateway.payroll.one_slip import (
    ReplayView,
    SlipView,
    find_slip,
    replay_slip,
    slip_view,
)
from services.gateway.payroll.opening import known_now
from services.gateway.payroll.releasing import slips_of
from services.gateway.payroll.run_view import PayRunView
from services.gateway.payroll.variance import variance
from services.kernel.file.bodies import Body, Reason
from services.kernel.web.authorize import Access
from services.kernel.web.clocks import PageLimit
from services.kernel.web.cursor import CURSOR_CHARS_MAX, seal, unseal
from services.kernel.web.declared_routes import requires
from services.kernel.web.parts import parts_of
from services.kernel.web.strict_model import UuidText

router = APIRouter(prefix="/v1", tags=["pay run"])
Cursor = Annotated[str | None, Query(max_length=CURSOR_CHARS_MAX)]
_LIST = """
select s.*, e.data->>'slip' as slip from pay_slips s join events e on e.pos = s.pos
where s.run_id = $1 and s.person_id > $2 and ($3::bool is false or s.open_exceptions <> '')
order by s.person_id limit $4
"""


class Reasoned(Body):
    reason: Reason


class SlipLine(BaseModel):
    """One person of a run; without `slip_sha256` there is no slip, for the exceptions."""

    person_id: str
    unit_id: str | None
    category: str
    outcome: str
    withheld: bool
    gross_fen: int
    own_fen: int
    tax_fen: int
    net_fen: int
    unit_fen: int
    slip_sha256: str | None
    exceptions: list[str]
    exceptions_zh: list[str]
    exceptions_open: list[str]


class SlipsPage(BaseModel):
    """In order of person; `next` is the cursor of the following page."""

    items: list[SlipLine]
    next: str | None


class VariancePage(BaseModel):
    """Against each person's last closed slip; whoever gets the same is left out."""

    items: list[dict[str, Any]]
    next: str | None


class EntryLine(BaseModel):
    """One item of one unit."""

    unit_id: str
    unit_name: str
    part: str
    item: str
    item_zh: str
    lines: int
    amount_fen: int


class TotalsView(BaseModel):
    """By unit and item; `by_part` of everybody: gross - own - tax - damage - advance = net."""

    people: int
    by_part: dict[str, int]
    entries: list[EntryLine]


@router.get("/pay-runs/{run_id}/slips")
async def list_slips(
    run_id: UUID,
    request: Request,
    limit: PageLimit = 50,
    cursor: Cursor = None,
    *,
    open_only: bool = False,
    access: Access = requires("gateway.pay_run.read"),
) -> SlipsPage:
    """`open_only`: those with exceptions that are neither solved nor waived."""
    await read.read_run(office_of(request).store, run_id)
    bound = f"pay-slips:{access.principal.sub}:{run_id}:{open_only}"
    rows, following = await _page(request, run_id, (limit, cursor, bound), open_only=open_only)
    return SlipsPage(items=[_line(row) for row in rows], next=following)


async def _page(
    request: Request, run_id: UUID, asked: tuple[int, str | None, str], *, open_only: bool = False
) -> tuple[list[Any], str | None]:
    limit, cursor, bound = asked
    key = parts_of(request).cursor_key
    after = unseal(cursor, bound_to=bound, key=key)[0] if cursor else ""
    rows = await request.app.state.pool.fetch(_LIST, str(run_id), after, open_only, limit + 1)
    shown = rows[:limit]
    more = len(rows) > limit
    return shown, seal([shown[-1]["person_id"]], bound_to=bound, key=key) if more else None


def _line(row: Any) -> SlipLine:  # noqa: ANN401  asyncpg record
    words = row["exceptions"].split()
    same = {n for n in SlipLine.model_fields if not n.startswith("exceptions")}
    return SlipLine(
        **{name: row[name] for name in same},
        exceptions=words,
        exceptions_zh=[word_of(word).zh for word in words],
        exceptions_open=row["open_exceptions"].split(),
    )


@router.get("/pay-runs/{run_id}/variance")
async def read_variance(
    run_id: UUID,
    request: Request,
    limit: PageLimit = 50,
    cursor: Cursor = None,
    access: Access = requires("gateway.pay_run.read"),
) -> VariancePage:
    """What differs from the last closed slip, and which fact or policy made it."""
    run, _ = await read.read_run(office_of(request).store, run_id)
    bound = f"variance:{access.principal.sub}:{run_id}"
    rows, following = await _page(request, run_id, (limit, cursor, bound))
    slips = {row["person_id"]: row["slip"] for row in rows if row["slip"]}
    pool, month = request.app.state.pool, run.opened.month
    last = await read.last_closed(pool, list(slips), month)

    def compared() -> list[dict[str, Any]]:
        found = []
        for person, text in slips.items():
            before = read_slip(last[person].encode()) if person in last else None
            one = variance(read_slip(text.encode()), before)
            if one.changes:
                found.append(msgspec.to_builtins(one))
        return found

    return VariancePage(items=await asyncio.to_thread(compared), next=following)


@router.get("/pay-runs/{run_id}/totals", dependencies=[requires("gateway.pay_run.read")])
async def read_totals(run_id: UUID, request: Request) -> TotalsView:
    office = office_of(request)
    run, _ = await read.read_run(office.store, run_id)
    everybody, units = await roll_of(office.pool, run)
    placed = {member.person: member.unit for member in everybody}
    slips = await slips_of(office.pool, run_id)

    def summed() -> Ledger:
        ledger = Ledger()
        for slip, _sha256 in slips:
            ledger.add(slip, placed.get(slip.person))
        return ledger

    ledger = await asyncio.to_thread(summed)
    entries = ledger.entries()
    return TotalsView(
        people=ledger.people,
        by_part=totals(entries),
        entries=[
            EntryLine(
                unit_id=one.unit,
                unit_name=units.name(one.unit or None),
                part=one.part,
                item=one.item,
                item_zh=one.zh,
                lines=one.lines,
                amount_fen=one.amount_fen,
            )
            for one in entries
        ],
    )


@router.get("/pay-runs/{run_id}/slips/{person_id}", dependencies=[requires("gateway.pay_run.read")])
async def read_slip_of_run(run_id: UUID, person_id: UuidText, request: Request) -> SlipView:
    pool = request.app.state.pool
    return await slip_view(pool, await find_slip(pool, run_id, person_id))


@router.get(
    "/pay-runs/{run_id}/slips/{person_id}/replay", dependencies=[requires("gateway.pay_run.read")]
)
async def replay_slip_of_run(run_id: UUID, person_id: UuidText, request: Request) -> ReplayView:
    """The slip drawn again from what was known: equal to the byte, or what is not."""
    office = office_of(request)
    found = await find_slip(office.pool, run_id, person_id)
    return await replay_slip(office.pool, office.shelves, found)


@router.post("/pay-runs/{run_id}/slips/{person_id}/redrawing", status_code=201)
async def redraw_slip(
    run_id: UUID,
    person_id: UuidText,
    body: Reasoned,
    acting: AskedStep,
    access: Access = requires("gateway.pay_run.prepare"),
) -> PayRunView:
    """This slip by what is known now; the others stay. What was approved must be approved anew."""
    now = parts_of(acting.request).clock()
    known = await known_now(acting.office, now)
    mended = PaySlipMended(run=run_id, reason=body.reason, known_at=p.instant(now))
    step = p.mend(person_id, mended, acting.caller(access))
    asked = Mending(run_id, person_id, step, lambda _run, _slip: known)
    return await acting.told(
        run_id, await mend(acting.office, asked, acting.origin, acting.version)
    )


@router.post("/pay-runs/{run_id}/slips/{person_id}/withholding", status_code=201)
async def withhold_slip(
    run_id: UUID,
    person_id: UuidText,
    body: Reasoned,
    acting: AskedStep,
    access: Access = requires("gateway.pay_run.prepare"),
) -> PayRunView:
    """Before release: nothing is paid by it, and the next run pays the month."""
    withheld = PaySlipWithheld(run=run_id, reason=body.reason)
    step = p.withhold(person_id, withheld, acting.caller(access))

    def known(run: p.PayRun, slip: str | None) -> read.Known:
        pinned = read.known_of(run)
        at = read_slip(slip.encode()).closed_at if slip else pinned.at
        return read.Known(at, pinned.positions)

    asked = Mending(run_id, person_id, step, known, withheld=True)
    return await acting.told(
        run_id, await mend(acting.office, asked, acting.origin, acting.version)
    )
