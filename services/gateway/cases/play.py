"""Plays a case: its facts through the real events, its questions through the real engine. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.gateway.cases.asks import EXPECTATIONS
from services.gateway.cases.case import PERSON, Ask, Case, CaseFact
from services.gateway.cases.expectation import Difference
from services.gateway.cases.fact_format import event_id
from services.gateway.decision.decision import Decision
from services.gateway.decision.dossier import assemble
from services.gateway.pay.answer import as_decision, rules_of, total
from services.gateway.pay.run import Run, run
from services.gateway.pay.slip import Slip
from services.kernel.errors import Refused
from services.kernel.event import Recorded, encode
from services.kernel.fact import Fact, read_fact
from services.kernel.policy import Shelf

_COMMAND = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Played:
    """One question, what was decided, and what is not as expected."""

    ask: Ask
    decision: Decision | None
    differences: tuple[Difference, ...]

    @property
    def is_green(self) -> bool:
        return not self.differences


@dataclass(frozen=True, slots=True)
class PlayedCase:
    case: Case
    asks: tuple[Played, ...]

    @property
    def is_green(self) -> bool:
        return all(played.is_green for played in self.asks)


def play(case: Case, shelf: Shelf) -> PlayedCase:
    facts = [read_fact(event) for event in recorded(case.facts)]
    labels = {event_id(n): fact.label for n, fact in enumerate(case.facts, 1)}
    on_file = _OnFile(facts, shelf, {})
    return PlayedCase(case, tuple(_play(ask, on_file, labels) for ask in case.asks))


@dataclass(frozen=True, slots=True)
class _OnFile:
    facts: list[Fact]
    shelf: Shelf
    slips: dict[int, list[Slip]]  # By series of runs, as far as they have been played.


def _decide(ask: Ask, on_file: _OnFile) -> Decision:
    if ask.run is None:
        question = ask.question
        return ask.kind.decide(question, assemble(on_file.facts, question), on_file.shelf)
    slips = on_file.slips.setdefault(ask.run.series, [])
    if ask.run.is_total:
        return total(slips)
    asked = Run(ask.run.month, ask.run.closed_at)
    slips.append(run(PERSON, asked, on_file.facts, rules_of(on_file.shelf), slips))
    return as_decision(slips[-1])


def _play(ask: Ask, on_file: _OnFile, labels: dict[UUID, str]) -> Played:
    try:
        decision = _decide(ask, on_file)
    except Refused as refusal:
        said = f"{refusal.text.zh} / {refusal.text.en}"
        return Played(ask, None, (Difference("decision", "-", said),))
    found = EXPECTATIONS[ask.kind.name].compare(ask.expect, decision, ask.kind, labels)
    return Played(ask, decision, tuple(found))


def recorded(facts: Iterable[CaseFact]) -> list[Recorded]:
    """As the rooms' logs would hold them: in order of recording, each room counting its own."""
    numbered = list(enumerate(facts, 1))
    ids = {fact.label: event_id(number) for number, fact in numbered}
    counted: dict[str, int] = {}
    log = []
    for number, fact in sorted(numbered, key=lambda pair: (pair[1].recorded_at, pair[0])):
        room = fact.data.ROOM
        counted[room] = counted.get(room, 0) + 1
        log.append(_event(fact, event_id(number), counted[room], ids=ids))
    return log


def _event(fact: CaseFact, identity: UUID, seq: int, *, ids: dict[str, UUID]) -> Recorded:
    return Recorded(
        pos=seq,
        event_id=identity,
        type=fact.data.TYPE,
        stream_id=f"person-{PERSON}",
        version=seq,
        subject=PERSON,
        subject_seq=seq,
        effective_on=fact.effective_on,
        recorded_at=fact.recorded_at,
        actor="case",
        command_id=_COMMAND,
        correlation_id="case",
        causation_id=None,
        corrects=ids[fact.corrects] if fact.corrects is not None else None,
        revokes=ids[fact.revokes] if fact.revokes is not None else None,
        basis=fact.basis,
        reason=fact.reason,
        data=encode(fact.data),
        chain=b"",
    )
