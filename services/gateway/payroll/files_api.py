"""Routes of what a release leaves: its files, and each person's own slips, on paper too."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from services.gateway.payroll import pay_run as p
from services.gateway.payroll import read
from services.gateway.payroll.acting import office_of
from services.gateway.payroll.one_slip import Found, SlipView, find_slip, slip_view
from services.gateway.payroll.releasing import content_of, one_sheet
from services.gateway.payroll.slip_sheet import PDF
from services.kernel.web.authorize import nothing_here
from services.kernel.web.declared_routes import requires
from services.kernel.web.strict_model import UuidText

router = APIRouter(prefix="/v1", tags=["pay slip"])
FileName = Annotated[
    str, Path(pattern=r"^[a-z]{1,10}-[0-9]{4}-[0-9]{2}(-[0-9]{2})?\.(csv|xlsx|pdf)$")
]
_BYTES: Any = {"content": {"application/octet-stream": {}}, "description": "The file's bytes"}
_MINE = [requires("gateway.pay_slip.read", person="person_id")]
_OWN = """
select s.run_id, s.month, s.outcome, s.gross_fen, s.own_fen, s.tax_fen, s.net_fen, s.slip_sha256,
       e.recorded_at as drawn_at
from pay_slips s join pay_runs r using (run_id) join events e on e.pos = s.pos
where s.person_id = $1 and s.slip_sha256 is not null and r.stage in ('released', 'closed')
order by s.month
"""


class OwnSlipLine(BaseModel):
    """One released slip of a person."""

    run_id: UUID
    month: str
    outcome: str
    gross_fen: int
    own_fen: int
    tax_fen: int
    net_fen: int
    slip_sha256: str
    drawn_at: datetime


@router.get(
    "/pay-runs/{run_id}/files/{name}",
    dependencies=[requires("gateway.pay_run.export")],
    response_class=Response,
    responses={200: _BYTES},
)
async def read_pay_file(run_id: UUID, name: FileName, request: Request) -> Response:
    """The bytes whose SHA-256 the release recorded. Account numbers stand in them in full."""
    office = office_of(request)
    run, _ = await read.read_run(office.store, run_id)
    if run.stage not in p.PAID:
        raise nothing_here()
    content, media_type = await content_of(office.pool, run_id, run, name)
    return _file(content, media_type, name)


@router.get("/persons/{person_id}/pay-slips", dependencies=_MINE)
async def list_own_slips(person_id: UuidText, request: Request) -> list[OwnSlipLine]:
    """What was released, oldest first; a preview is nobody's slip yet."""
    rows = await request.app.state.pool.fetch(_OWN, person_id)
    return [OwnSlipLine(**dict(row)) for row in rows]


@router.get("/persons/{person_id}/pay-slips/{run_id}", dependencies=_MINE)
async def read_own_slip(person_id: UuidText, run_id: UUID, request: Request) -> SlipView:
    pool = request.app.state.pool
    return await slip_view(pool, await _released(pool, run_id, person_id))


@router.get(
    "/persons/{person_id}/pay-slips/{run_id}/pdf",
    response_class=Response,
    responses={200: _BYTES},
    dependencies=_MINE,
)
async def print_own_slip(person_id: UuidText, run_id: UUID, request: Request) -> Response:
    """On paper, in Chinese."""
    office = office_of(request)
    found = await _released(office.pool, run_id, person_id)
    run, _ = await read.read_run(office.store, run_id)
    assert found.slip is not None  # noqa: S101  _released
    slip = (found.slip, found.row["slip_sha256"])
    content = await one_sheet(office.pool, run_id, run, slip)
    return _file(content, PDF, f"slip-{found.slip.month}.pdf")


async def _released(pool: Any, run_id: UUID, person: str) -> Found:  # noqa: ANN401
    found = await find_slip(pool, run_id, person)
    if found.row["stage"] not in p.PAID or found.slip is None:
        raise nothing_here()
    return found


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
