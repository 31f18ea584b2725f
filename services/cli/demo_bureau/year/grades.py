"""Annual grades inside the law's quota, monthly coefficients, half-yearly bureau grades. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.assessment.events import (
    AnnualGradeDecided,
    BureauGrade,
    BureauGradeDecided,
    CoefficientDecided,
    Grade,
)
from services.cli.demo_bureau.career.faults import case_opened_on
from services.cli.demo_bureau.days import PayMonth, dice, working_day
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.kernel.legal_dates import next_day_after
from services.roster.events import Category, SanctionKind

YEARS = 3
EXCELLENT_SHARE = 0.20  # 公务员考核规定; rounded down.
LEVEL_1_SHARE, LEVEL_4_SHARE = 0.20, 0.10
HALVES = 4
LEVEL_2_SCORE = 85  # R0 bureau_grade.level2_threshold.
DECIDED = {Category.OFFICER: (1, 18), Category.CIVIL: (1, 18)}
DECIDED_OTHERS = (1, 12)
# Auxiliaries by place: years back from the newest decided one -> grade.
FAILED: dict[int, dict[int, Grade]] = {
    61: {0: Grade.INCOMPETENT},
    62: {0: Grade.INCOMPETENT, 1: Grade.INCOMPETENT},
    77: {1: Grade.BASICALLY_COMPETENT},
    92: {1: Grade.INCOMPETENT},
    118: {0: Grade.BASICALLY_COMPETENT},
    140: {2: Grade.INCOMPETENT},
}
Graded = dict[tuple[str, int], Grade]  # (person id, year)


@dataclass(frozen=True, slots=True)
class Grades:
    """Who got what in which year, and the facts that say so."""

    of: Graded
    rows: list[Row]


def decided_on(category: Category, year: int) -> date:
    month, day = DECIDED.get(category, DECIDED_OTHERS)
    return working_day(date(year + 1, month, day))


def years_of(category: Category, today: date) -> list[int]:
    """The last complete years with a decision, newest first."""
    newest = today.year - 1
    if decided_on(category, newest) > today:
        newest -= 1
    return [newest - back for back in range(YEARS)]


def annual_grades(people: Sequence[Person], today: date) -> Grades:
    """Officers, civil staff and auxiliaries are each a group of their own."""
    found = Grades({}, [])
    for kinds in (
        (Category.OFFICER,),
        (Category.CIVIL,),
        (Category.AUXILIARY_DUTY, Category.AUXILIARY_CLERICAL),
    ):
        for back, year in enumerate(years_of(kinds[0], today)):
            on = decided_on(kinds[0], year)
            group = [p for p in people if p.category in kinds and _took_part(p, year, on)]
            for person, grade in _group_grades(group, year, back, today=today):
                found.of[person.id, year] = grade
                fact = AnnualGradeDecided(year=year, grade=grade, decided_by="考核委员会")
                found.rows.append(Row(person.id, on, fact))
    return found


def _took_part(person: Person, year: int, on: date) -> bool:
    return person.entered_on <= date(year, 10, 1) and person.serves_on(on)


def _group_grades(
    group: Sequence[Person], year: int, back: int, *, today: date
) -> list[tuple[Person, Grade]]:
    fixed = {p.id: grade for p in group if (grade := _told(p, year, back, today=today)) is not None}
    places = int(EXCELLENT_SHARE * len(group)) - list(fixed.values()).count(Grade.EXCELLENT)
    free = sorted((p for p in group if p.id not in fixed), key=lambda p: -score(p, f"{year}"))
    best = {p.id for p in free if not _warned(p, year)}
    first = [p.id for p in free if p.id in best][: max(places, 0)]
    return [
        (p, fixed.get(p.id) or (Grade.EXCELLENT if p.id in first else Grade.COMPETENT))
        for p in group
    ]


def _told(person: Person, year: int, back: int, *, today: date) -> Grade | None:
    """What a story or the law fixes; None where the score decides."""
    probation = 12 if person.is_officer else 6
    if next_day_after(person.entered_on, probation) > date(year, 12, 31):
        return Grade.UNDETERMINED
    story = person.story
    if story is None:
        return FAILED.get(person.place, {}).get(back) if person.leaving is None else None
    demerits = {on.year for on, kind in story.sanctions if kind != SanctionKind.WARNING}
    opened_on = case_opened_on(person, today)
    is_open = opened_on is not None and opened_on <= decided_on(person.category, year)
    if year in demerits or (is_open and back == 0):
        return Grade.UNDETERMINED
    if back == 0:
        return {"incompetent": Grade.INCOMPETENT, "selection": Grade.EXCELLENT}.get(story.name)
    return None


def _warned(person: Person, year: int) -> bool:
    return person.story is not None and any(on.year == year for on, _ in person.story.sanctions)


def score(person: Person, period: str) -> float:
    """0 to 100: a person's own level, and the luck of the period."""
    talent = dice(person.id, "talent").gauss(84, 5)
    return min(100.0, talent + dice(person.id, period).gauss(0, 3))


def coefficients(person: Person, months: Sequence[PayMonth], graded: Graded) -> list[Row]:
    """Percent for every month served; known on the closing day."""
    rows = []
    for month in months:
        if not person.serves_on(month.closing_on):
            continue
        failed = graded.get((person.id, month.closing_on.year)) == Grade.INCOMPETENT
        percent = round(100 + (score(person, month.name) - 84) * 1.5) - (25 if failed else 0)
        bounded = min(130, max(50, percent))
        fact = CoefficientDecided(month=month.name, percent=bounded)
        rows.append(Row(person.id, month.closing_on, fact))
    return rows


def bureau_grades(officers: Sequence[Person], today: date) -> list[Row]:
    """Half-years: at most a fifth in the first level, at least a tenth in the fourth."""
    rows: list[Row] = []
    for period, ends_on, decided in _halves(today):
        served = [p for p in officers if p.entered_on < ends_on - timedelta(days=180)]
        ranked = sorted(served, key=lambda p: -score(p, period))
        top, bottom = int(LEVEL_1_SHARE * len(ranked)), -int(-LEVEL_4_SHARE * len(ranked) // 1)
        for place, person in enumerate(ranked):
            value = score(person, period)
            grade = BureauGrade.LEVEL_2 if value >= LEVEL_2_SCORE else BureauGrade.LEVEL_3
            if place < top:
                grade = BureauGrade.LEVEL_1
            if place >= len(ranked) - bottom:
                grade = BureauGrade.LEVEL_4
            fact = BureauGradeDecided(
                period=period, grade=grade, score_hundredths=round(value * 100)
            )
            rows.append(Row(person.id, decided, fact))
    return rows


def _halves(today: date) -> list[tuple[str, date, date]]:
    """The last half-years with a decision: name, last day, day of decision."""
    every = [
        half
        for year in range(today.year - 4, today.year + 1)
        for half in (
            (f"{year}-H1", date(year, 6, 30), working_day(date(year, 7, 15))),
            (f"{year}-H2", date(year, 12, 31), working_day(date(year + 1, 1, 15))),
        )
    ]
    return [half for half in every if half[2] <= today][-HALVES:]
