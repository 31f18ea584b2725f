"""A pay run as answers show it: where it stands, what it comes to, what is still in the way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.gateway.payroll import read
from services.gateway.payroll.drawing import Office
from services.gateway.payroll.events import RunCategory, RunScope
from services.gateway.payroll.pay_run import PayRun, Stage

_SUMS = """
select count(*) as people, count(slip_sha256) as slips,
       count(*) filter (where withheld or outcome = 'HOLD') as held,
       count(*) filter (where open_exceptions <> '') as exceptions_open,
       coalesce(sum(gross_fen), 0)::bigint as gross_fen,
       coalesce(sum(own_fen), 0)::bigint as own_fen,
       coalesce(sum(tax_fen), 0)::bigint as tax_fen,
       coalesce(sum(net_fen), 0)::bigint as net_fen,
       coalesce(sum(unit_fen), 0)::bigint as unit_fen
from pay_slips where run_id = $1
"""


class RunSums(BaseModel):
    """What a run comes to. Held: on a slip that pays nothing."""

    people: int
    slips: int
    held: int
    exceptions_open: int
    gross_fen: int
    own_fen: int
    tax_fen: int
    net_fen: int
    unit_fen: int


class ReleasedFile(BaseModel):
    """One file by its bytes, with its control totals."""

    name: str
    media_type: str
    size: int
    sha256: str
    people: int
    net_fen: int


class PayRunView(BaseModel):
    """Where a run stands."""

    run_id: UUID
    month: str
    scope: RunScope
    unit_id: str | None
    category: RunCategory
    stage: Stage
    stage_zh: str
    known_at: datetime
    first_month: str
    not_serving: int
    sums: RunSums
    approvals: int  # That every slip has, without its own subject's.
    approvals_given: int
    approvals_needed: int
    slips_sha256: str | None
    files: list[ReleasedFile]
    version: int


async def sums_of(pool: Any, run_id: UUID) -> RunSums:  # noqa: ANN401
    return RunSums(**dict(await pool.fetchrow(_SUMS, str(run_id))))


async def view_of(office: Office, run_id: UUID) -> PayRunView:
    run, version = await read.read_run(office.store, run_id)
    return run_view(run_id, run, version, await sums_of(office.pool, run_id))


def run_view(run_id: UUID, run: PayRun, version: int, sums: RunSums) -> PayRunView:
    opened = run.opened
    said = run.released or run.proposed
    names = ReleasedFile.model_fields
    return PayRunView(
        run_id=run_id,
        month=opened.month,
        scope=opened.scope,
        unit_id=opened.unit_id,
        category=opened.category,
        stage=run.stage,
        stage_zh=run.stage.zh,
        known_at=run.known_at,
        first_month=opened.first_month,
        not_serving=run.drawn.not_serving if run.drawn is not None else 0,
        sums=sums,
        approvals=max(run.approvals, 0),
        approvals_given=len(run.approvers),
        approvals_needed=opened.approvals_needed,
        slips_sha256=said.slips_sha256 if said is not None else None,
        files=[
            ReleasedFile(**{name: getattr(file, name) for name in names})
            for file in (run.released.files if run.released is not None else ())
        ],
        version=version,
    )
