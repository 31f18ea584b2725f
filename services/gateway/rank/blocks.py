"""Periods in which nobody is promoted: sanctions running, a failed year, an open case. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from services.assessment.events import Grade
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.grades import grades_by_year
from services.gateway.rank.policy import RankChoice, RankLaw, Sanctions
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY, next_day_after
from services.roster.events import (
    CaseClosed,
    CaseOpened,
    CaseResult,
    SanctionImposed,
    SanctionKind,
    SanctionLifted,
)

SANCTION = "SANCTION"
ASSESSMENT = "ASSESSMENT"
CASE = "CASE_OPEN"
_HEAVIER = list(SanctionKind)  # Mildest first.


@dataclass(frozen=True, slots=True)
class Block:
    """Both days are blocked."""

    reason: str
    first_day: date
    last_day: date
    facts: tuple[Fact, ...]

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def blocks(dossier: Dossier, law: RankLaw, choice: RankChoice) -> list[Block]:
    """In order of their first day; several may overlap."""
    found = [*sanction_periods(dossier, law.sanctions), *_failed_years(dossier, choice)]
    if choice.open_case_cleared.value == "effective_on_closing_date":
        found += _closed_cases(dossier)
    return sorted(found, key=lambda b: (b.first_day, b.last_day, b.reason))


def sanction_periods(dossier: Dossier, law: Sanctions) -> list[Block]:
    """One a day of sanctions; each runs on from what is left of the earlier ones.

    Source: 政务处分法 art. 8, 15; 处分条例 art. 10; readings S4, S9.
    """
    imposed = [f for f in dossier.of(SanctionImposed) if f.data.kind in law.periods_months]
    lifted = _liftings(dossier)
    found: list[Block] = []
    free_on = date.min  # First day on which no earlier sanction runs any more.
    for day, group in groupby(imposed, key=lambda f: f.effective_on):
        same_day = list(group)
        heaviest = max(_HEAVIER.index(f.data.kind) for f in same_day)
        heavy = [f for f in same_day if _HEAVIER.index(f.data.kind) == heaviest]
        left_on = free_on
        # The new period follows the rest of the old one; together at most 48 months from now.
        free_on = min(
            next_day_after(max(day, left_on), _months(heavy, law)),
            next_day_after(day, law.running_months_max),
        )
        papers = [lifted[f.event_id] for f in heavy if f.event_id in lifted]
        if len(papers) == len(heavy):
            last = max(papers, key=lambda f: f.effective_on)
            if day < last.effective_on < free_on:  # A late paper changes nothing (S4).
                free_on = max(last.effective_on, left_on)
                heavy = [*heavy, last]
        if free_on > day:
            found.append(Block(SANCTION, day, free_on - ONE_DAY, tuple(heavy)))
    return found


def _months(heavy: Sequence[Fact], law: Sanctions) -> int:
    """One period, or the one the decision states for several equal sanctions (art. 15)."""
    legal = law.periods_months[heavy[0].data.kind]
    stated = max((f.data.stated_months or 0 for f in heavy), default=0)
    return min(max(legal, stated), law.running_months_max)


def _liftings(dossier: Dossier) -> dict[object, Fact]:
    """The earliest lifting by the sanction it is about, a corrected sanction by its latest form."""
    newest = {dossier.first_version_of(f).event_id: f.event_id for f in dossier.of(SanctionImposed)}
    found: dict[object, Fact] = {}
    for paper in dossier.of(SanctionLifted):
        named = dossier.known.get(paper.data.sanction)
        first = dossier.first_version_of(named).event_id if named else paper.data.sanction
        found.setdefault(newest.get(first, first), paper)
    return found


def _failed_years(dossier: Dossier, choice: RankChoice) -> Iterable[Block]:
    """Source: the bureau's choice (`SEED:1` where it takes one year)."""
    months = {
        Grade.INCOMPETENT: choice.incompetent_grade_block_months.value,
        Grade.BASICALLY_COMPETENT: choice.basic_competent_block_months.value,
    }
    for fact in grades_by_year(dossier).values():
        length = months.get(fact.data.grade, 0)
        if length:
            free_on = next_day_after(fact.effective_on, length)
            yield Block(ASSESSMENT, fact.effective_on, free_on - ONE_DAY, (fact,))


def open_cases(dossier: Dossier, day: date) -> list[Fact]:
    """Cases open on `day`: from the opening day, no longer on the closing day (S3)."""
    closings = list(dossier.of(CaseClosed))
    found = []
    for opened in dossier.of(CaseOpened):
        closed = closing_of(opened, closings)
        if opened.effective_on <= day and (closed is None or day < closed.effective_on):
            found.append(opened)
    return found


def closing_of(opened: Fact, closings: Sequence[Fact]) -> Fact | None:
    same = [
        c
        for c in closings
        if c.data.case_no == opened.data.case_no and c.effective_on >= opened.effective_on
    ]
    return same[0] if same else None


def _closed_cases(dossier: Dossier) -> Iterable[Block]:
    closings = list(dossier.of(CaseClosed))
    for opened in dossier.of(CaseOpened):
        closed = closing_of(opened, closings)
        if closed is not None and closed.effective_on > opened.effective_on:
            last_day = closed.effective_on - ONE_DAY
            yield Block(CASE, opened.effective_on, last_day, (opened, closed))


def sanctions_awaited(dossier: Dossier) -> list[Fact]:
    """Cases closed with a sanction that is not on file: nobody knows yet what blocks."""
    sanctions = [*dossier.of(SanctionImposed)]
    closings = list(dossier.of(CaseClosed))
    found = []
    for opened in dossier.of(CaseOpened):
        closed = closing_of(opened, closings)
        if closed is None or closed.data.result != CaseResult.SANCTIONED:
            continue
        if not any(s.effective_on >= opened.effective_on for s in sanctions):
            found.append(closed)
    return found


def without_blocked_days(due: date, since: date, periods: Sequence[Block]) -> date:
    """`due` moved by the days of sanctions since `since`, for bureaus that do not count them."""
    moved = due
    while True:
        days = {
            day
            for b in periods
            if b.reason == SANCTION
            for day in _days(max(b.first_day, since), min(b.last_day, moved - ONE_DAY))
        }
        if due + timedelta(days=len(days)) == moved:
            return moved
        moved = due + timedelta(days=len(days))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
