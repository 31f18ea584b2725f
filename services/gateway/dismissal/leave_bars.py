"""Bars that leave on file shows: childbirth and nursing, sickness in its medical period. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from services.gateway.dismissal.policy import MedicalPeriod
from services.gateway.dismissal.surroundings import Bar, Surroundings
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY, full_months, last_day, next_day_after
from services.roster.events import AttendanceMonthRecorded, BarKind, LeaveKind, LeaveTaken

_DAYS_A_MONTH = 30


def childbirth(s: Surroundings) -> Iterator[Bar]:
    """The leave itself; then nursing, which leave does not show: whether the child lives."""
    for leave in _leaves(s, LeaveKind.MATERNITY):
        since, until = leave.effective_on, leave.data.last_day
        yield Bar(BarKind.PREGNANCY, since, until, (leave,))
        if s.law.nursing is not None:
            nursed = last_day(since, s.law.nursing.months)
            if nursed > until:
                yield Bar(BarKind.PREGNANCY, until + ONE_DAY, nursed, (leave,), is_certain=False)


def sickness(s: Surroundings, day: date) -> Iterator[Bar]:
    """While on leave, as long as the medical period lasts; past it a person has to say."""
    for leave in _leaves(s, LeaveKind.SICK):
        if leave.effective_on <= day <= leave.data.last_day:
            is_within = not _is_used_up(s, day)
            since, until = leave.effective_on, leave.data.last_day
            yield Bar(BarKind.MEDICAL_PERIOD, since, until, (leave,), is_within)
    for leave in _leaves(s, LeaveKind.DUTY_INJURY):
        yield Bar(BarKind.MEDICAL_PERIOD, leave.effective_on, leave.data.last_day, (leave,))
    yield from _sick_months(s, day)


def _sick_months(s: Surroundings, day: date) -> Iterator[Bar]:
    """Sick half days of a month result, of which no day is known: of this month or the last."""
    this = day.year * 12 + day.month
    for result in s.dossier.of(AttendanceMonthRecorded):
        year, month = map(int, str(result.data.month).split("-"))
        if result.data.sick_leave_half_days and 0 <= this - (year * 12 + month) <= 1:
            since = date(year, month, 1)
            until = last_day(since, 2)
            yield Bar(BarKind.MEDICAL_PERIOD, since, until, (result,), is_certain=False)


def _is_used_up(s: Surroundings, day: date) -> bool:
    """Whether the sick days of the months that count exceed the period; False: no period in law."""
    period = _period(s, day)
    if period is None:
        return False
    begins = next_day_after(day + ONE_DAY, -period.within_months)
    sick = {
        spent
        for leave in _leaves(s, LeaveKind.SICK)
        for spent in _days(max(leave.effective_on, begins), min(leave.data.last_day, day))
    }
    return len(sick) > period.months * _DAYS_A_MONTH


def _period(s: Surroundings, day: date) -> MedicalPeriod | None:
    """By years worked and years here; the shortest where no entry is on file."""
    if s.law.medical is None:
        return None
    entered = s.service.entered
    here = full_months(entered.effective_on, day) if entered is not None else 0
    worked = here + (entered.data.prior_work_months if entered is not None else 0)
    fitting = [
        p
        for p in s.law.medical.periods
        if p.worked_years_from * 12 <= worked and p.unit_years_from * 12 <= here
    ]
    return max(fitting, key=lambda p: p.months, default=None)


def _leaves(s: Surroundings, kind: LeaveKind) -> list[Fact]:
    return [f for f in s.dossier.of(LeaveTaken) if f.data.kind == kind]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
