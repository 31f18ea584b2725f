"""Leave, and the monthly attendance results that agree with it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.cli.demo_bureau.days import PayMonth, dice, is_working, working_day
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.roster.events import AttendanceMonthRecorded, DutyPost, LeaveKind, LeaveTaken

NIGHT_POSTS = frozenset({DutyPost.ROAD, DutyPost.ACCIDENT, DutyPost.COMMAND})
SHORT_LEAVES = ((LeaveKind.SICK, 0.035, 5), (LeaveKind.PERSONAL, 0.035, 2))
LATEST_START = 9  # Within the pay month, so that no leave runs over its end.


@dataclass(frozen=True, slots=True)
class Absence:
    kind: LeaveKind
    first_day: date
    last_day: date
    half_days: int


def attendance_rows(person: Person, months: Sequence[PayMonth]) -> list[Row]:
    """One result for every month in which the person served on the closing day, and its leave."""
    rows: list[Row] = []
    for month in months:
        if not person.serves_on(month.closing_on):
            continue
        absences = _absences(person, month)
        rows += [
            Row(
                person.id,
                leave.first_day,
                LeaveTaken(kind=leave.kind, last_day=leave.last_day, half_days=leave.half_days),
            )
            for leave in absences
        ]
        rows.append(Row(person.id, month.closing_on, _result(person, month, absences)))
    return rows


def _absences(person: Person, month: PayMonth) -> list[Absence]:
    """At most one a month; the annual leave lies in one month of the year."""
    if person.entered_on > month.first_day:
        return []
    throw = dice(person.id, month.name, "leave")
    first = working_day(month.first_day + timedelta(days=throw.randint(0, LATEST_START)))
    years = (month.closing_on - person.entered_on).days // 365
    if years >= 1 and month.closing_on.month == dice(person.id, "annual").randint(1, 12):
        return [_absence(LeaveKind.ANNUAL, first, 5)]
    for kind, chance, days_max in SHORT_LEAVES:
        if throw.random() < chance:
            return [_absence(kind, first, throw.randint(1, days_max))]
    return []


def _absence(kind: LeaveKind, first: date, working_days: int) -> Absence:
    last, left = first, working_days - 1
    while left:
        last += timedelta(days=1)
        left -= is_working(last)
    return Absence(kind, first, last, working_days * 2)


def _result(
    person: Person, month: PayMonth, absences: Sequence[Absence]
) -> AttendanceMonthRecorded:
    throw = dice(person.id, month.name, "attendance")
    missed = {leave.kind: leave.half_days for leave in absences}
    on_road = person.duty_post in NIGHT_POSTS
    is_holiday = month.closing_on.month in {2, 5, 10}
    late = throw.random() < 0.01  # noqa: PLR2004  one month in a hundred
    return AttendanceMonthRecorded(
        month=month.name,
        nights=throw.randint(3, 9) if on_road else 0,
        overtime_weekday_minutes=30 * throw.randint(0, 24) if person.is_auxiliary else 0,
        overtime_rest_day_minutes=240 * throw.randint(0, 2) if on_road else 0,
        overtime_holiday_minutes=480 * throw.randint(0, 1) if on_road and is_holiday else 0,
        duty_rest_days=throw.randint(0, 6) if person.is_officer else 0,
        duty_holiday_days=throw.randint(0, 2) if person.is_officer and is_holiday else 0,
        personal_leave_half_days=missed.get(LeaveKind.PERSONAL, 0),
        sick_leave_half_days=missed.get(LeaveKind.SICK, 0),
        absent_half_days=1 if late else 0,
    )
