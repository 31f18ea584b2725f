"""Routes of certificates: a recorded decision or a released slip, checked without us."""

from uuid import UUID

from fastapi import APIRouter, Request

from services.gateway.record.certificate import Certificate
from services.gateway.record.certify import Sources, certify
from services.gateway.record.certify_slip import certify_slip
from services.gateway.record.slip_certificate import SlipCertificate
from services.kernel.web.declared_routes import requires
from services.kernel.web.strict_model import UuidText

router = APIRouter(prefix="/v1")


@router.get(
    "/persons/{person_id}/decisions/recorded/{event_id}/certificate",
    tags=["decision"],
    dependencies=[requires("gateway.certificate.read", person="person_id")],
)
async def read_certificate(
    person_id: UuidText, event_id: UuidText, request: Request
) -> Certificate:
    """The decision, every fact it rests on, its policies, checkpoints and a seal, in one document.

    `verifier/verify_certificate.py` checks it offline; `docs/certificate.md` says how.
    """
    state = request.app.state
    sources = Sources(state.pool, state.shelves, state.settings)
    return await certify(sources, person_id, UUID(event_id))


@router.get(
    "/persons/{person_id}/pay-slips/{run_id}/certificate",
    tags=["pay slip"],
    dependencies=[requires("gateway.certificate.read", person="person_id")],
)
async def read_slip_certificate(
    person_id: UuidText, run_id: UUID, request: Request
) -> SlipCertificate:
    """A released slip with the facts, policies and earlier slips that it rests on.

    `verifier/verify_certificate.py` makes its sums and lines anew; `docs/certificate.md` says how.
    """
    state = request.app.state
    return await certify_slip(Sources(state.pool, state.shelves, state.settings), person_id, run_id)
