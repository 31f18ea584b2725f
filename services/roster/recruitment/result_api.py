"""Routes of what others say of applicants: results one by one or in bulk, objections, answers."""

from collections import defaultdict
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field, WrapValidator

from services.kernel.decider import StreamWrite
from services.kernel.errors import FieldError, Refused, conflict, invalid
from services.kernel.event import Draft, Receipt, Recorded
from services.kernel.file.bodies import Basis, Body, Reason, Receipted, read_or_set_aside
from services.kernel.file.kinds import FactKind
from services.kernel.file.on_file import store_of
from services.kernel.file.rows import FaultyRow
from services.kernel.values import Day, Flag
from services.kernel.web.declared_routes import requires
from services.kernel.web.strict_model import UuidText
from services.roster import events as e
from services.roster.recruitment.acting import AskedStep, OnRecruitment
from services.roster.recruitment.applicant import (
    Answer,
    Hand,
    Result,
    answer_objection,
    found,
    kind_of,
    object_to,
)
from services.roster.recruitment.batch import LIVE, Batch, demand
from services.roster.recruitment.reading import InForce, read_batch
from services.roster.recruitment.result import Recording, correct_result, record_result

router = APIRouter(prefix="/v1", tags=["recruitment"])
MAY_EXAMINE = requires("roster.recruitment.examine")
MAY_ANSWER = requires("roster.recruitment.answer")
OBJECTED = FactKind(e.CandidateObjected, "candidate_objected", "recruitment")
ROWS_MAX = 500
_ONE = "/recruitments/{batch}/applications/{person_id}"


class ExamGiven(Body):
    kind: Literal["exam"]
    part: e.ExamPart
    score: e.Hundredths

    def result(self, batch: UUID, recorder: str | None) -> Result:
        return e.ExamScored(batch=batch, part=self.part, score=self.score, recorder=recorder)


class FitnessGiven(Body):
    kind: Literal["fitness"]
    items: Annotated[tuple[e.FitnessItemTested, ...], Field(min_length=1, max_length=10)]

    def result(self, batch: UUID, recorder: str | None) -> Result:
        return e.FitnessTested(batch=batch, items=self.items, recorder=recorder)


class MedicalGiven(Body):
    kind: Literal["medical"]
    passed: Flag

    def result(self, batch: UUID, recorder: str | None) -> Result:
        return e.MedicalExamined(batch=batch, passed=self.passed, recorder=recorder)


class VettingGiven(Body):
    kind: Literal["vetting"]
    passed: Flag
    bars: Annotated[tuple[e.RecruitmentBar, ...], Field(max_length=20)] = ()

    def result(self, batch: UUID, recorder: str | None) -> Result:
        return e.ApplicantVetted(batch=batch, passed=self.passed, bars=self.bars, recorder=recorder)


Given = Annotated[
    ExamGiven | FitnessGiven | MedicalGiven | VettingGiven, Field(discriminator="kind")
]


class Giving(Body):
    """What the outside party found; `basis` names it and its paper."""

    held_on: Day
    result: Given
    basis: Basis


class Correcting(Giving):
    reason: Reason


class ResultRow(Body):
    person_id: UuidText
    held_on: Day
    result: Given


class GivingMany(Body):
    """All or nothing; every faulty row is told."""

    basis: Basis
    rows: Annotated[
        list[Annotated[ResultRow, WrapValidator(read_or_set_aside)]],
        Field(min_length=1, max_length=ROWS_MAX),
    ]


class ResultsTaken(BaseModel):
    rows: int
    pos: int


class Objecting(Body):
    statement: Annotated[str, Field(min_length=1, max_length=e.STATEMENT_CHARS_MAX)]
    basis: Basis


class Answering(Body):
    upheld: Flag
    basis: Basis
    reason: Reason


class _Telling(BaseModel):
    effective_on: date
    data: e.CandidateObjectedTold


@router.post(f"{_ONE}/results", status_code=201, dependencies=[MAY_EXAMINE])
async def give_result(batch: UUID, person_id: UuidText, body: Giving, call: AskedStep) -> Receipted:
    """Each once; by nobody concerned."""
    state, file = await _live(call, batch, person_id)
    hand = await call.hand()
    recording = _recording(batch, person_id, body, body.basis, hand)
    rules = call.in_force().rules(_category(state, file, batch))
    return await call.on_applicant(person_id, record_result(recording, rules, call.today))


@router.post(f"{_ONE}/results/{{event_id}}/correction", status_code=201, dependencies=[MAY_EXAMINE])
async def correct_given_result(
    batch: UUID, person_id: UuidText, event_id: UUID, body: Correcting, call: AskedStep
) -> Receipted:
    """The whole result as it should have been, with the reason: an earlier ranking is outdated."""
    state, file = await _live(call, batch, person_id)
    hand = await call.hand()
    recording = _recording(batch, person_id, body, body.basis, hand)
    rules = call.in_force().rules(_category(state, file, batch))
    step = correct_result(recording, event_id, body.reason, rules, call.today)
    return await call.on_applicant(person_id, step)


@router.post("/recruitments/{batch}/results", status_code=201, dependencies=[MAY_EXAMINE])
async def give_results(batch: UUID, body: GivingMany, call: AskedStep) -> ResultsTaken:
    hand, rules = await call.hand(), call.in_force()

    async def attempt() -> Receipt:
        state, _ = await read_batch(call.request, batch)
        demand(state, *LIVE)
        people = {row.person_id for row in body.rows if not isinstance(row, FaultyRow)}
        streams = [f"person-{person}" for person in sorted(people)]
        files = await store_of(call.request).read_streams(streams)
        writes = _writes(body, (batch, state, rules), files, hand=hand, today=call.today)
        return await store_of(call.request).append(call.origin, writes)

    answer = await call.carried_out(str(batch), "", attempt)
    return ResultsTaken(rows=len(body.rows), pos=answer.pos)


def _writes(
    body: GivingMany,
    on: tuple[UUID, Batch, InForce],
    files: dict[str, list[Recorded]],
    *,
    hand: Hand,
    today: date,
) -> list[StreamWrite]:
    """Raises Refused `results_refused` with one error for each faulty row."""
    batch, state, rules = on
    errors: list[FieldError] = []
    drafts: dict[str, list[Draft]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(body.rows):
        if isinstance(row, FaultyRow):
            errors += row.at(number)
            continue
        stream = f"person-{row.person_id}"
        recording = _recording(batch, row.person_id, row, body.basis, hand)
        try:
            key = (row.person_id, kind_of(recording.result).value)
            if key in seen:
                raise _same_row()
            seen.add(key)
            file = tuple(files[stream])
            own = rules.rules(_category(state, file, batch))
            drafts[stream].append(record_result(recording, own, today)(file))
        except Refused as no:
            errors.append(FieldError(f"/rows/{number}", no.code, no.text))
    if errors:
        wrong = len({error.pointer.split("/")[2] for error in errors})
        raise invalid(
            "results_refused",
            f"{wrong} 行有误, 未登记任何结果",
            f"{wrong} rows are wrong; nothing was recorded",
            errors=errors,
        )
    return [
        StreamWrite(stream, _version(files[stream]), tuple(some)) for stream, some in drafts.items()
    ]


@router.post(f"{_ONE}/objections", status_code=201, dependencies=[MAY_ANSWER])
async def object_to_candidate(
    batch: UUID, person_id: UuidText, body: Objecting, call: AskedStep
) -> Receipted:
    """What somebody said against a published candidate; no hire before its answer."""
    state, file = await _live(call, batch, person_id)
    application = found(file, batch)
    if state.publication_of(person_id, application.filed.post_no) is None:
        raise conflict(
            "not_published", "该人员未列入拟录用公示", "this applicant has not been published"
        )
    told = e.CandidateObjectedTold(batch=batch, statement=body.statement)
    telling = _Telling(effective_on=call.today, data=told)
    sealed = await call.sealed(OBJECTED, person_id, telling)
    assert isinstance(sealed, e.CandidateObjected)  # noqa: S101  what OBJECTED makes
    step = object_to(person_id, sealed, call.today, body.basis)
    return await call.on_applicant(person_id, step)


@router.post(f"{_ONE}/objections/{{objection}}/answer", status_code=201, dependencies=[MAY_ANSWER])
async def answer_candidate_objection(
    batch: UUID, person_id: UuidText, objection: UUID, body: Answering, call: AskedStep
) -> Receipted:
    """Upheld, the candidate is out."""
    hand = await call.hand()
    answer = Answer(objection, body.upheld, body.basis, body.reason, hand)
    step = answer_objection(person_id, batch, answer, call.today)
    return await call.on_applicant(person_id, step)


async def _live(call: OnRecruitment, batch: UUID, person_id: str) -> tuple[Batch, list[Recorded]]:
    state, _ = await read_batch(call.request, batch)
    demand(state, *LIVE)
    return state, await store_of(call.request).read_stream(f"person-{person_id}")


def _category(state: Batch, file: Any, batch: UUID) -> e.Category:  # noqa: ANN401  recorded events
    category: e.Category = state.posts[found(file, batch).filed.post_no].category
    return category


def _recording(
    batch: UUID, person_id: str, given: Giving | ResultRow, basis: str, hand: Hand
) -> Recording:
    result = given.result.result(batch, hand.person)
    return Recording(person_id, result, given.held_on, basis, hand)


def _version(file: list[Recorded]) -> int:
    return file[-1].version if file else 0


def _same_row() -> Refused:
    return conflict(
        "result_twice", "同一人同类结果在前面的行已有", "an earlier row gives the same result"
    )
