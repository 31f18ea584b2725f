"""A hire as the facts it is made of: file, service on probation, unit, contract. Pure.

Who leaves the auxiliaries to become an officer (定向招录) keeps the file: one period of service
ends the day before the other begins, and the contract with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.kernel.errors import Refused, conflict
from services.kernel.event import Draft, Event
from services.kernel.fact import Fact
from services.kernel.file.commands import RecordFact
from services.kernel.file.file import File, decide_history
from services.kernel.file.history import ALREADY
from services.kernel.legal_dates import ONE_DAY, full_months
from services.roster import events as e
from services.roster.person.periods import Period, periods_of
from services.roster.recruitment.applicant import Application
from services.roster.recruitment.batch import at_field
from services.roster.recruitment.conditions import AUXILIARY
from services.roster.recruitment.policy import CategoryRules, RecruitmentLaw
from services.roster.rules import FILE

OPEN_ENDED_MONTHS = 600  # An open contract, among the months of a policy's limits.


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
    terms: Terms, category: e.Category, law: RecruitmentLaw, rules: CategoryRules
) -> int:
    """Months. Raises Refused where the contract says more than the law allows."""
    if category not in AUXILIARY:
        if terms.contract is not None:
            raise _at_contract("contract_of_auxiliaries", "民警不签劳动合同", "no contract here")
        return law.officer_probation.value
    contract = terms.contract
    if contract is None:
        raise _at_contract("contract_required", "须有劳动合同", "a contract is needed")
    if contract.kind == e.ContractKind.FIXED and contract.last_day is None:
        raise _at_contract(
            "last_day_required", "固定期限合同须有截止日", "a fixed contract has a last day"
        )
    if contract.last_day is not None and contract.last_day < terms.effective_on:
        raise _at_contract(
            "contract_ends_before_it_begins",
            f"合同截止日不得早于起始日 {terms.effective_on}",
            f"the contract cannot end before it begins on {terms.effective_on}",
        )
    months = OPEN_ENDED_MONTHS
    if contract.last_day is not None:
        months = full_months(terms.effective_on, contract.last_day + ONE_DAY)
    limits = [
        limit.probation_max
        for limit in law.contract_probation.limits
        if limit.contract_months_min <= months
    ]
    most = max(limits, default=0)
    if contract.probation_months > most:
        clause = law.contract_probation.source
        raise _at_contract(
            "probation_too_long",
            f"该期限合同的试用期最多 {most} 个月 ({clause})",
            f"a contract of this length has at most {most} months of probation ({clause})",
        )
    return contract.probation_months or min(most, rules.probation_months.value)


@dataclass(frozen=True, slots=True)
class Joining:
    """Who joins, into which post (attributes of RecruitmentPost), and what is on file already."""

    application: Application
    post: Any
    file: File
    sealed: Sequence[Event] = ()  # Identity and contact, sealed for this command.


def facts_of(joining: Joining, terms: Terms, probation: int, today: date) -> list[Draft]:
    """Judged together by the rules of the file. Raises Refused with the first that cannot be."""
    person, drafts = joining.application.person, []
    commands = [*_person(joining, terms, today), *_service(joining, terms, probation)]
    for result in decide_history(FILE, person, today, joining.file, commands):
        if isinstance(result, Draft):
            drafts.append(result)
        elif result.code != ALREADY:
            raise result
    return drafts


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


def _at_contract(code: str, zh: str, en: str) -> Refused:
    return at_field("/contract", code, zh, en)
