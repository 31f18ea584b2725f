"""Grades stay inside the quotas, and are undetermined where the law says so."""

from collections import Counter

from services.assessment.events import (
    AnnualGradeDecided,
    BureauGrade,
    BureauGradeDecided,
    CoefficientDecided,
    Grade,
)
from services.cli.demo_bureau.year.grades import annual_grades, decided_on, years_of
from services.roster.events import Category
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_excellent_is_at_most_a_fifth_of_each_group(seed, today):
    people = {p.id: p for p in drawn.people(seed, today)}
    total, best = Counter(), Counter()
    for row in drawn.of(drawn.rows(seed, today), AnnualGradeDecided):
        person = people[row.subject]
        group = ("auxiliary" if person.is_auxiliary else person.category, row.data.year)
        total[group] += 1
        best[group] += row.data.grade == Grade.EXCELLENT
    assert len(total) == 9
    assert all(best[group] <= total[group] // 5 for group in total)


@every_draw
def test_only_decided_years_are_there(seed, today):
    for category in (Category.OFFICER, Category.AUXILIARY_DUTY):
        years = years_of(category, today)
        assert len(years) == 3
        assert decided_on(category, years[0]) <= today < decided_on(category, years[0] + 1)


@every_draw
def test_two_failed_years_and_an_incompetent_officer(seed, today):
    people = drawn.people(seed, today)
    grades = annual_grades(people, today).of
    twice = next(p for p in people if p.place == 62)
    years = years_of(twice.category, today)
    assert [grades[twice.id, year] for year in years[:2]] == [Grade.INCOMPETENT] * 2
    officer = people[7]
    assert grades[officer.id, years_of(officer.category, today)[0]] == Grade.INCOMPETENT


@every_draw
def test_a_tenth_of_the_officers_is_in_the_fourth_level(seed, today):
    by_period = Counter(), Counter()
    for row in drawn.of(drawn.rows(seed, today), BureauGradeDecided):
        by_period[0][row.data.period] += 1
        by_period[1][row.data.period] += row.data.grade == BureauGrade.LEVEL_4
    assert len(by_period[0]) == 4
    assert all(by_period[1][period] * 10 >= count for period, count in by_period[0].items())


@every_draw
def test_coefficients_are_percent(seed, today):
    rows = drawn.of(drawn.rows(seed, today), CoefficientDecided)
    assert {50 <= row.data.percent <= 130 for row in rows} == {True}
