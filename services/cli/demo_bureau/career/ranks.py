"""Rank orders along the law's periods, with the trainings and honours they rest on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.cli.demo_bureau.career.stories import LATE, MISSING, Story
from services.cli.demo_bureau.days import dice
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.kernel.legal_dates import last_day, next_day_after
from services.roster.events import (
    EarlyPromotionApproved,
    EducationLevel,
    HonourAwarded,
    HonourKind,
    PoliceRank,
    RankAwarded,
    RankManner,
    SanctionKind,
)
from services.training.events import CourseKind, CoursePassed

LADDER = list(PoliceRank)
# 警衔条例 art. 14: months in each rank, up to 一级警督.
PERIODS = dict(zip(LADDER, (36, 36, 36, 36, 48, 48, 48), strict=False))
FIRST = {
    EducationLevel.VOCATIONAL: PoliceRank.CONSTABLE_2,
    EducationLevel.MASTER: PoliceRank.SUPERINTENDENT_2,
}
GATES = {
    PoliceRank.SUPERINTENDENT_3: CourseKind.RANK_SUPERINTENDENT,
    PoliceRank.SUPERVISOR_3: CourseKind.RANK_SUPERVISOR,
}
CEILING = {"ceiling": PoliceRank.SUPERVISOR_3}
# 政务处分法 art. 8.
SANCTION_MONTHS = {SanctionKind.WARNING: 6, SanctionKind.DEMERIT: 12}
PAPER_DAYS = 25  # Orders are signed within so many days of the day they take effect.
SELECTED_AFTER = timedelta(days=500)  # 晋监训练 of the one who may be selected.
SOON = timedelta(days=120)  # Whoever is due so soon has the training behind him.


@dataclass
class RankCareer:
    """What a career so far left on file."""

    orders: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)  # Courses, honours, approvals.


def rank_career(person: Person, today: date) -> RankCareer:
    """Each order on its lawful day: due, after a sanction, or on the day of a late pass."""
    story, career = person.story, RankCareer()
    if story is None or story.name in {"probation", "first_award"}:
        return career
    rank = FIRST.get(story.education, PoliceRank.SUPERINTENDENT_3)
    since, manner = story.confirmed_on, RankManner.FIRST
    while True:
        career.orders.append(_order(person, rank, since, manner, today))
        months = PERIODS.get(rank)
        if months is None or rank == CEILING.get(story.name):
            if story.name == "selection":
                trained_on = today - SELECTED_AFTER
                career.others.append(_course(person, CourseKind.RANK_COMMISSIONER, trained_on))
            return career
        rank, manner = LADDER[LADDER.index(rank) + 1], RankManner.BY_TIME
        due_on = next_day_after(since, months)
        if _is_early(story, rank):
            due_on, manner = next_day_after(since, months - 12), RankManner.EARLY
            career.others += _early_grounds(person, since)
        passed_on = _pass(person, story, rank, due_on, today=today)
        if passed_on is not None:
            career.others.append(_course(person, GATES[rank], passed_on))
        elif rank in GATES:
            return career
        since = _free(story, max(due_on, passed_on or due_on))
        if since > story.orders_until:
            return career


def _pass(
    person: Person, story: Story, rank: PoliceRank, due_on: date, *, today: date
) -> date | None:
    """When the training before this rank was passed, if it needs one and was."""
    if rank not in GATES or due_on > today + SOON:
        return None
    if rank == PoliceRank.SUPERVISOR_3 and story.supervisor_course == MISSING:
        return None
    days = dice(person.id, rank).randint(130, 260)
    if rank == PoliceRank.SUPERVISOR_3 and story.supervisor_course == LATE:
        return due_on + timedelta(days=70)
    return due_on - timedelta(days=days)


def _is_early(story: Story, rank: PoliceRank) -> bool:
    return story.name == "early" and rank == PoliceRank.SUPERINTENDENT_1


def _free(story: Story, day: date) -> date:
    """The first day on which no sanction runs, nor begins before the paper is signed."""
    for began_on, kind in story.sanctions:
        months = SANCTION_MONTHS[kind]
        if began_on <= day + timedelta(days=PAPER_DAYS) and last_day(began_on, months) >= day:
            day = next_day_after(began_on, months)
    return day


def _order(person: Person, rank: PoliceRank, on: date, manner: RankManner, today: date) -> Row:
    days = dice(person.id, rank, "paper").randint(0, PAPER_DAYS)
    serial = f"{person.number + 1:04d}"
    return Row(
        person.id,
        on,
        RankAwarded(
            rank=rank,
            manner=manner,
            issued_on=min(on + timedelta(days=days), today),
            order_no=f"衔字〔{on.year}〕{serial}号",
        ),
    )


def _early_grounds(person: Person, since: date) -> Sequence[Row]:
    merit_on, approved_on = next_day_after(since, 14), next_day_after(since, 18)
    return [
        Row(
            person.id,
            merit_on,
            HonourAwarded(kind=HonourKind.MERIT_1, document_no=f"奖字〔{merit_on.year}〕1号"),
        ),
        Row(
            person.id,
            approved_on,
            EarlyPromotionApproved(
                years=1, approver="公安部政治部主任", document_no=f"衔批〔{approved_on.year}〕1号"
            ),
        ),
    ]


def _course(person: Person, kind: CourseKind, on: date) -> Row:
    return Row(
        person.id,
        on,
        CoursePassed(
            course=kind,
            title=kind.zh,
            days=40,
            score=dice(person.id, kind).randint(72, 97),
            certificate_no=f"{on.year}{person.number:06d}",
        ),
    )
