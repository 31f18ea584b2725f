"""Auxiliary levels: by time up to 4, by selection inside the quota above that (R0). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.assessment.events import Grade
from services.cli.demo_bureau.days import dice
from services.cli.demo_bureau.people import AUXILIARIES, Person
from services.cli.demo_bureau.row import Row
from services.kernel.legal_dates import last_day, next_day_after
from services.roster.events import (
    AuxiliaryLevelAwarded,
    EducationLevel,
    LevelManner,
    LevelQuotaStated,
    LevelSelected,
)
from services.training.events import CourseKind, CoursePassed

TRAINEE_MONTHS = 6  # 见习, not counted.
BY_TIME_MONTHS, BY_SELECTION_MONTHS = 36, 48
HIGHEST_BY_TIME = 4
QUOTA_1_TO_3 = AUXILIARIES * 3 // 10  # 34
QUOTA_1 = QUOTA_1_TO_3 * 3 // 10  # 10
ROUND = (9, 1)  # Selection rounds take effect on 1 September.
FIRST_ROUND_YEAR = 2012
CHOSEN_CHANCE = 0.75
FIRST = {
    EducationLevel.SENIOR_HIGH: 7,
    EducationLevel.VOCATIONAL: 7,
    EducationLevel.COLLEGE: 6,
    EducationLevel.BACHELOR: 5,
}
Grades = Mapping[tuple[str, int], Grade]


@dataclass
class Ladder:
    """One auxiliary's way so far."""

    person: Person
    end_on: date
    level: int = 0  # 0: none yet.
    since: date = date.min
    rows: list[Row] = field(default_factory=list)

    def award(self, level: int, on: date, manner: LevelManner, *, until: date) -> None:
        days = dice(self.person.id, level).randint(0, 20)
        fact = AuxiliaryLevelAwarded(
            level=level,
            manner=manner,
            issued_on=min(on + timedelta(days=days), until),
            order_no=f"辅衔〔{on.year}〕{self.person.number:04d}号",
        )
        self.rows.append(Row(self.person.id, on, fact))
        self.level, self.since = level, on

    def pass_course(self, on: date) -> None:
        fact = CoursePassed(
            course=CourseKind.LEVEL_PROMOTION,
            title="层级晋升培训",
            days=15,
            score=dice(self.person.id, on).randint(65, 96),
        )
        self.rows.append(Row(self.person.id, on, fact))


def level_rows(people: Sequence[Person], grades: Grades, today: date) -> list[Row]:
    """A whole brigade at once: selection rounds fill one common quota."""
    ladders = []
    for person in people:
        if not person.is_auxiliary:
            continue
        end_on = min(person.leaving.on, today) if person.leaving else today
        ladder = Ladder(person, end_on)
        _by_time(ladder, grades)
        ladders.append(ladder)
    for year in range(FIRST_ROUND_YEAR, today.year + 1):
        on = date(year, *ROUND)
        if on <= today:
            _selection_round(ladders, on, grades)
    return [row for ladder in ladders for row in ladder.rows]


def _by_time(ladder: Ladder, grades: Grades) -> None:
    person, manner = ladder.person, LevelManner.FIRST
    level, on = FIRST[person.education], next_day_after(person.entered_on, TRAINEE_MONTHS)
    while on <= ladder.end_on:
        if manner == LevelManner.BY_TIME:
            ladder.pass_course(on - timedelta(days=dice(person.id, on).randint(20, 80)))
        ladder.award(level, on, manner, until=ladder.end_on)
        if level == HIGHEST_BY_TIME:
            return
        level, manner = level - 1, LevelManner.BY_TIME
        on = due_on(person, ladder.since, BY_TIME_MONTHS, grades)


def due_on(person: Person, since: date, months: int, grades: Grades) -> date:
    """A failed year overlapping the period still to be served does not count (R0 fail_year)."""
    due, counted = next_day_after(since, months), 0
    failed = sorted(year for (whose, year), grade in grades.items() if _fails(person, whose, grade))
    for year in failed:
        if since <= date(year, 12, 31) and date(year, 1, 1) <= last_day(since, months + counted):
            counted += 12
            due = next_day_after(since, months + counted)
    return due


def _fails(person: Person, whose: str, grade: Grade) -> bool:
    return whose == person.id and grade == Grade.INCOMPETENT


def _selection_round(ladders: Sequence[Ladder], on: date, grades: Grades) -> None:
    held_3 = sum(0 < one.level < HIGHEST_BY_TIME and one.end_on >= on for one in ladders)
    held_1 = sum(one.level == 1 and one.end_on >= on for one in ladders)
    name = f"{on.year}年择优晋升"
    for one in sorted(ladders, key=lambda ladder: ladder.since):
        if not 1 < one.level <= HIGHEST_BY_TIME or one.end_on < on:
            continue
        full = held_3 >= QUOTA_1_TO_3 if one.level == HIGHEST_BY_TIME else False
        full = full or (one.level - 1 == 1 and held_1 >= QUOTA_1)
        chosen = dice(one.person.id, name).random() < CHOSEN_CHANCE
        is_due = due_on(one.person, one.since, BY_SELECTION_MONTHS, grades) <= on
        if full or not chosen or not is_due:
            continue
        stated = LevelQuotaStated(
            headcount_quota=AUXILIARIES,
            held_levels_1_to_3=held_3,
            held_level_1=held_1,
            round_name=name,
        )
        one.rows.append(Row(one.person.id, on, stated))
        one.rows.append(Row(one.person.id, on, LevelSelected(level=one.level - 1, round_name=name)))
        one.pass_course(on - timedelta(days=45))
        held_3 += one.level == HIGHEST_BY_TIME
        held_1 += one.level - 1 == 1
        one.award(one.level - 1, on, LevelManner.BY_SELECTION, until=one.end_on)
