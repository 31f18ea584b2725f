"""An excellent year is commended, three in a row earn merit."""

from services.assessment.events import Grade
from services.cli.demo_bureau.year.grades import annual_grades
from services.cli.demo_bureau.year.honours import honour_rows
from services.roster.events import HonourKind
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_honours_follow_grades(seed, today):
    people = drawn.people(seed, today)
    grades = annual_grades(people, today).of
    for person in people:
        best = sum(g == Grade.EXCELLENT for (who, _), g in grades.items() if who == person.id)
        rows = honour_rows(person, grades, today)
        assert len(rows) <= best
        merit = [row for row in rows if row.data.kind == HonourKind.MERIT_3]
        assert not merit or (best == 3 and not person.is_auxiliary)
