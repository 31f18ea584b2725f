"""Monthly attendance results and leave, as published: what pay reads of duty. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Day, Month

Count = Annotated[int, Field(strict=True, ge=0, le=31)]
Minutes = Annotated[int, Field(strict=True, ge=0, le=44_640)]
HalfDays = Annotated[int, Field(strict=True, ge=0, le=62)]


class AttendanceMonthRecorded(Event, room="roster", zh="月考勤结果", one_by=("month",)):
    """One pay month's variable items, 21st to 20th where the policy says so."""

    month: Month
    nights: Count = 0
    overtime_weekday_minutes: Minutes = 0
    overtime_rest_day_minutes: Minutes = 0
    overtime_holiday_minutes: Minutes = 0
    duty_rest_days: Count = 0  # Officers: 正常休息日加班天数.
    duty_holiday_days: Count = 0  # Officers: 法定节假日加班天数.
    personal_leave_half_days: HalfDays = 0
    sick_leave_half_days: HalfDays = 0
    absent_half_days: HalfDays = 0


class LeaveKind(Term):
    ANNUAL = "annual", "年休假"
    PERSONAL = "personal", "事假"
    SICK = "sick", "病假"
    MATERNITY = "maternity", "产假"
    DUTY_INJURY = "duty_injury", "工伤停工留薪"
    HOME_VISIT = "home_visit", "探亲假"
    OTHER = "other", "其他假"


class LeaveTaken(Event, room="roster", zh="休假"):
    """From the effective day to `last_day`, both counted."""

    kind: LeaveKind
    last_day: Day
    half_days: Annotated[int, Field(strict=True, ge=1, le=2_000)]  # Working time missed.
