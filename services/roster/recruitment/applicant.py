"""One applicant of one batch, from the person's stream: results, objections, hire. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.kernel.decider import StreamDecider
from services.kernel.errors import Refused, conflict, forbidden, not_found
from services.kernel.event import Draft, Event, Recorded
from services.kernel.fact import Fact, read_fact, standing
from services.roster import events as e
from services.roster.recruitment.policy import CategoryRules, ResultKind

File = tuple[Recorded, ...]
Step = Callable[[File], Draft]
Result = e.ExamScored | e.FitnessTested | e.MedicalExamined | e.ApplicantVetted
RESULTS: tuple[type[Event], ...] = (
    e.ExamScored,
    e.FitnessTested,
    e.MedicalExamined,
    e.ApplicantVetted,
)
_WORKFLOW: tuple[type[Event], ...] = (
    *RESULTS,
    e.ApplicationFiled,
    e.ApplicationWithdrawn,
    e.CandidateObjected,
    e.CandidateObjectionAnswered,
    e.ApplicantHired,
)
_OWN, _RESULTS = ({event.TYPE for event in some} for some in (_WORKFLOW, RESULTS))
STEPS: StreamDecider[Step] = StreamDecider(lambda file, step: step(file))


class Hand(NamedTuple):
    """Who acts: the token's subject, and who that is in the roster."""

    sub: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Application:
    """What stands of one application. `filed` has the attributes of ApplicationFiled."""

    person: str
    event_id: UUID
    filed_on: date
    filed: Any
    withdrawn: bool = False
    results: dict[ResultKind, Fact] = field(default_factory=dict)
    recorders: frozenset[Hand] = frozenset()  # Also of what was corrected since.
    open_objections: dict[UUID, Fact] = field(default_factory=dict)
    objection_upheld: bool = False
    hired: Fact | None = None

    def bars(self) -> tuple[e.RecruitmentBar, ...]:
        """Declared when signing up, and found by whoever vetted."""
        vetted = self.results.get(ResultKind.VETTING)
        return (*self.filed.bars, *(vetted.data.bars if vetted else ()))


def kind_of(data: Any) -> ResultKind:  # noqa: ANN401  a result as recorded, or read for deciding
    if data.TYPE == e.ExamScored.TYPE:
        return ResultKind(data.part.value)
    return {
        e.FitnessTested.TYPE: ResultKind.FITNESS,
        e.MedicalExamined.TYPE: ResultKind.MEDICAL,
        e.ApplicantVetted.TYPE: ResultKind.VETTING,
    }[data.TYPE]


def application_of(file: Sequence[Recorded], batch: UUID) -> Application | None:
    """None where the person has not applied in this batch."""
    own = [event for event in file if event.type in _OWN]
    stands = standing(read_fact(event) for event in own)
    of_batch = [f for f in stands if getattr(f.data, "batch", None) == batch]
    filed = next((f for f in of_batch if f.type == e.ApplicationFiled.TYPE), None)
    if filed is None:
        return None
    subject = next(event.subject for event in own if event.event_id == filed.event_id)
    raised = {f.event_id: f for f in of_batch if f.type == e.CandidateObjected.TYPE}
    answers = {
        f.data.objection: f
        for f in stands
        if f.type == e.CandidateObjectionAnswered.TYPE and f.data.objection in raised
    }
    results = [f for f in of_batch if f.type in _RESULTS]
    return Application(
        person=subject,
        event_id=filed.event_id,
        filed_on=filed.effective_on,
        filed=filed.data,
        withdrawn=any(f.type == e.ApplicationWithdrawn.TYPE for f in of_batch),
        results={kind_of(f.data): f for f in results},
        recorders=frozenset(_recorders(own, batch)),
        open_objections={key: raised[key] for key in raised if key not in answers},
        objection_upheld=any(answer.data.upheld for answer in answers.values()),
        hired=next((f for f in of_batch if f.type == e.ApplicantHired.TYPE), None),
    )


def _recorders(own: Sequence[Recorded], batch: UUID) -> list[Hand]:
    hands = []
    for event in own:
        if event.type in _RESULTS:
            data = read_fact(event).data
            if data.batch == batch:
                hands.append(Hand(event.actor, data.recorder))
    return hands


def passes(result: Fact, rules: CategoryRules) -> bool:
    """Scores by the pass mark of their part; fitness with every item (all must be passed)."""
    if result.type == e.ExamScored.TYPE:
        marks = [w.pass_mark for w in rules.scoring.weights if w.part == result.data.part]
        return all(result.data.score >= mark for mark in marks)
    if result.type == e.FitnessTested.TYPE:
        return all(item.passed for item in result.data.items)
    passed: bool = result.data.passed
    return passed


def is_same(one: Hand, other: Hand) -> bool:
    """The same person under another name of the token is the same person."""
    return one.sub == other.sub or (one.person is not None and one.person == other.person)


def refuse_concerned(application: Application, hand: Hand) -> None:
    """回避 (公务员法第七十六条): not about oneself, a relative, or whom one has recommended."""
    concerned = {application.person, *application.filed.relatives, application.filed.recommended_by}
    if hand.person is not None and hand.person in concerned:
        raise forbidden(
            "must_withdraw",
            "本人、近亲属或推荐人须回避, 请由他人办理",
            "the applicant, a relative or whoever recommended has no say: somebody else must do it",
        )


def found(file: Sequence[Recorded], batch: UUID) -> Application:
    """Raises Refused `application_not_found`."""
    application = application_of(file, batch)
    if application is None:
        raise application_not_found()
    return application


def application_not_found() -> Refused:
    return not_found(
        "application_not_found",
        "该人员未报名此招录批次",
        "this person has not applied in this batch",
    )


def file_application(person: str, filed: e.ApplicationFiled, today: date, basis: str) -> Step:
    def decide(file: File) -> Draft:
        if application_of(file, filed.batch) is not None:
            raise applied_already()
        return Draft(filed, person, today, basis=basis)

    return decide


def withdraw(person: str, batch: UUID, today: date, basis: str, reason: str) -> Step:
    def decide(file: File) -> Draft:
        refuse_over(found(file, batch))
        withdrawn = e.ApplicationWithdrawn(batch=batch)
        return Draft(withdrawn, person, today, basis=basis, reason=reason)

    return decide


def object_to(person: str, objected: e.CandidateObjected, today: date, basis: str) -> Step:
    def decide(file: File) -> Draft:
        refuse_over(found(file, objected.batch))
        return Draft(objected, person, today, basis=basis)

    return decide


@dataclass(frozen=True, slots=True)
class Answer:
    """`reason` is what was found; `hand` did not take the objection down."""

    objection: UUID
    upheld: bool
    basis: str
    reason: str
    hand: Hand


def answer_objection(person: str, batch: UUID, answer: Answer, today: date) -> Step:
    def decide(file: File) -> Draft:
        application = found(file, batch)
        refuse_concerned(application, answer.hand)
        if answer.objection not in application.open_objections:
            raise not_found(
                "objection_not_found",
                "没有这项待答复的异议",
                "no such objection is waiting for an answer",
            )
        answered = e.CandidateObjectionAnswered(
            objection=answer.objection, upheld=answer.upheld, recorder=answer.hand.person
        )
        return Draft(answered, person, today, basis=answer.basis, reason=answer.reason)

    return decide


def refuse_over(application: Application) -> None:
    if application.withdrawn:
        raise conflict("application_withdrawn", "该人员已放弃应聘", "the application is withdrawn")
    if application.hired is not None:
        raise conflict("hired_already", "该人员已录用", "the applicant has been hired already")


def applied_already() -> Refused:
    return conflict(
        "applied_already",
        "该人员已报名此招录批次",
        "this person has applied in this batch already",
    )
