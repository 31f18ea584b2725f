"""What the read models say of a batch and of an applicant, from their standing facts. Pure."""

from collections.abc import Sequence
from typing import Any

from services.kernel.fact import Fact
from services.kernel.term import Term
from services.roster import events as e
from services.roster.recruitment.batch import LIVE, Stage

Row = tuple[Any, ...]


class ApplicationStage(Term):
    """How far an application has come, in lists."""

    FILED = "filed", "已报名"
    WITHDRAWN = "withdrawn", "已放弃"
    HIRED = "hired", "已录用"


BATCH_EVENTS = (
    e.RecruitmentBatchOpened,
    e.RecruitmentBatchClosed,
    e.RecruitmentBatchCancelled,
    e.RecruitmentBatchConcluded,
    e.ApplicantsRanked,
    e.CandidatesPublished,
    e.PlaceFilled,
)
APPLICATION_EVENTS = (e.ApplicationFiled, e.ApplicationWithdrawn, e.ApplicantHired)
_STAGES = {
    e.RecruitmentBatchOpened.TYPE: Stage.OPEN,
    e.RecruitmentBatchClosed.TYPE: Stage.CLOSED,
    e.RecruitmentBatchCancelled.TYPE: Stage.CANCELLED,
    e.RecruitmentBatchConcluded.TYPE: Stage.CONCLUDED,
    e.ApplicantsRanked.TYPE: Stage.RANKED,
    e.CandidatesPublished.TYPE: Stage.PUBLISHED,
}


def batch_rows(subject: str, facts: Sequence[Fact]) -> list[Row]:
    opened = _opened(facts)
    if opened is None:
        return []
    told = (opened.data.title, _stage(facts).value, opened.effective_on, opened.data.last_day)
    return [(subject, *told, opened.recorded_at)]


def places_rows(subject: str, facts: Sequence[Fact]) -> list[Row]:
    opened = _opened(facts)
    if opened is None:
        return []
    live = _stage(facts) in LIVE
    filled = [fact.data.post_no for fact in facts if fact.type == e.PlaceFilled.TYPE]
    return [
        (
            subject,
            post.post_no,
            post.unit_id,
            post.category.value,
            post.places,
            filled.count(post.post_no),
            live,
        )
        for post in opened.data.posts
    ]


def application_rows(subject: str, facts: Sequence[Fact]) -> list[Row]:
    later = {
        e.ApplicationWithdrawn.TYPE: ApplicationStage.WITHDRAWN,
        e.ApplicantHired.TYPE: ApplicationStage.HIRED,
    }
    stages = {f.data.batch: later[f.type] for f in facts if f.type in later}
    return [
        (
            subject,
            str(fact.data.batch),
            fact.data.post_no,
            fact.data.channel.value,
            fact.data.name,
            fact.effective_on,
            stages.get(fact.data.batch, ApplicationStage.FILED).value,
        )
        for fact in facts
        if fact.type == e.ApplicationFiled.TYPE
    ]


def _opened(facts: Sequence[Fact]) -> Fact | None:
    return next((fact for fact in facts if fact.type == e.RecruitmentBatchOpened.TYPE), None)


def _stage(facts: Sequence[Fact]) -> Stage:
    """By the order of recording: several steps may fall on one day."""
    moved = [fact for fact in facts if fact.type in _STAGES]
    return _STAGES[max(moved, key=lambda fact: fact.subject_seq).type]
