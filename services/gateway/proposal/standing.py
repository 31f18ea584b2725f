"""The recorded answer of a proposal beside the answer of the same question by all known now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.gateway.answer import Answered, answer
from services.gateway.decision.decision import Decision, read_decision
from services.gateway.facts import store as facts
from services.gateway.proposal.proposable import refuse_without_order
from services.gateway.proposal.review import Changed, review
from services.gateway.record.events import DecisionRecorded
from services.gateway.record.replay import positions, question_of
from services.gateway.shelf.known import Shelves
from services.kernel.event import Recorded, decode_fast
from services.kernel.store.postgres import PostgresStore
from services.kernel.web.authorize import nothing_here


@dataclass(frozen=True, slots=True)
class Bench:
    """What answers are taken anew with."""

    store: PostgresStore
    pool: Any
    shelves: Shelves


@dataclass(frozen=True, slots=True)
class Recalled:
    """A recorded answer read from the log."""

    event: Recorded
    data: Any  # DecisionRecorded, or its lean twin.
    then: Decision
    version: int  # Of the person's stream of decisions.


@dataclass(frozen=True, slots=True)
class Standing:
    """`changed` None: what people were told holds still."""

    found: Answered
    changed: Changed | None

    def refuse_changed(self) -> None:
        """Raises Refused `answer_changed`, which names what changed it."""
        if self.changed is not None:
            raise self.changed.refusal()


async def recall(store: PostgresStore, person: str, decision: UUID) -> Recalled:
    """Raises Refused when there is no such recorded answer about this person."""
    events = await store.read_stream(f"decision-{person}")
    event = next((event for event in events if event.event_id == decision), None)
    if event is None or event.type != DecisionRecorded.TYPE:
        raise nothing_here()
    data = decode_fast(event.type, event.data)
    return Recalled(event, data, read_decision(data.decision.encode()), events[-1].version)


async def ask_again(bench: Bench, recalled: Recalled, now: datetime) -> Standing:
    """The same question of the same day, known now. Raises Refused as an answer does."""
    question = msgspec.structs.replace(question_of(recalled.then), known_at=now)
    found = await answer(bench.pool, bench.shelves, question)
    known = await facts.facts_of(bench.pool, question.person, known_at=now)
    changed = review(recalled.then, found.decision, known, positions(recalled.data))
    return Standing(found, changed)


async def refuse_unsound(bench: Bench, recalled: Recalled, now: datetime) -> None:
    """Raises Refused: an answer that ends in no order, or one that later facts have changed."""
    refuse_without_order(recalled.data.kind, recalled.data.outcome)
    (await ask_again(bench, recalled, now)).refuse_changed()
