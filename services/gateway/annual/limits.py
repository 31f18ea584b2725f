"""Which grade a year still admits: sanctions, probation, long leave, an open case. Pure.

Source: 公务员考核规定 chapter 5.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.assessment.events import Grade
from services.gateway.annual.policy import AnnualChoice, AnnualLaw
from services.gateway.decision.dossier import Dossier
from services.gateway.rank.blocks import open_cases
from services.kernel.fact import Fact
from services.kernel.legal_dates import next_day_after
from services.roster.events import Category, LeaveTaken, SanctionImposed, ServiceEntered


@dataclass(frozen=True, slots=True)
class Limit:
    """`highest` is the best grade left; `reason` the word, `clause` the rule, `facts` the cause."""

    reason: str
    highest: Grade
    clause: str
    facts: tuple[Fact, ...]

    def admits(self, grade: Grade) -> bool:
        if self.highest == Grade.UNDETERMINED:
            return grade == Grade.UNDETERMINED
        return grade != Grade.EXCELLENT


def limits(dossier: Dossier, law: AnnualLaw, choice: AnnualChoice | None, year: int) -> list[Limit]:
    """Everything that limits the grade of `year`, as far as is known."""
    return [
        *_sanctions(dossier, law, year),
        *_probation(dossier, law, year),
        *_leave(dossier, law, choice, year),
        *_case(dossier, law, year),
    ]


def _sanctions(dossier: Dossier, law: AnnualLaw, year: int) -> Iterator[Limit]:
    rules = law.special
    for fact in dossier.of(SanctionImposed):
        kind, began = fact.data.kind, fact.effective_on.year
        is_void = (kind in rules.undetermined and began == year) or (
            kind in rules.undetermined_next_year and began in (year, year - 1)
        )
        if is_void:
            yield Limit("SANCTION_YEAR", Grade.UNDETERMINED, rules.source, (fact,))
        elif kind in rules.not_excellent and began == year:
            yield Limit("WARNING_YEAR", Grade.COMPETENT, rules.source, (fact,))


def _probation(dossier: Dossier, law: AnnualLaw, year: int) -> Iterator[Limit]:
    """Still on probation when the year ends."""
    for fact in dossier.of(ServiceEntered):
        ends = next_day_after(fact.effective_on, fact.data.probation_months)
        is_officer = fact.data.category == Category.OFFICER and law.probation.value
        if is_officer and fact.effective_on <= date(year, 12, 31) < ends:
            yield Limit("PROBATION", Grade.UNDETERMINED, law.probation.source, (fact,))


def _leave(
    dossier: Dossier, law: AnnualLaw, choice: AnnualChoice | None, year: int
) -> Iterator[Limit]:
    """Leave is counted in the year it began."""
    taken = [
        f
        for f in dossier.of(LeaveTaken)
        if f.data.kind in law.absent.leave_kinds and f.effective_on.year == year
    ]
    if choice is not None and (
        sum(f.data.half_days for f in taken) > choice.half_year_half_days.value
    ):
        yield Limit("LONG_LEAVE", Grade.UNDETERMINED, law.absent.source, tuple(taken))


def _case(dossier: Dossier, law: AnnualLaw, year: int) -> Iterator[Limit]:
    """Open now, and opened by the end of that year: the grade is added when it closes."""
    if not law.open_case.value:
        return
    opened = [f for f in open_cases(dossier, dossier.as_of) if f.effective_on.year <= year]
    if opened:
        yield Limit("CASE_OPEN", Grade.UNDETERMINED, law.open_case.source, tuple(opened))
