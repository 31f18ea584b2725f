"""A hire as the facts it is made of: file, service on probation, unit, contract. Pure.

Who leaves the auxiliaries to become an officer (定向招录) keeps the file: one period of service
ends the day before the other begins, and the contract with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.kernel.errors import FieldError, Refused, conflict
from services.kernel.event import Draft, Event
from services.kernel.fact import Fact
from services.kernel.file.commands import RecordFact
from services.kernel.file.file import File, FileKind, decide_history
from services.kernel.file.history import ALREADY
from services.kernel.legal_dates import ONE_DAY
from services.roster import events as e
from services.roster.history_policy import Bounds
from services.roster.person.periods import Period, periods_of
from services.roster.recruitment.applicant import Application
from services.roster.recruitment.batch import at_field
from services.roster.recruitment.conditions import AUXILIARY
from services.roster.recruitment.policy import CategoryRules, RecruitmentLaw


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed with whoever is hired; a contract for auxiliaries only."""

    effective_on: date
    contract: e.ContractSigned | None
    police_number: str | None
    basis: str


def serving(facts: Sequence[Fact], day: date) -> Period | None:
    """The service that the day is one of, or that is to begin later; `facts` stand."""
    periods = [p for p in periods_of(facts) if p.last_day is None or p.last_day >= day]
    return periods[-1] if periods else None


def refuse_serving(facts: Sequence[Fact], category: e.Category, day: date) -> None:
    """Somebody in service is hired only from auxiliary to officer."""
    now = serving(facts, day)
    if now is None or (category == e.Category.OFFICER and now.category in AUXILIARY):
        return
    raise conflict(
        "serving_already",
        f"该人员自 {now.entered_on} 起在职 ({now.category.zh}), 不能再录用为{category.zh}",
        f"in service since {now.entered_on} as {now.category.value}: "
        f"cannot be hired as {category.value}",
    )


def probation_of(
    terms: Terms, category: e.Category, law: RecruitmentLaw, rules: CategoryRules, bounds: Bounds
) -> int:
    """Months: as agreed, else the place's own as far as the law allows for the term."""
    if category not in AUXILIARY:
        if terms.contract is not None:
            raise at_field(
                "/contract", "contract_of_auxiliaries", "民警不签劳动合同", "no contract here"
            )
        return law.officer_probation.value
    if terms.contract is None:
        raise at_field("/contract", "contract_required", "须有劳动合同", "a contract is needed")
    lawful = bounds.law(terms.effective_on).probation
    most = lawful.months_max(terms.effective_on, terms.contract.last_day)
    return terms.contract.probation_months or min(most, rules.probation_months.value)


@dataclass(frozen=True, slots=True)
class Joining:
    """Who joins, into which post (attributes of RecruitmentPost), and what is on file already."""

    application: Application
    post: Any
    file: File
    sealed: Sequence[Event] = ()  # Identity and contact, sealed for this command.


def facts_of(
    kind: FileKind, joining: Joining, terms: Terms, probation: int, today: date
) -> list[Draft]:
    """Judged together by the rules of the file. Raises Refused with the first that cannot be."""
    person, drafts = joining.application.person, []
    commands = [*_person(joining, terms, today), *_service(joining, terms, probation)]
    results = decide_history(kind, person, today, joining.file, commands)
    for command, result in zip(commands, results, strict=True):
        if isinstance(result, Draft):
            drafts.append(result)
        elif result.code != ALREADY:
            raise _as_asked(result, command.data)
    return drafts


def _as_asked(refused: Refused, data: Event) -> Refused:
    """What is wrong with the contract is said where the body of the hire has it."""
    if not isinstance(data, e.ContractSigned):
        return refused
    errors = [
        FieldError(error.pointer.replace("/data/", "/contract/"), error.code, error.text)
        for error in refused.errors
    ]
    return Refused(refused.kind, refused.code, refused.text, errors=errors)


def _person(joining: Joining, terms: Terms, today: date) -> list[RecordFact]:
    """What nobody can know before it is so is dated today at the latest."""
    stands, filed = joining.file.standing(), joining.application.filed
    known_on, commands = min(today, terms.effective_on), []
    registered = any(f.type == e.PersonRegistered.TYPE for f in stands)
    if not registered:
        opened = e.PersonRegistered(
            name=filed.name, sex=filed.sex, category=joining.post.category, birth_on=filed.birth_on
        )
        commands.append(RecordFact(opened, known_on, terms.basis))
    if terms.police_number is not None:
        number = e.PoliceNumberAssigned(police_number=terms.police_number)
        commands.append(RecordFact(number, terms.effective_on, terms.basis))
    identified = any(f.type == e.IdentityRecorded.TYPE for f in stands)
    for sealed in joining.sealed:
        if not (identified and isinstance(sealed, e.IdentityRecorded)):
            commands.append(RecordFact(sealed, known_on, terms.basis))
    educated = [f.data for f in stands if f.type == e.EducationRecorded.TYPE]
    if not any((f.level, f.degree) == (filed.education, filed.degree) for f in educated):
        education = e.EducationRecorded(
            level=filed.education, degree=filed.degree, school=filed.school
        )
        commands.append(RecordFact(education, known_on, terms.basis))
    return commands


def _service(joining: Joining, terms: Terms, probation: int) -> list[RecordFact]:
    post, stands = joining.post, joining.file.standing()
    day, before = terms.effective_on, terms.effective_on - ONE_DAY
    commands = []
    if serving(stands, day) is not None:  # An auxiliary, as refuse_serving lets nobody else by.
        left = e.ServiceLeft(kind=e.LeavingKind.APPOINTED_OFFICER)
        commands.append(RecordFact(left, before, terms.basis))
        if _contract_runs(stands, before):
            ended = e.ContractEnded(path=e.EndingPath.EMPLOYEE_NOTICE, reason_text="定向招录为民警")
            commands.append(RecordFact(ended, before, terms.basis))
    entered = e.ServiceEntered(category=post.category, probation_months=probation)
    assigned = e.UnitAssigned(unit_id=post.unit_id, position=post.position)
    commands += [RecordFact(data, day, terms.basis) for data in (entered, assigned)]
    if post.duty_post is not None:
        duty = e.DutyPostAssigned(duty_post=post.duty_post)
        commands.append(RecordFact(duty, day, terms.basis))
    if terms.contract is not None:
        signed = terms.contract.model_copy(update={"probation_months": probation})
        commands.append(RecordFact(signed, day, terms.basis))
    return commands


def _contract_runs(stands: Sequence[Fact], day: date) -> bool:
    signed = [f for f in stands if f.type == e.ContractSigned.TYPE and f.effective_on <= day]
    if not signed:
        return False
    newest = signed[-1]
    ended = any(
        f.type == e.ContractEnded.TYPE and newest.effective_on <= f.effective_on <= day
        for f in stands
    )
    return not ended and (newest.data.last_day is None or newest.data.last_day > day)
