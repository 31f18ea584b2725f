"""One application as answers show it: results, findings, and what a hire demands before duty."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field

from services.kernel.web.clocks import day_of
from services.kernel.web.parts import parts_of
from services.roster import events as e
from services.roster.recruitment.applicant import passes
from services.roster.recruitment.batch import Batch
from services.roster.recruitment.reading import Applicant, findings_of, in_force


class ResultView(BaseModel):
    event_id: UUID
    kind: str
    kind_zh: str
    held_on: date
    basis: str
    passed: bool
    score: int | None = Field(description="Hundredths of a point")


class FindingView(BaseModel):
    """One condition with its clause, required and found in both languages."""

    code: str
    clause: str
    required_zh: str
    required_en: str
    found_zh: str
    found_en: str
    met: bool


class HiredView(BaseModel):
    """What a hire demands before any duty."""

    effective_on: date
    probation_months: int
    training_demanded: str
    training_days_min: int
    duty_zh: str
    duty_en: str


class ApplicationView(BaseModel):
    """One application as it stands today, every condition answered."""

    person_id: str
    name: str
    post_no: str
    channel: e.Channel
    education: e.EducationLevel
    grounds: list[e.ReliefGround]
    filed_on: date
    withdrawn: bool
    results: list[ResultView]
    findings: list[FindingView]
    open_objections: list[UUID]
    hired: HiredView | None


def application_view(applicant: Applicant, state: Batch, request: Request) -> ApplicationView:
    application, filed = applicant.application, applicant.application.filed
    hired, day = application.hired, day_of(parts_of(request).clock())
    rules, category = in_force(request, day), state.posts[filed.post_no].category
    # Of who has been hired they were met on the day of the hire, or there was none.
    findings = [] if hired else findings_of(applicant, category, rules, day)
    return ApplicationView(
        person_id=application.person,
        name=filed.name,
        post_no=filed.post_no,
        channel=filed.channel,
        education=filed.education,
        grounds=list(filed.grounds),
        filed_on=application.filed_on,
        withdrawn=application.withdrawn,
        results=[
            ResultView(
                event_id=fact.event_id,
                kind=kind.value,
                kind_zh=kind.zh,
                held_on=fact.effective_on,
                basis=fact.basis,
                passed=passes(fact, rules.rules(category)),
                score=getattr(fact.data, "score", None),
            )
            for kind, fact in application.results.items()
        ],
        findings=[
            FindingView(
                code=one.code,
                clause=one.clause,
                required_zh=one.required.zh,
                required_en=one.required.en,
                found_zh=one.found.zh,
                found_en=one.found.en,
                met=one.met,
            )
            for one in findings
        ],
        open_objections=list(application.open_objections),
        hired=hired_view(hired.effective_on, hired.data) if hired else None,
    )


def hired_view(effective_on: date, hired: Any) -> HiredView:  # noqa: ANN401  an ApplicantHired
    course, days = hired.training_demanded, hired.training_days_min
    return HiredView(
        effective_on=effective_on,
        probation_months=hired.probation_months,
        training_demanded=course,
        training_days_min=days,
        duty_zh=f"{course}不少于 {days} 天, 合格前不得上岗",
        duty_en=f"may not be put on duty before passing {course} of at least {days} days",
    )
