"""Early promotion: grounds within the rank, approvals, and the day they lead to. Pure."""

from dataclasses import dataclass
from datetime import date

from services.gateway.rank.surroundings import Held, Surroundings
from services.kernel.fact import Fact
from services.kernel.legal_dates import next_day_after
from services.roster.events import EarlyPromotionApproved, HonourAwarded

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Early:
    due_on: date
    approval: Fact
    ground: Fact


def grounds(s: Surroundings, held: Held) -> list[Fact]:
    """Honours that allow it, from the rank's first day on (S8). Source: 1993 办法 二(二)."""
    return [
        honour
        for honour in s.dossier.of(HonourAwarded)
        if honour.data.kind in s.law.promotion_early.grounds and honour.effective_on >= held.since
    ]


def best(s: Surroundings, held: Held, period_months: int) -> Early | None:
    """The earliest day that an approval leads to: never before its ground or itself (S8)."""
    first_ground = next(iter(grounds(s, held)), None)
    if first_ground is None:
        return None
    found = [
        Early(
            max(
                _due(s, held, period_months, approval.data.years),
                first_ground.effective_on,
                approval.effective_on,
            ),
            approval,
            first_ground,
        )
        for approval in s.dossier.of(EarlyPromotionApproved)
        if approval.effective_on >= held.since and approval.event_id not in held.spent
    ]
    return min(found, key=lambda e: (e.due_on, str(e.approval.event_id)), default=None)


def possible_from(s: Surroundings, held: Held, period_months: int) -> tuple[date, Fact] | None:
    """The first day an approval could lead to, with the ground: "may", not "must"."""
    first_ground = next(iter(grounds(s, held)), None)
    if first_ground is None:
        return None
    years = s.law.promotion_early.years_max
    return max(_due(s, held, period_months, years), first_ground.effective_on), first_ground


def _due(s: Surroundings, held: Held, period_months: int, years: int) -> date:
    advance = min(years, s.law.promotion_early.years_max) * MONTHS_A_YEAR
    return next_day_after(held.since, max(period_months - advance, 0))
