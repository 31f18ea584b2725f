"""The route of a certificate: a recorded decision with its evidence, checked without us."""

from uuid import UUID

from fastapi import APIRouter, Request

from services.gateway.record.certificate import Certificate
from services.gateway.record.certify import Sources, certify
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
