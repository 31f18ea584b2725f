"""Routes of a pay run, from opening to closing: each step by an entitled person, each an event."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from services.gateway.payroll import pay_run as p
from services.gateway.payroll import read
from services.gateway.payroll.acting import AskedStep, OnPayRun, office_of
from services.gateway.payroll.drawing import draw_run
from services.gateway.payroll.events import (
    PayCheck,
    PayException,
    PayExceptionWaived,
    PayRunProposed,
)
from services.gateway.payroll.makings import Makings
from services.gateway.payroll.opening import Opening, opened
from services.gateway.payroll.releasing import digest_of, release_of
from services.gateway.payroll.run_view import PayRunView, sums_of, view_of
from services.kernel.decider import Decider, handle
from services.kernel.errors import conflict
from services.kernel.file.bodies import Body, Reason
from services.kernel.values import Month, Remark
from services.kernel.web.authorize import Access
from services.kernel.web.clocks import PageLimit
from services.kernel.web.cursor import CURSOR_CHARS_MAX, seal, unseal
from services.kernel.web.declared_routes import requires
from services.kernel.web.etag import etag_of
from services.kernel.web.parts import parts_of

router = APIRouter(prefix="/v1", tags=["pay run"])
_DECIDER: Decider[p.PayRun, p.Step] = Decider(p.PayRun(), lambda run, step: step(run), p.evolve)
_WORDS = len(PayException) + len(PayCheck)
_LIST = """
select run_id, month, scope, unit_id, category, stage, opened_pos from pay_runs
where ($1::text is null or month = $1) and ($2::bigint is null or opened_pos < $2)
order by opened_pos desc limit $3
"""


class Noted(Body):
    note: Remark = ""


class Reasoned(Body):
    reason: Reason


class Waiving(Body):
    """Exceptions of named people; each of them must have one of these open."""

    people: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    exceptions: Annotated[list[PayException | PayCheck], Field(min_length=1, max_length=_WORDS)]
    reason: Reason


class PayRunLine(BaseModel):
    """One run in a list."""

    run_id: UUID
    month: str
    scope: str
    unit_id: str | None
    category: str
    stage: p.Stage
    stage_zh: str


class PayRunsPage(BaseModel):
    """Newest first; `next` is the cursor of the following page."""

    items: list[PayRunLine]
    next: str | None


@router.post("/pay-runs", status_code=201)
async def open_pay_run(
    body: Opening, acting: AskedStep, access: Access = requires("gateway.pay_run.prepare")
) -> PayRunView:
    """Whom it pays and what is known are fixed from here on: its preview can be had again."""
    run_id = acting.origin.command_id  # Sent again, the command names the same run.
    done = await acting.office.store.receipt(acting.origin)
    if done is not None:
        return await acting.told(run_id, done)
    caller = acting.caller(access)
    now = parts_of(acting.request).clock()
    made = await opened(acting.office, body, now)
    receipt = await handle(
        acting.office.store,
        _DECIDER,
        stream_id=read.run_stream(run_id),
        command=p.open_run(run_id, made, caller),
        origin=acting.origin,
        expected_version=acting.version,
    )
    return await acting.told(run_id, receipt)


@router.get("/pay-runs")
async def list_pay_runs(
    request: Request,
    month: Month | None = None,
    limit: PageLimit = 50,
    cursor: Annotated[str | None, Query(max_length=CURSOR_CHARS_MAX)] = None,
    access: Access = requires("gateway.pay_run.read"),
) -> PayRunsPage:
    key, bound = parts_of(request).cursor_key, f"pay-runs:{access.principal.sub}:{month}"
    after = unseal(cursor, bound_to=bound, key=key)[0] if cursor else None
    rows = await request.app.state.pool.fetch(_LIST, month, after, limit + 1)
    more = rows[limit - 1]["opened_pos"] if len(rows) > limit else None
    return PayRunsPage(
        items=[
            PayRunLine(
                **{name: row[name] for name in row.keys() if name != "opened_pos"},  # noqa: SIM118
                stage_zh=p.Stage(row["stage"]).zh,
            )
            for row in rows[:limit]
        ],
        next=seal([more], bound_to=bound, key=key) if more is not None else None,
    )


@router.get("/pay-runs/{run_id}", dependencies=[requires("gateway.pay_run.read")])
async def read_pay_run(run_id: UUID, request: Request, response: Response) -> PayRunView:
    view = await view_of(office_of(request), run_id)
    response.headers["ETag"] = etag_of(view.version)
    return view


@router.post("/pay-runs/{run_id}/drawing", status_code=201)
async def draw_pay_run(
    run_id: UUID, acting: AskedStep, access: Access = requires("gateway.pay_run.prepare")
) -> PayRunView:
    """Everybody's slip, or why there is none. Cut off, it goes on when it is sent again."""
    store, caller = acting.office.store, acting.caller(access)
    done = await store.receipt(acting.origin)
    if done is None:
        _run, version = await read.read_run(store, run_id)
        acting.refuse_moved(version)
        drawn = await draw_run(acting.office, run_id, acting.origin)
        done = await handle(
            store,
            _DECIDER,
            stream_id=read.run_stream(run_id),
            command=p.draw(drawn, caller),
            origin=acting.origin,
            expected_version=acting.version,
        )
    return await acting.told(run_id, done)


@router.post("/pay-runs/{run_id}/waivers", status_code=201)
async def waive_exceptions(
    run_id: UUID,
    body: Waiving,
    acting: AskedStep,
    access: Access = requires("gateway.pay_run.prepare"),
) -> PayRunView:
    """By name and with a reason; what is waived stays on record."""

    async def make(_run: p.PayRun) -> p.Step:
        return p.waive(await _waived(acting, run_id, body), acting.caller(access))

    return await acting.carry_out_made(run_id, make)


async def _waived(acting: OnPayRun, run_id: UUID, body: Waiving) -> dict[str, PayExceptionWaived]:
    people = sorted({str(person) for person in body.people})
    rows = await acting.office.pool.fetch(
        "select person_id, open_exceptions from pay_slips "
        "where run_id = $1 and person_id = any($2::text[])",
        str(run_id),
        people,
    )
    still = {row["person_id"]: row["open_exceptions"].split() for row in rows}
    found: dict[str, PayExceptionWaived] = {}
    for person in people:
        met = tuple(one for one in body.exceptions if one.value in still.get(person, ()))
        if not met:
            raise conflict(
                "exception_not_open",
                f"{person} 没有这些待处理的例外",
                f"{person} has none of these exceptions open",
            )
        found[person] = PayExceptionWaived(
            run=run_id,
            exceptions=tuple(one for one in met if isinstance(one, PayException)),
            checks=tuple(one for one in met if isinstance(one, PayCheck)),
            reason=body.reason,
        )
    return found


@router.post("/pay-runs/{run_id}/proposal", status_code=201)
async def propose_pay_run(
    run_id: UUID, acting: AskedStep, access: Access = requires("gateway.pay_run.prepare")
) -> PayRunView:
    async def make(_run: p.PayRun) -> p.Step:
        pool = acting.office.pool
        sums = await sums_of(pool, run_id)
        proposed = PayRunProposed(
            slips=sums.slips,
            missing=sums.people - sums.slips,
            gross_fen=sums.gross_fen,
            own_fen=sums.own_fen,
            tax_fen=sums.tax_fen,
            net_fen=sums.net_fen,
            unit_fen=sums.unit_fen,
            slips_sha256=await digest_of(pool, run_id),
        )
        return p.propose(proposed, sums.exceptions_open, acting.caller(access))

    return await acting.carry_out_made(run_id, make)


@router.post("/pay-runs/{run_id}/approval", status_code=201)
async def approve_pay_run(
    run_id: UUID,
    body: Noted,
    acting: AskedStep,
    access: Access = requires("gateway.pay_run.approve"),
) -> PayRunView:
    """Nobody approves what he prepared, or twice; it does not count for the approver's own slip."""
    caller = acting.caller(access)

    async def make(_run: p.PayRun) -> p.Step:
        on_run = await acting.office.pool.fetchval(
            "select count(*) > 0 from pay_slips where run_id = $1 and person_id = $2",
            str(run_id),
            caller.person,
        )
        return p.approve(caller, body.note, on_run=cast("bool", on_run))

    view = await acting.carry_out_made(run_id, make)
    if view.stage is p.Stage.APPROVED:
        run, _ = await read.read_run(acting.office.store, run_id)
        pool = acting.office.pool
        making = release_of(pool, run_id, run, await digest_of(pool, run_id))
        cast("Makings", acting.request.app.state.makings).begin(*making)
    return view


@router.post("/pay-runs/{run_id}/return", status_code=201)
async def return_pay_run(
    run_id: UUID,
    body: Reasoned,
    acting: AskedStep,
    access: Access = requires("gateway.pay_run.approve"),
) -> PayRunView:
    return await acting.carry_out(run_id, p.send_back(acting.caller(access), body.reason))


@router.post("/pay-runs/{run_id}/release", status_code=201)
async def release_pay_run(
    run_id: UUID, acting: AskedStep, access: Access = requires("gateway.pay_run.release")
) -> PayRunView:
    """Bank, cash, ledger and slip files are made, agree with each other, and are recorded.

    They are begun when the run is approved. What still takes longer than one request is found
    done when it is sent again.
    """
    makings = cast("Makings", acting.request.app.state.makings)
    pool = acting.office.pool

    async def make(run: p.PayRun) -> p.Step:
        p.demand(run, p.Stage.APPROVED)
        making = release_of(pool, run_id, run, await digest_of(pool, run_id))
        return p.release(await makings.get(*making), acting.caller(access))

    return await acting.carry_out_made(run_id, make)


@router.post("/pay-runs/{run_id}/closing", status_code=201)
async def close_pay_run(
    run_id: UUID,
    body: Noted,
    acting: AskedStep,
    access: Access = requires("gateway.pay_run.release"),
) -> PayRunView:
    """Nothing in it changes any more; the next run goes on from its slips."""
    return await acting.carry_out(run_id, p.close(acting.caller(access), body.note))


@router.post("/pay-runs/{run_id}/cancellation", status_code=201)
async def cancel_pay_run(
    run_id: UUID,
    body: Reasoned,
    acting: AskedStep,
    access: Access = requires("gateway.pay_run.prepare"),
) -> PayRunView:
    """Before its release."""
    return await acting.carry_out(run_id, p.cancel(acting.caller(access), body.reason))
