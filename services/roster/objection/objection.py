"""An objection from raising to answer: by the person alone, answered by one not concerned. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from services.kernel.decider import Decider, StreamDecider
from services.kernel.errors import conflict, forbidden, not_found
from services.kernel.event import Draft, Recorded
from services.kernel.fact import Fact, read_fact, standing
from services.roster import events as e

_WORKFLOW = (e.EntryObjected.TYPE, e.EntryObjectionAnswered.TYPE)


@dataclass(frozen=True, slots=True)
class Object:
    objected: e.EntryObjected
    basis: str


@dataclass(frozen=True, slots=True)
class Answer:
    objection: UUID
    upheld: bool
    actor: str
    basis: str
    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    objection: UUID
    basis: str
    reason: str


Command = Object | Answer | Withdraw
File = tuple[Recorded, ...]


def decider(subject: str, today: date) -> Decider[File, Command]:
    return StreamDecider(partial(_decide, subject, today))


def unanswered(stands: Sequence[Fact]) -> dict[UUID, Fact]:
    """Objections that wait, by their event id."""
    answered = {f.data.objection for f in stands if f.type == e.EntryObjectionAnswered.TYPE}
    return {
        f.event_id: f
        for f in stands
        if f.type == e.EntryObjected.TYPE and f.event_id not in answered
    }


def _decide(subject: str, today: date, file: File, command: Command) -> Draft:
    stands = standing(read_fact(event) for event in file)
    match command:
        case Object():
            _refuse_objection(stands, command.objected.entry)
            return Draft(command.objected, subject, today, basis=command.basis)
        case Withdraw():
            waiting = _waiting(stands, command.objection)
            return Draft(
                e.FactRevoked(),
                subject,
                waiting.effective_on,
                revokes=waiting.event_id,
                basis=command.basis,
                reason=command.reason,
            )
        case Answer():
            _refuse_answer(file, stands, command)
            return Draft(
                e.EntryObjectionAnswered(objection=command.objection, upheld=command.upheld),
                subject,
                today,
                basis=command.basis,
                reason=command.reason,
            )


def _refuse_objection(stands: Sequence[Fact], entry: UUID) -> None:
    if not any(f.event_id == entry and f.type not in _WORKFLOW for f in stands):
        raise not_found(
            "entry_not_found",
            "您的档案中没有这条现行记载",
            "no such entry stands in your file",
        )
    if any(objection.data.entry == entry for objection in unanswered(stands).values()):
        raise conflict(
            "objected_already",
            "对该记载已有待答复的异议",
            "an objection to this entry is waiting for its answer already",
        )


def _refuse_answer(file: File, stands: Sequence[Fact], command: Answer) -> None:
    entry = _waiting(stands, command.objection).data.entry
    recorder = next((event.actor for event in file if event.event_id == entry), None)
    if recorder == command.actor:
        raise forbidden(
            "own_entry",
            "记载人不得答复对自己所作记载的异议",
            "whoever recorded the entry cannot answer the objection to it",
        )
    if command.upheld and any(fact.event_id == entry for fact in stands):
        raise conflict(
            "entry_not_mended",
            "异议成立的, 请先更正或撤销该记载, 再作答复",
            "correct or revoke the entry first, then uphold the objection",
        )


def _waiting(stands: Sequence[Fact], objection: UUID) -> Fact:
    found = unanswered(stands).get(objection)
    if found is None:
        raise not_found(
            "objection_not_found",
            "没有这项待答复的异议",
            "no such objection is waiting for an answer",
        )
    return found
