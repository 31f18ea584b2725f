"""What no month can hold: more duty days, half days of leave or minutes than it has. Pure."""

from collections.abc import Sequence

from services.kernel.errors import FieldError, Refused, Text, invalid
from services.kernel.fact import Fact

_LEAVE = ("personal_leave_half_days", "sick_leave_half_days", "absent_half_days")
_OVERTIME = (
    "overtime_weekday_minutes",
    "overtime_rest_day_minutes",
    "overtime_holiday_minutes",
)
_DUTY = ("duty_rest_days", "duty_holiday_days")
# A pay month may run from the 21st: of two months that follow each other one has 31 days.
_DAYS = 31
_MINUTES_A_DAY = 1_440


def month_holds_it(_whole: Sequence[Fact], new: Fact) -> None:
    """Each kind alone has its bound already; these count together."""
    data = new.data
    _refuse_beyond(data, _DUTY, _DAYS, "duty_days_beyond_month")
    _refuse_beyond(data, _LEAVE, 2 * _DAYS, "leave_beyond_month")
    _refuse_beyond(data, _OVERTIME, _MINUTES_A_DAY * _DAYS, "overtime_beyond_month")


def _refuse_beyond(data: object, names: Sequence[str], most: int, code: str) -> None:
    given = [name for name in names if getattr(data, name)]
    if sum(getattr(data, name) for name in given) > most:
        raise _wrong(code, given, most)


def _wrong(code: str, names: Sequence[str], most: int) -> Refused:
    told = ", ".join(names)
    text = Text(
        f"{told} 合计超过该考勤月所能有的 {most}",
        f"{told} come to more than the {most} that the month can hold",
    )
    errors = [FieldError(f"/data/{name}", code, text) for name in names]
    return invalid(code, text.zh, text.en, errors=errors)
