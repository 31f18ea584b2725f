"""One question answered from the facts table: the decision, its words, and how far is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID

import asyncpg
import msgspec

from services.gateway.decision.decision import Decision
from services.gateway.decision.explanation import Explanation, explain
from services.gateway.decision.kinds import decide, find, policy_kinds
from services.gateway.decision.question import Question, Reading
from services.gateway.facts import store
from services.gateway.facts.store import LogPlace
from services.gateway.facts.wholeness import skipped
from services.gateway.pay.kind import KIND as PAY
from services.gateway.payroll.check_policy import PAY_CHECK
from services.gateway.proposal.policy import APPROVAL
from services.gateway.shelf.known import Shelves
from services.kernel.errors import Kind, Refused, Text, conflict
from services.kernel.event import UnknownType
from services.kernel.fact import read_fact
from services.kernel.follow.stops import NotedStop, stops_about
from services.kernel.policy import PolicyKind, Shelf
from services.kernel.policy_files import POLICIES, load_shelf
from services.kernel.web.authorize import nothing_here

PAY_NAMES = (PAY.name, PAY.zh)


@dataclass(frozen=True, slots=True)
class Answered:
    decision: Decision
    explanation: Explanation
    places: Mapping[str, LogPlace]
    policies_pos: int  # Of the last publication that could be used.
    skipped: Sequence[NotedStop] = ()  # Records left out by somebody's order.

    def lines(self, language: Literal["zh", "en"]) -> list[str]:
        """The explanation; below its headline, what it had to do without."""
        head, *rest = self.explanation.lines(language)
        return [head, *(_left_out(stop)[language] for stop in self.skipped), *rest]


def _left_out(stop: NotedStop) -> dict[str, str]:
    where, at = f"{stop.room} {stop.pos or ''}".strip(), f"{stop.mended_at:%Y-%m-%d %H:%M} UTC"
    what, by = f"{where} ({stop.condition})", stop.mended_by
    return {
        "zh": f"未计入 {what} 处的记载, 由 {by} 于 {at} 决定跳过: {stop.reason}",
        "en": f"without the record at {what}, skipped by {by} at {at}: {stop.reason}",
    }


def publishable() -> list[PolicyKind]:
    """What the gateway decides by; other rooms read their own files."""
    return [*policy_kinds(), APPROVAL, PAY_CHECK]


def shelf_of(bureau: str, directory: Path = POLICIES) -> Shelf:
    """Every shipped policy of a bureau; raises SourceWrong with every mistake of every file."""
    return load_shelf(directory, bureau, publishable())


def shelves_of(pool: "asyncpg.Pool[asyncpg.Record]", bureau: str) -> Shelves:
    """The shipped policies, and what the bureau has published."""
    return Shelves(pool, shelf_of(bureau), publishable())


async def answer(
    pool: "asyncpg.Pool[asyncpg.Record]",
    shelves: Shelves,
    question: Question,
    *,
    after: UUID | None = None,
) -> Answered:
    """`after` names an event that must be known: otherwise Refused `not_yet_known`.

    Pay is told as it should be by what is known now: what was paid stands on the slips of the runs.
    """
    if question.kind in PAY_NAMES:
        now = question.known_at or await pool.fetchval("select clock_timestamp()")
        question = msgspec.structs.replace(question, known_at=now, reading=Reading.AS_KNOWN)
    kind = find(question.kind)
    if after is not None and not await _knows(pool, after):
        raise Refused(
            Kind.NOT_YET_KNOWN,
            "not_yet_known",
            Text("该事实尚未到达, 请稍后重试", "that fact has not arrived yet: try again"),
        )
    places = await store.places(pool)
    events = await store.facts_of(pool, question.person, known_at=question.known_at)
    # Facts that came between the two reads are left for the next question.
    events = [event for event in events if event.pos <= places[event.room].pos]
    if not events:
        raise nothing_here()
    stops = await stops_about(pool, store.FOLLOWER, question.person)
    reached = {room: place.pos for room, place in places.items()}
    left_out = skipped(question.person, events, stops, reached)
    try:
        facts = [read_fact(event) for event in events]
    except (UnknownType, msgspec.MsgspecError) as fault:
        what = fault.wire_name if isinstance(fault, UnknownType) else str(fault)
        raise conflict(
            "fact_unreadable",
            f"该人员有本系统尚不认识的记载 ({what}), 为免误判暂不作判定",
            f"this person has a fact this build cannot read ({what}): no decision is made past it",
        ) from fault
    rules = await shelves.known(question.known_at)
    decision = decide(question, facts, rules.shelf)
    return Answered(decision, explain(decision, kind), places, rules.pos, left_out)


async def _knows(pool: "asyncpg.Pool[asyncpg.Record]", event_id: UUID) -> bool:
    found = await pool.fetchval("select 1 from facts where event_id = $1", event_id)
    return found is not None
