"""Commendations that follow the grades, and merit after three excellent years. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.assessment.events import Grade
from services.cli.demo_bureau.days import dice
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.cli.demo_bureau.year.grades import decided_on, years_of
from services.roster.events import HonourAwarded, HonourKind

AFTER_DAYS = 20
AUXILIARY_KINDS = (
    HonourKind.AUXILIARY_COMMENDATION_4,
    HonourKind.AUXILIARY_COMMENDATION_4,
    HonourKind.AUXILIARY_COMMENDATION_3,
    HonourKind.AUXILIARY_COMMENDATION_2,
)


def honour_rows(person: Person, grades: Mapping[tuple[str, int], Grade], today: date) -> list[Row]:
    """公务员考核规定 art. 19: 嘉奖 for an excellent year, 三等功 for three in a row."""
    years = years_of(person.category, today)
    rows = []
    for year in years:
        on = decided_on(person.category, year) + timedelta(days=AFTER_DAYS)
        if grades.get((person.id, year)) != Grade.EXCELLENT or not on <= today:
            continue
        if not person.serves_on(on):
            continue
        kind = HonourKind.COMMENDATION
        if person.is_auxiliary:
            kind = dice(person.id, year, "honour").choice(AUXILIARY_KINDS)
        elif all(grades.get((person.id, y)) == Grade.EXCELLENT for y in range(year - 2, year + 1)):
            kind = HonourKind.MERIT_3
        fact = HonourAwarded(kind=kind, document_no=f"奖字〔{on.year}〕{person.place + 1}号")
        rows.append(Row(person.id, on, fact))
    return rows
