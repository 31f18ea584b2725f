"""Who left in the last three years, on which legal path and why: 59 auxiliaries a brigade. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.cli.demo_bureau.days import dice
from services.kernel.legal_dates import last_day
from services.roster.events import EndingPath, LeavingKind

LEAVERS = 59
CONTRACT_MONTHS = 36
_WINDOW_DAYS = 3 * 365 - 45

# How many left so; the reasons are those a bureau writes down.
PATHS: tuple[tuple[int, LeavingKind, EndingPath, tuple[str, ...]], ...] = (
    (36, LeavingKind.RESIGNED, EndingPath.EMPLOYEE_NOTICE, ("待遇偏低", "另谋职业", "家庭原因")),
    (10, LeavingKind.CONTRACT_EXPIRED, EndingPath.EXPIRY, ("期满不再续签",)),
    (4, LeavingKind.CONTRACT_ENDED, EndingPath.AGREEMENT, ("双方协商一致",)),
    (4, LeavingKind.CONTRACT_ENDED, EndingPath.NO_FAULT_40, ("培训后仍不能胜任工作",)),
    (3, LeavingKind.CONTRACT_ENDED, EndingPath.FAULT_39, ("严重违反规章制度",)),
    (2, LeavingKind.APPOINTED_OFFICER, EndingPath.AGREEMENT, ("定向招录为民警",)),
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """The end of one service; `on` is its last day."""

    index: int
    entered_on: date
    on: date
    kind: LeavingKind
    path: EndingPath
    reason: str


def leavings(seed: int, today: date, brigade: int) -> list[Leaving]:
    """In the order of a shuffled table, so that a part of them has the same mixture."""
    throw = dice(seed, brigade, "leavings")
    table = [(kind, path, why) for count, kind, path, why in PATHS for _ in range(count)]
    throw.shuffle(table)
    found = []
    for index, (kind, path, reasons) in enumerate(table):
        left_on = today - timedelta(days=throw.randint(5, _WINDOW_DAYS))
        entered_on = left_on - timedelta(days=throw.randint(200, 6 * 365))
        if path == EndingPath.EXPIRY:
            entered_on = left_on.replace(day=1, year=left_on.year - 3)
            left_on = last_day(entered_on, CONTRACT_MONTHS)
        found.append(Leaving(index, entered_on, left_on, kind, path, throw.choice(reasons)))
    return found
