"""Carries a hire out: batch and person in one append, decided anew whenever either has moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.kernel.decider import StreamWrite
from services.kernel.errors import conflict, forbidden
from services.kernel.event import Draft, Event, Receipt, decode_fast
from services.kernel.fact import read_fact
from services.kernel.file.bodies import Receipted
from services.kernel.file.file import file_of
from services.kernel.file.kinds import FactKind
from services.kernel.file.on_file import store_of
from services.kernel.file.rows import Row
from services.kernel.file.sealed import State, opened, sealed_one, vault_of
from services.kernel.legal_dates import ONE_DAY
from services.kernel.protect.told import erased
from services.roster import events as e
from services.roster.erasure.erased import erased_classes
from services.roster.recruitment.acting import OnRecruitment
from services.roster.recruitment.applicant import (
    Hand,
    found,
    is_same,
    refuse_concerned,
    refuse_over,
)
from services.roster.recruitment.batch import (
    Batch,
    Publication,
    at_field,
    fill,
    post_of,
    published_over,
    ranking_outdated,
)
from services.roster.recruitment.conditions import refuse_unmet
from services.roster.recruitment.hire import (
    Joining,
    Terms,
    facts_of,
    probation_of,
    refuse_serving,
)
from services.roster.recruitment.ranking import ahead, is_out, rank
from services.roster.recruitment.reading import (
    Applicant,
    InForce,
    contests,
    findings_of,
    read_applicants,
    read_batch,
    stream_of,
)

_IDENTITY = FactKind(e.IdentityRecorded, "identity_recorded", "identity")
_CONTACT = FactKind(e.ContactRecorded, "contact_recorded", "contact")


@dataclass(frozen=True, slots=True)
class Hiring:
    """Whom, from which batch, on which terms, by whom."""

    batch: UUID
    person: str
    terms: Terms
    hand: Hand


async def hire(call: OnRecruitment, hiring: Hiring) -> tuple[Receipted, Any]:
    """All of it or nothing; with what the hire demands (attributes of ApplicantHired)."""
    stream = f"person-{hiring.person}"

    async def attempt() -> Receipt:
        state, version = await read_batch(call.request, hiring.batch)
        call.refuse_moved(version)
        file = await store_of(call.request).read_stream(stream)
        applicant = Applicant(found(file, hiring.batch), file)
        post = post_of(state, applicant.application.filed.post_no)
        publication = _refuse(call, hiring, state, applicant)
        rivals = await read_applicants(call.request, hiring.batch, post.post_no)
        _refuse_outranked(call.in_force(), state, publication, applicant, rivals)
        filled = e.PlaceFilled(post_no=post.post_no, person=hiring.person)
        act = call.act(hiring.batch, hiring.terms.basis)
        batch_drafts = fill(filled, act)(state)
        drafts = await _drafts(call, hiring, applicant, post, publication)
        return await store_of(call.request).append(
            call.origin,
            [
                StreamWrite(stream_of(hiring.batch), version, tuple(batch_drafts)),
                StreamWrite(stream, applicant.version, tuple(drafts)),
            ],
        )

    answer = await call.carried_out(str(hiring.batch), stream_of(hiring.batch), attempt)
    events = await store_of(call.request).read_stream(stream)
    hired = next(
        v for v in events if v.event_id in answer.events and v.type == e.ApplicantHired.TYPE
    )
    return answer, decode_fast(hired.type, hired.data)


def _refuse(call: OnRecruitment, hiring: Hiring, state: Batch, applicant: Applicant) -> Publication:
    """Who decides, what is still open, and since when a hire is possible."""
    application, day = applicant.application, hiring.terms.effective_on
    refuse_over(application)
    refuse_concerned(application, hiring.hand)
    if any(is_same(hiring.hand, recorder) for recorder in application.recorders):
        raise forbidden(
            "recorder_cannot_hire",
            "登记过该应聘人员成绩或结论的人不得批准其录用",
            "whoever recorded a result of this applicant cannot approve the hire",
        )
    publication = published_over(state, hiring.person, application.filed.post_no, call.today)
    if day <= publication.last_day:
        possible = publication.last_day + ONE_DAY
        raise at_field(
            "/effective_on",
            "hired_before_publicity_over",
            f"公示期至 {publication.last_day}, 录用日最早为 {possible}",
            f"published until {publication.last_day}: the first day of service is {possible}",
        )
    if application.open_objections:
        raise conflict(
            "objection_open",
            f"尚有 {len(application.open_objections)} 项异议未答复, 答复后方可录用",
            f"{len(application.open_objections)} objections wait for an answer: answer them first",
        )
    return publication


def _refuse_outranked(
    rules: InForce,
    state: Batch,
    publication: Publication,
    applicant: Applicant,
    rivals: Sequence[Applicant],
) -> None:
    """Results may have been corrected since: nobody may be ahead now who was not ahead then."""
    application = applicant.application
    if is_out(application, rules.rules(state.posts[application.filed.post_no].category)):
        raise conflict(
            "candidate_out",
            "该人员有不合格的结果或成立的异议, 不能录用",
            "a result is not passed, or an objection was upheld: no hire",
        )
    fresh = rank(contests(state, rules), [one.application for one in rivals])
    now = ahead(fresh, application.person)
    then = ahead(state.rankings[publication.ranking].standings, application.person)
    if now is None or then is None or not now <= then:
        raise ranking_outdated()


async def _drafts(
    call: OnRecruitment,
    hiring: Hiring,
    applicant: Applicant,
    post: Any,  # noqa: ANN401  attributes of RecruitmentPost
    publication: Publication,
) -> list[Draft]:
    terms, day = hiring.terms, hiring.terms.effective_on
    on_the_day = call.in_force(day)
    refuse_unmet(findings_of(applicant, post.category, on_the_day, day), day)
    file = file_of(applicant.file)
    refuse_serving(file.standing(), post.category, day)
    rules = on_the_day.rules(post.category)
    state = call.request.app.state
    probation = probation_of(terms, post.category, on_the_day.law, rules, state.bounds)
    sealed = await _sealed(call, applicant, min(call.today, day))
    joining = Joining(applicant.application, post, file, sealed)
    hired = e.ApplicantHired(
        batch=hiring.batch,
        post_no=post.post_no,
        category=post.category,
        probation_months=probation,
        training_demanded=rules.training.course,
        training_days_min=rules.training.days_min,
        published=publication.event_id,
        policy=on_the_day.policy.id,
        policy_sha256=on_the_day.policy.sha256,
    )
    facts = facts_of(state.file_kind, joining, terms, probation, call.today)
    return [*facts, Draft(hired, hiring.person, day, basis=terms.basis)]


async def _sealed(call: OnRecruitment, applicant: Applicant, known_on: date) -> list[Event]:
    """Identity and telephone, opened from the application and sealed anew in their own place."""
    application, request = applicant.application, call.request
    filed = next(v for v in applicant.file if v.event_id == application.event_id)
    gone = erased_classes(read_fact(event) for event in applicant.file)
    part = (await opened(vault_of(request), [filed], gone))[filed.event_id]
    if part.state is not State.OPEN:
        raise erased()
    told = (
        (_IDENTITY, e.IdentityTold(id_number=part.fields["id_number"])),
        (_CONTACT, e.ContactTold(phone=part.fields["phone"])),
    )
    return [
        await sealed_one(
            request, kind, Row(application.person, known_on, data), call.origin.command_id
        )
        for kind, data in told
    ]
