"""Everybody was trained before duty or first rank, and examined twice a year."""

from services.assessment.events import AnnualGradeDecided, Grade
from services.training.events import CourseKind, CoursePassed, ExamResultRecorded
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_first_courses(seed, today):
    for person in drawn.people(seed, today):
        rows = drawn.about(person, drawn.rows(seed, today))
        passed = {r.data.course: r.effective_on for r in reversed(drawn.of(rows, CoursePassed))}
        if person.is_auxiliary and (today - person.entered_on).days > 30:
            assert (passed[CourseKind.PRE_JOB] - person.entered_on).days == 15
        if person.story is not None and person.story.confirmed_on <= today:
            assert passed[CourseKind.ENTRY] < person.story.confirmed_on


@every_draw
def test_exams_are_of_the_year_they_are_dated(seed, today):
    exams = drawn.of(drawn.rows(seed, today), ExamResultRecorded)
    assert len(exams) > 500
    assert all(row.data.year == row.effective_on.year for row in exams)


@every_draw
def test_help_lies_between_two_failed_years(seed, today):
    person = next(p for p in drawn.people(seed, today) if p.place == 62)
    rows = drawn.about(person, drawn.rows(seed, today))
    second, first = (
        r.effective_on
        for r in reversed(drawn.of(rows, AnnualGradeDecided))
        if r.data.grade == Grade.INCOMPETENT
    )
    help_days = [
        r.effective_on
        for r in drawn.of(rows, CoursePassed)
        if r.data.course == CourseKind.COMPETENCE
    ]
    assert any(first < day < second for day in help_days)
