"""Results agree with the leave on file; nobody is absent and serving at once."""

from datetime import timedelta

from services.cli.demo_bureau.days import is_working
from services.roster.events import AttendanceMonthRecorded, LeaveKind, LeaveTaken
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_leave_is_counted_in_its_month(seed, today):
    rows = drawn.rows(seed, today)
    months = drawn.of(rows, AttendanceMonthRecorded)
    sick = sum(row.data.sick_leave_half_days for row in months)
    taken = [row.data for row in drawn.of(rows, LeaveTaken)]

    assert sick == sum(one.half_days for one in taken if one.kind == LeaveKind.SICK) > 0


@every_draw
def test_half_days_are_working_time(seed, today):
    for row in drawn.of(drawn.rows(seed, today), LeaveTaken):
        days = (row.data.last_day - row.effective_on).days + 1
        worked = sum(is_working(row.effective_on + timedelta(days=n)) for n in range(days))
        assert row.data.half_days == 2 * worked


@every_draw
def test_one_result_a_month_for_everybody(seed, today):
    rows = drawn.rows(seed, today)
    keys = [(r.subject, r.data.month) for r in drawn.of(rows, AttendanceMonthRecorded)]
    assert len(set(keys)) == len(keys)
    head = drawn.people(seed, today)[0]
    assert sum(subject == head.id for subject, _ in keys) == 24
