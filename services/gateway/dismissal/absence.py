"""Days absent without reason as a ground: too many in a year, or perhaps too many running. Pure.

Month results say how many half days were missed, not which: whether they ran on is for a person.
"""

from dataclasses import dataclass

from services.gateway.decision.dossier import Dossier
from services.gateway.decision.finding import Finding, cite
from services.gateway.dismissal.policy import Absence
from services.kernel.fact import Fact
from services.roster.events import AttendanceMonthRecorded

_MONTHS_A_YEAR = 12
_HALF_DAYS_A_DAY = 2


@dataclass(frozen=True, slots=True)
class Absent:
    """The month results with most absence, newest last."""

    half_days: int
    facts: tuple[Fact, ...]
    is_ground: bool  # False: only if those of one month, or of two that meet, ran on.

    def finding(self, law: Absence) -> Finding:
        return Finding(
            claim="absent_too_long",
            met=self.is_ground,
            reason="ABSENCE_RUNNING",
            clause=law.source,
            required={"year_days": law.year_days, "running_days": law.running_days},
            found={
                "half_days": self.half_days,
                "first": str(self.facts[0].data.month),
                "last": str(self.facts[-1].data.month),
            },
            facts=cite(self.facts),
        )


def absence(dossier: Dossier, law: Absence) -> Absent | None:
    """Source: 公务员法 art. 88(5)."""
    results = {f.data.month: f for f in dossier.of(AttendanceMonthRecorded)}
    missed = [f for f in results.values() if f.data.absent_half_days]
    in_a_year = _most(missed, _MONTHS_A_YEAR)
    if _half_days(in_a_year) > law.year_days * _HALF_DAYS_A_DAY:
        return Absent(_half_days(in_a_year), in_a_year, is_ground=True)
    meeting = _most(missed, 2)  # Of two months that meet, the days may have run on.
    if _half_days(meeting) > law.running_days * _HALF_DAYS_A_DAY:
        return Absent(_half_days(meeting), meeting, is_ground=False)
    return None


def _most(missed: list[Fact], months: int) -> tuple[Fact, ...]:
    """The results of so many months running with most absence; the earliest of equal ones."""
    ordered = sorted(missed, key=_index)
    windows = [
        tuple(f for f in ordered if _index(last) - months < _index(f) <= _index(last))
        for last in ordered
    ]
    return max(windows, key=_half_days, default=())


def _half_days(results: tuple[Fact, ...]) -> int:
    return sum(f.data.absent_half_days for f in results)


def _index(fact: Fact) -> int:
    year, month = str(fact.data.month).split("-")
    return int(year) * _MONTHS_A_YEAR + int(month)
