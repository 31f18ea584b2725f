"""Routes of the gateway itself: ask, explain and record decisions; how far the facts have come."""

from datetime import date, datetime
from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from services.gateway.answer import Answered, answer
from services.gateway.decision.decision import canonical_bytes, sha256
from services.gateway.decision.kinds import KINDS
from services.gateway.decision.question import Question, Reading
from services.gateway.facts import store
from services.gateway.facts.api import StopView, stop_view
from services.gateway.facts.wholeness import refuse_stopped
from services.gateway.record.write_down import as_record
from services.kernel.decider import StreamWrite, with_retries
from services.kernel.event import Draft, Receipt
from services.kernel.file.bodies import Body
from services.kernel.store.postgres import PostgresStore
from services.kernel.values import Remark
from services.kernel.web.clocks import AskedClocks, Clocks
from services.kernel.web.declared_routes import requires
from services.kernel.web.origin import CommandOrigin, mark_replayed
from services.kernel.web.strict_model import UuidText

router = APIRouter(prefix="/v1")
After = Annotated[
    UUID | None, Query(description="An event the answer must know; 409 until it arrives")
]
KindName = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]


class KnownLog(BaseModel):
    """How far one room's log is known here."""

    room: str
    pos: int
    chain: str
    condition: str | None
    detail: str | None


class DecisionView(BaseModel):
    """The answer, its hash, its words in both languages, and how far the facts were known."""

    decision: dict[str, Any]
    decision_sha256: str
    zh: list[str]
    en: list[str]
    logs: list[KnownLog]
    skipped: list[StopView] = []  # Records left out by somebody's order: who, when and why.


class DecisionRecordedView(BaseModel):
    """A decision written down: the event, and the answer it holds."""

    event_id: UUID
    pos: int
    decision_sha256: str
    outcome: str


class RecordedLine(BaseModel):
    """One recorded decision of a person, newest last."""

    event_id: UUID
    kind: str
    outcome: str
    as_of: date
    recorded_at: datetime
    recorded_by: str
    decision_sha256: str


class Recording(Body):
    """Why this answer is written down."""

    note: Remark = ""


@router.get("/facts/places", tags=["facts"], dependencies=[requires("gateway.facts.read")])
async def read_places(request: Request) -> list[KnownLog]:
    """The place in every room's log, and what stopped it if anything did."""
    return _logs(await store.places(request.app.state.pool))


@router.get("/decision-kinds", tags=["decision"], dependencies=[requires("gateway.kinds.read")])
async def list_kinds() -> dict[str, str]:
    """Every kind of decision by name, with its Chinese term."""
    return {kind.name: kind.zh for kind in KINDS.values()}


@router.get(
    "/persons/{person_id}/decisions/{kind}",
    tags=["decision"],
    dependencies=[requires("gateway.decision.read", person="person_id")],
)
async def read_decision(
    *,
    person_id: UuidText,
    kind: KindName,
    request: Request,
    asked: AskedClocks,
    reading: Reading = Reading.AS_IT_SHOULD_BE,
    after: After = None,
) -> DecisionView:
    """What the facts say as of a day, known at an instant; nothing is recorded by asking."""
    found = await _ask(request, person_id, kind, asked=asked, reading=reading, after=after)
    return DecisionView(
        decision=msgspec.json.decode(canonical_bytes(found.decision)),
        decision_sha256=sha256(found.decision),
        zh=found.lines("zh"),
        en=found.lines("en"),
        logs=_logs(found.places),
        skipped=[stop_view(stop) for stop in found.skipped],
    )


@router.post(
    "/persons/{person_id}/decisions/{kind}",
    status_code=201,
    tags=["decision"],
    dependencies=[requires("gateway.decision.record", person="person_id")],
)
async def record_decision(  # noqa: PLR0913  each is one part of the request
    *,
    person_id: UuidText,
    kind: KindName,
    body: Recording,
    request: Request,
    response: Response,
    asked: AskedClocks,
    origin: CommandOrigin,
    after: After = None,
) -> DecisionRecordedView:
    """The same answer, written down with its evidence, so that it can be asked again for ever."""
    log = cast("PostgresStore", request.app.state.store)
    stream = f"decision-{person_id}"

    async def attempt() -> Receipt:
        found = await _ask(request, person_id, kind, asked=asked, after=after)
        refuse_stopped(place.condition for place in found.places.values())
        version = len(await log.read_stream(stream))
        draft = Draft(as_record(found, body.note), person_id, asked.as_of, basis="engine")
        return await log.append(origin, [StreamWrite(stream, version, (draft,))])

    receipt = await with_retries(log, origin, attempt)
    mark_replayed(response, replayed=receipt.replayed)
    event = next(e for e in await log.read_stream(stream) if e.event_id == receipt.events[0])
    data = msgspec.json.decode(event.data)
    return DecisionRecordedView(
        event_id=event.event_id,
        pos=receipt.pos,
        decision_sha256=data["decision_sha256"],
        outcome=data["outcome"],
    )


@router.get(
    "/persons/{person_id}/decisions",
    tags=["decision"],
    dependencies=[requires("gateway.decision.read", person="person_id")],
)
async def list_recorded(person_id: UuidText, request: Request) -> list[RecordedLine]:
    """Every decision recorded about a person, oldest first."""
    log = cast("PostgresStore", request.app.state.store)
    lines = []
    for event in await log.read_stream(f"decision-{person_id}"):
        data = msgspec.json.decode(event.data)
        lines.append(
            RecordedLine(
                event_id=event.event_id,
                kind=data["kind"],
                outcome=data["outcome"],
                as_of=event.effective_on,
                recorded_at=event.recorded_at,
                recorded_by=event.actor,
                decision_sha256=data["decision_sha256"],
            )
        )
    return lines


async def _ask(
    request: Request,
    person_id: str,
    kind: str,
    *,
    asked: Clocks,
    reading: Reading = Reading.AS_IT_SHOULD_BE,
    after: UUID | None = None,
) -> Answered:
    question = Question(
        kind=kind, person=person_id, as_of=asked.as_of, known_at=asked.known_at, reading=reading
    )
    state = request.app.state
    return await answer(state.pool, state.shelves, question, after=after)


def _logs(places: Any) -> list[KnownLog]:  # noqa: ANN401  Mapping of room to LogPlace
    return [
        KnownLog(
            room=room,
            pos=place.pos,
            chain=place.chain,
            condition=place.condition,
            detail=place.detail,
        )
        for room, place in places.items()
    ]
