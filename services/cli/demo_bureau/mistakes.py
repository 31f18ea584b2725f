"""Records that were wrong when made, and how each is mended afterwards. Pure."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from services.assessment.events import AnnualGradeDecided, CoefficientDecided, Grade
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Mend, Row
from services.kernel.event import Event
from services.roster.events import (
    AttendanceMonthRecorded,
    ContributionBaseSet,
    HonourAwarded,
    HonourKind,
    LeaveKind,
    LeaveTaken,
    PersonRegistered,
    RankAwarded,
)
from services.training.events import CourseKind, CoursePassed

Wrong = Callable[[Row], Row]
LAST = 0  # The person whose correction is sent last: it marks a load as complete.


def spoil(
    people: Sequence[Person], rows: Sequence[Row], today: date
) -> tuple[list[Row], list[Mend]]:
    """The rows as they were first recorded, and the corrections and revocations that follow."""
    by_place = {person.place: person.id for person in people}
    recorded, mends = list(rows), list[Mend]()
    for place, kind, wrong, basis, reason in _CORRECTED:
        at = _newest(recorded, by_place.get(place), kind)
        if at is None:
            continue
        right = recorded[at]
        recorded[at] = wrong(right)
        mends.append(Mend(recorded[at], right, basis, reason))
    for place, invented, basis, reason in _REVOKED:
        if place in by_place:
            row = invented(by_place[place], today)
            recorded.append(row)
            mends.append(Mend(row, None, basis, reason))
    return recorded, sorted(mends, key=lambda mend: mend.wrong.subject == by_place.get(LAST))


def _newest(rows: Sequence[Row], subject: str | None, kind: type[Event]) -> int | None:
    found = [at for at, row in enumerate(rows) if row.subject == subject and type(row.data) is kind]
    return max(found, key=lambda at: rows[at].effective_on, default=None)


def _changed(**fields: object) -> Wrong:
    return lambda row: Row(row.subject, row.effective_on, row.data.model_copy(update=fields))


def _a_month_late(row: Row) -> Row:
    return Row(row.subject, row.effective_on + timedelta(days=31), row.data)


def _a_day_older(row: Row) -> Row:
    assert isinstance(row.data, PersonRegistered)  # noqa: S101  as the table below says
    born = row.data.birth_on
    assert born is not None  # noqa: S101  everybody here has one
    return _changed(birth_on=born - timedelta(days=30))(row)


def _nights_short(row: Row) -> Row:
    assert isinstance(row.data, AttendanceMonthRecorded)  # noqa: S101  as the table below says
    return _changed(nights=max(0, row.data.nights - 2))(row)


_CORRECTED: tuple[tuple[int, type[Event], Wrong, str, str], ...] = (
    (18, RankAwarded, _a_month_late, "警衔命令原件", "录入时误将下达日期作为起算日期"),
    (21, PersonRegistered, _a_day_older, "三龄两历认定表", "出生日期以认定结论为准"),
    (60, AttendanceMonthRecorded, _nights_short, "勤务排班表", "漏计两个夜班"),
    (64, CoefficientDecided, _changed(percent=60), "月考核复核单", "系数误录"),
    (
        70,
        AnnualGradeDecided,
        _changed(grade=Grade.BASICALLY_COMPETENT),
        "复核决定书",
        "本人申请复核, 决定撤销原等次",
    ),
    (72, ContributionBaseSet, _changed(average_monthly_wage_fen=300_000), "社保核定表", "基数误录"),
    (LAST, PersonRegistered, _changed(police_number="069999"), "人民警察证", "警号误录"),
)


def _leave_not_taken(subject: str, today: date) -> Row:
    first = today - timedelta(days=75)
    last = first + timedelta(days=2)
    return Row(subject, first, LeaveTaken(kind=LeaveKind.PERSONAL, last_day=last, half_days=4))


def _honour_of_another(subject: str, today: date) -> Row:
    return Row(subject, today - timedelta(days=200), HonourAwarded(kind=HonourKind.MERIT_3))


def _course_of_another(subject: str, today: date) -> Row:
    passed = CoursePassed(course=CourseKind.RANK_SUPERVISOR, title="晋督训练", days=40, score=81)
    return Row(subject, today - timedelta(days=90), passed)


_REVOKED: tuple[tuple[int, Callable[[str, date], Row], str, str], ...] = (
    (66, _leave_not_taken, "销假单", "假期取消, 未离岗"),
    (20, _honour_of_another, "表彰决定原件", "同名误录"),
    (3, _course_of_another, "培训学校成绩单", "误录他人成绩"),
)
