"""An erasure from proposal to approval: two people, a legal ground, and no way back. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from services.kernel.decider import Decider, StreamDecider
from services.kernel.errors import Refused, conflict, forbidden, not_found
from services.kernel.event import Draft, Recorded
from services.kernel.fact import read_fact, standing
from services.roster import events as e
from services.roster.erasure.erased import erased_classes
from services.roster.person.periods import periods_of


@dataclass(frozen=True, slots=True)
class ProposeErasure:
    proposed: e.ErasureProposed
    basis: str
    reason: str


@dataclass(frozen=True, slots=True)
class ApproveErasure:
    proposal: UUID
    actor: str
    basis: str


@dataclass(frozen=True, slots=True)
class WithdrawErasure:
    proposal: UUID
    basis: str
    reason: str


_AFTER_SERVICE = (
    e.ErasureGround.PURPOSE_ENDED,
    e.ErasureGround.RETENTION_ENDED,
    e.ErasureGround.CONSENT_WITHDRAWN,
)
Command = ProposeErasure | ApproveErasure | WithdrawErasure
File = tuple[Recorded, ...]


def decider(subject: str, today: date) -> Decider[File, Command]:
    return StreamDecider(partial(_decide, subject, today))


def open_proposals(file: Sequence[Recorded]) -> list[Recorded]:
    """Neither withdrawn nor approved."""
    gone = {event.revokes for event in file}
    gone |= {read_fact(v).data.proposal for v in file if v.type == e.PersonDataErased.TYPE}
    return [v for v in file if v.type == e.ErasureProposed.TYPE and v.event_id not in gone]


def _decide(subject: str, today: date, file: File, command: Command) -> Draft:
    match command:
        case ProposeErasure():
            return _propose(subject, today, file, command)
        case ApproveErasure():
            proposal = _proposal(file, command.proposal)
            if proposal.actor == command.actor:
                raise forbidden(
                    "own_proposal",
                    "提请人不得批准自己的提请",
                    "whoever proposed it cannot approve it",
                )
            told = read_fact(proposal).data
            _refuse_serving(file, today, told.ground)
            erased = e.PersonDataErased(
                classes=told.classes,
                ground=told.ground,
                legal_basis=told.legal_basis,
                proposal=proposal.event_id,
            )
            return Draft(erased, subject, today, basis=command.basis, reason=proposal.reason)
        case WithdrawErasure():
            proposal = _proposal(file, command.proposal)
            return Draft(
                e.FactRevoked(),
                subject,
                proposal.effective_on,
                revokes=proposal.event_id,
                basis=command.basis,
                reason=command.reason,
            )


def _propose(subject: str, today: date, file: File, command: ProposeErasure) -> Draft:
    if not file:
        raise not_found("not_found", "不存在，或您无权查看", "nothing here, or nothing you may see")
    erased = {one.value for one in erased_classes(read_fact(event) for event in file)}
    if {one.value for one in command.proposed.classes} <= erased:
        raise conflict(
            "erased_already",
            "这些信息已经删除",
            "personal data of these classes are erased already",
        )
    _refuse_serving(file, today, command.proposed.ground)
    if open_proposals(file):
        raise conflict(
            "erasure_proposed_already",
            "已有待批准的删除提请; 请先批准或撤回",
            "an erasure is waiting for approval already: approve or withdraw it first",
        )
    return Draft(command.proposed, subject, today, basis=command.basis, reason=command.reason)


def _refuse_serving(file: File, today: date, ground: e.ErasureGround) -> None:
    """While somebody serves, purpose and retention go on: only what was unlawful goes."""
    periods = periods_of(standing(read_fact(event) for event in file))
    if ground in _AFTER_SERVICE and any(period.covers(today) for period in periods):
        raise conflict(
            "still_serving",
            f"该人员仍在职, 不能以“{ground.zh}”为由删除; 可改正或申请限制使用",
            f"the person is serving: {ground.value} is no ground yet; what is wrong is corrected",
        )


def _proposal(file: File, event_id: UUID) -> Recorded:
    for proposal in open_proposals(file):
        if proposal.event_id == event_id:
            return proposal
    raise _none_such()


def _none_such() -> Refused:
    return not_found(
        "erasure_not_proposed",
        "没有这项待批准的删除提请",
        "no such erasure is waiting for approval",
    )
