"""When the period in a level is complete: failed years not counted, an approved advance. Pure."""

from dataclasses import dataclass
from datetime import date

from services.gateway.level.surroundings import Held, Surroundings
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY, next_day_after
from services.roster.events import EarlyPromotionApproved, HonourAwarded

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Due:
    """`failed` are the results that moved the day; `approval` and `ground` are of an early one."""

    on: date
    months: int
    failed: tuple[Fact, ...] = ()
    approval: Fact | None = None
    ground: Fact | None = None


def due(s: Surroundings, held: Held, closing: date) -> Due | None:
    """As known on `closing`, the day the order is there or is asked for; None at the top."""
    months = s.track(held).months_from(held.level)
    if months is None:
        return None
    on, failed = _complete(s, held, months, closing=closing)
    found = Due(on, months, failed)
    early = _early(s, held, months, closing=closing)
    return early if early is not None and early.on < on else found


def early_possible_from(s: Surroundings, held: Held, closing: date) -> tuple[date, Fact] | None:
    """The first day an approval could lead to, with its ground: "may", not "must"."""
    months = s.track(held).months_from(held.level)
    ground = next(iter(_grounds(s, held, closing)), None)
    if months is None or ground is None:
        return None
    on, _ = _complete(s, held, _shortened(s, months, None), closing=closing)
    return max(on, ground.effective_on), ground


def _complete(
    s: Surroundings, held: Held, months: int, *, closing: date
) -> tuple[date, tuple[Fact, ...]]:
    """Twelve months more for every failed year that overlaps what is still to be served (S16)."""
    on, counted = next_day_after(held.since, months), 0
    failed: list[Fact] = []
    grades = [
        (year, fact)
        for year, fact in s.grades(closing).items()
        if fact.data.grade in s.choice.failed_grades.value
    ]
    if s.choice.failed_year.value == "ignored":
        return on, ()
    for year, fact in grades:
        if date(year, 12, 31) >= held.since and date(year, 1, 1) <= on - ONE_DAY:
            counted += 1
            failed.append(fact)
            on = next_day_after(held.since, months + MONTHS_A_YEAR * counted)
    return on, tuple(failed)


def _grounds(s: Surroundings, held: Held, closing: date) -> list[Fact]:
    """Honours that allow it, from the level's first day on. Source: 河南 [W12][W13]."""
    rules = s.choice.early
    selected = held.level in s.track(held).by_selection.months
    if held.level - 1 in rules.not_to_levels or (selected and not rules.for_selection):
        return []
    return [
        f
        for f in s.of(HonourAwarded, closing)
        if f.data.kind in rules.grounds and f.effective_on >= held.since
    ]


def _early(s: Surroundings, held: Held, months: int, *, closing: date) -> Due | None:
    """The earliest day that an approval leads to: never before its ground or itself (S8)."""
    ground = next(iter(_grounds(s, held, closing)), None)
    if ground is None:
        return None
    found: list[Due] = []
    for approval in s.of(EarlyPromotionApproved, closing):
        if approval.effective_on < held.since or approval.event_id in held.spent:
            continue
        shorter = _shortened(s, months, approval.data.years)
        on, failed = _complete(s, held, shorter, closing=closing)
        day = max(on, ground.effective_on, approval.effective_on)
        found.append(Due(day, shorter, failed, approval, ground))
    return min(found, key=lambda d: (d.on, str(d.approval)), default=None)


def _shortened(s: Surroundings, months: int, years: int | None) -> int:
    most = s.choice.early.years_max
    return max(months - MONTHS_A_YEAR * min(most if years is None else years, most), 0)
