"""Routes of erasure: propose, withdraw, approve; the second person's approval destroys the keys."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AfterValidator, Field

from services.kernel.file.bodies import Basis, Body, Reason, Receipted, Revocation
from services.kernel.file.on_file import AskedCall, OnFile, store_of, today_of
from services.kernel.values import ShortText, wrong
from services.kernel.web.declared_routes import requires
from services.kernel.web.strict_model import UuidText
from services.roster.erasure.destroying import destroy_keys
from services.roster.erasure.erasure import (
    ApproveErasure,
    Command,
    ProposeErasure,
    WithdrawErasure,
    decider,
)
from services.roster.erasure.events import ErasableClass, ErasureGround, ErasureProposed
from services.roster.protection.shows import asked_of

router = APIRouter(prefix="/v1", tags=["erasure"])
MAY_PROPOSE = requires("roster.erasure.propose", person="person_id")
MAY_APPROVE = requires("roster.erasure.approve", person="person_id")


def _each_once(classes: list[ErasableClass]) -> list[ErasableClass]:
    if len(set(classes)) < len(classes):
        raise wrong("class_repeated", "同一类别只列一次", "name each class once")
    return classes


class ErasureAsked(Body):
    """What is to be erased for good, on which legal ground."""

    classes: Annotated[
        list[ErasableClass], Field(min_length=1, max_length=2), AfterValidator(_each_once)
    ]
    ground: ErasureGround
    legal_basis: ShortText
    basis: Basis
    reason: Reason


class Approval(Body):
    basis: Basis


@router.post("/persons/{person_id}/erasures", status_code=201, dependencies=[MAY_PROPOSE])
async def propose_erasure(person_id: UuidText, body: ErasureAsked, call: AskedCall) -> Receipted:
    """Waits for the approval of somebody else."""
    proposed = ErasureProposed(
        classes=body.classes, ground=body.ground, legal_basis=body.legal_basis
    )
    return await _carry_out(call, person_id, ProposeErasure(proposed, body.basis, body.reason))


@router.post(
    "/persons/{person_id}/erasures/{proposal_id}/withdrawal",
    status_code=201,
    dependencies=[MAY_PROPOSE],
)
async def withdraw_erasure(
    person_id: UuidText, proposal_id: UUID, body: Revocation, call: AskedCall
) -> Receipted:
    command = WithdrawErasure(proposal_id, body.basis, body.reason)
    return await _carry_out(call, person_id, command)


@router.post(
    "/persons/{person_id}/erasures/{proposal_id}/approval",
    status_code=201,
    dependencies=[MAY_APPROVE],
)
async def approve_erasure(
    person_id: UuidText, proposal_id: UUID, body: Approval, call: AskedCall
) -> Receipted:
    """The person's keys of these classes are destroyed when this answers; nothing undoes it."""
    command = ApproveErasure(proposal_id, call.origin.actor, body.basis)
    answer = await _carry_out(call, person_id, command)
    events = await store_of(call.request).read_stream(f"person-{person_id}")
    erasure = next(event for event in events if event.event_id == answer.events[0])
    await destroy_keys(asked_of(call.request), erasure)
    return answer


async def _carry_out(call: OnFile, person_id: str, command: Command) -> Receipted:
    decide = decider(person_id, today_of(call.request))
    return await call.carry_out_by(decide, command, about="person", subject=person_id)
