"""Entry, pre-job, yearly and special courses, and the exams of the last two years. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.assessment.events import Grade
from services.cli.demo_bureau.days import dice, working_day
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.training.events import CourseFailed, CourseKind, CoursePassed, ExamResultRecorded

YEARS = 3
EXAMS = ((6, 18, "上半年理论考试"), (12, 8, "年终业务考试"))
PASS_MARK = 60
SPECIALS = ("事故现场勘查", "酒驾查处规范", "应急救护", "执法记录仪使用", "窗口服务礼仪")
SPECIAL_CHANCE = 0.3


def course_rows(person: Person, grades: Mapping[tuple[str, int], Grade], today: date) -> list[Row]:
    end_on = person.leaving.on if person.leaving else today
    rows = [*_first_course(person), *_help(person, grades)]
    for year in range(today.year - YEARS + 1, today.year + 1):
        rows += _yearly(person, year)
    return [row for row in rows if person.entered_on <= row.effective_on <= end_on]


def _first_course(person: Person) -> list[Row]:
    if person.story is not None:
        on = person.story.confirmed_on - timedelta(days=dice(person.id, "entry").randint(20, 120))
        return [Row(person.id, on, _passed(person, CourseKind.ENTRY, "入警训练", 180))]
    if not person.is_auxiliary:
        return []
    on = person.entered_on + timedelta(days=15)
    return [Row(person.id, on, _passed(person, CourseKind.PRE_JOB, "岗前培训", 15))]


def _help(person: Person, grades: Mapping[tuple[str, int], Grade]) -> list[Row]:
    """After a failed year the bureau helps before it may end a contract (劳动合同法 art. 40)."""
    failed = [y for (who, y), g in grades.items() if who == person.id and g == Grade.INCOMPETENT]
    return [
        Row(
            person.id,
            date(year + 1, 4, 1) + timedelta(days=dice(person.id, year).randint(0, 30)),
            _passed(person, CourseKind.COMPETENCE, "不胜任岗位再培训", 10),
        )
        for year in failed
        if person.is_auxiliary
    ]


def _yearly(person: Person, year: int) -> list[Row]:
    throw = dice(person.id, year, "courses")
    on = working_day(date(year, throw.randint(3, 11), throw.randint(1, 25)))
    days = 15 if person.is_officer else 10
    rows: list[Row] = []
    if throw.random() < 0.04:  # noqa: PLR2004  one in twenty-five fails at first
        failed = CourseFailed(course=CourseKind.ANNUAL, title=f"{year}年度培训", score=48)
        rows.append(Row(person.id, on, failed))
        on += timedelta(days=14)
    passed = _passed(person, CourseKind.ANNUAL, f"{year}年度培训", days)
    rows.append(Row(person.id, on, passed))
    if throw.random() < SPECIAL_CHANCE:
        title = throw.choice(SPECIALS)
        special_on = working_day(date(year, throw.randint(2, 12), throw.randint(1, 25)))
        rows.append(Row(person.id, special_on, _passed(person, CourseKind.SPECIAL, title, 3)))
    for month, day, title in EXAMS:
        score = min(100, max(38, round(throw.gauss(80, 10))))
        exam = ExamResultRecorded(
            year=year, title=f"{year}{title}", score=score, pass_mark=PASS_MARK
        )
        rows.append(Row(person.id, working_day(date(year, month, day)), exam))
    return rows


def _passed(person: Person, course: CourseKind, title: str, days: int) -> CoursePassed:
    score = dice(person.id, course, title).randint(62, 98)
    return CoursePassed(course=course, title=title, days=days, score=score)
