"""Reads what recruitment decides from: a batch, its applicants, and the policy in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request

from services.kernel.event import Recorded
from services.kernel.fact import read_fact, standing
from services.kernel.file.on_file import store_of
from services.kernel.policy import Policy, Shelf
from services.kernel.policy_files import POLICIES, load_shelf
from services.roster.person.events import Category
from services.roster.recruitment.applicant import Application, application_of
from services.roster.recruitment.batch import DECIDER, Batch
from services.roster.recruitment.conditions import (
    Claims,
    Finding,
    auxiliary_since,
    bars_on_file,
    check,
    not_recruited,
)
from services.roster.recruitment.events import RecruitmentBar
from services.roster.recruitment.policy import (
    RECRUITMENT,
    CategoryRules,
    RecruitmentChoice,
    RecruitmentLaw,
    rules_for,
)
from services.roster.recruitment.ranking import Contest

_APPLICANTS = """
select person_id from recruitment_applications
where batch_id = $1 and ($2::text is null or post_no = $2) order by person_id
"""


@dataclass(frozen=True, slots=True)
class InForce:
    """The conditions of one day."""

    policy: Policy
    law: RecruitmentLaw
    choice: RecruitmentChoice

    def rules(self, category: Category) -> CategoryRules:
        """Raises Refused where the place recruits no such category any more."""
        found = rules_for(self.choice, category)
        if found is None:
            raise not_recruited(category)
        return found


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application, and the whole stream of the person it stands in."""

    application: Application
    file: Sequence[Recorded]

    @property
    def version(self) -> int:
        return self.file[-1].version if self.file else 0


def shelf_of(bureau: str) -> Shelf:
    """Raises SourceWrong with every mistake of every file."""
    return load_shelf(POLICIES, bureau, [RECRUITMENT])


def in_force(request: Request, day: date) -> InForce:
    policy = request.app.state.recruitment_shelf.in_force(RECRUITMENT.name, day)
    return InForce(policy, policy.law, policy.choice)


def stream_of(batch: UUID) -> str:
    return f"recruitment-{batch}"


async def read_batch(request: Request, batch: UUID) -> tuple[Batch, int]:
    """With its version; one that nobody opened is at stage NONE."""
    events = await store_of(request).read_stream(stream_of(batch))
    return DECIDER.fold(events), events[-1].version if events else 0


async def read_applicants(
    request: Request, batch: UUID, post_no: str | None = None
) -> list[Applicant]:
    """Of one post, or of all."""
    rows = await request.app.state.pool.fetch(_APPLICANTS, str(batch), post_no)
    streams = [f"person-{row['person_id']}" for row in rows]
    files = await store_of(request).read_streams(streams) if streams else {}
    found = []
    for stream in streams:
        application = application_of(files[stream], batch)
        if application is not None:
            found.append(Applicant(application, files[stream]))
    return found


def contests(state: Batch, rules: InForce) -> list[Contest]:
    return [
        Contest(post_no, rules.rules(post.category), state.places_left(post_no))
        for post_no, post in state.posts.items()
    ]


def findings_of(
    applicant: Applicant, category: Category, rules: InForce, day: date
) -> list[Finding]:
    """Of an application as it stands, on the day."""
    application = applicant.application
    claims = claims_of(application.filed, category, application.bars(), applicant.file, day)
    return check(claims, rules.law, rules.choice, day)


def claims_of(
    filed: Any,  # noqa: ANN401  an ApplicationFiled, or what was read of one
    category: Category,
    bars: Sequence[RecruitmentBar],
    file: Sequence[Recorded],
    day: date,
) -> Claims:
    """With what the person's own file says, who served here before."""
    stands = standing(read_fact(event) for event in file)
    return Claims(
        category=category,
        birth_on=filed.birth_on,
        education=filed.education,
        grounds=filed.grounds,
        bars=(*bars, *bars_on_file(stands)),
        auxiliary_since=auxiliary_since(stands, day),
    )
