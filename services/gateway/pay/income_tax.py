"""Wage tax by cumulative withholding on what is paid, and a bonus or severance taxed alone. Pure.

Source: 公告2018年第61号; 2020年第13号, 第19号; 财税〔2018〕164号.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from services.gateway.pay.months import (
    first_day,
    january,
    last_day,
    month_named,
    month_of,
    year_of,
)
from services.gateway.pay.policy import TaxLaw, TaxTable
from services.gateway.pay.rounding import half_up
from services.gateway.pay.slip import YearToDate
from services.gateway.pay.timeline import Timeline
from services.kernel.fact import Fact
from services.roster.events import (
    PaySettled,
    ServiceEntered,
    SpecialDeductionDeclared,
    YearWagesTakenOver,
)


@dataclass(frozen=True, slots=True)
class Deductions:
    """What a year's income is reduced by up to a month, apart from own contributions."""

    basic_fen: int
    special_fen: int
    rule: str  # monthly, first_job (13号), whole_year (19号)
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Withholding:
    """The cumulative calculation of one payment. `tax_fen` is never below zero."""

    income_fen: int
    own_fen: int
    taxable_fen: int
    percent: int
    quick_fen: int
    cumulative_fen: int
    withheld_fen: int  # Before.
    tax_fen: int


def tax_of(table: TaxTable, taxable_fen: int, *, months: int = 1) -> tuple[int, int, int]:
    """(tax, percent, quick deduction) of a sum by the step its share of `months` lies in."""
    if taxable_fen <= 0:
        return 0, table.steps[0].percent, 0
    step = next(s for s in table.steps if s.up_to is None or taxable_fen <= s.up_to * months)
    tax = half_up(taxable_fen * step.percent, 100) - step.quick
    return max(tax, 0), step.percent, step.quick


def withholding(
    law: TaxLaw, before: YearToDate, paid: tuple[int, int], deductions: Deductions
) -> Withholding:
    """`paid` is what this run adds: wages and own contributions. Rounded once, cumulatively."""
    income, own = before.income_fen + paid[0], before.own_fen + paid[1]
    taxable = income - own - deductions.basic_fen - deductions.special_fen
    cumulative, percent, quick = tax_of(law.year_table, taxable)
    return Withholding(
        income_fen=income,
        own_fen=own,
        taxable_fen=taxable,
        percent=percent,
        quick_fen=quick,
        cumulative_fen=cumulative,
        withheld_fen=before.withheld_fen,
        tax_fen=max(cumulative - before.withheld_fen, 0),  # No refund within the year.
    )


def bonus_tax(law: TaxLaw, bonus_fen: int) -> tuple[int, int, int]:
    """Of a bonus taxed alone: a twelfth finds the step, the quick deduction counts once."""
    return tax_of(law.bonus_table, bonus_fen, months=law.bonus_table.months)


def may_be_taxed_alone(law: TaxLaw, month: int) -> bool:
    return first_day(month) <= law.bonus_table.last_day


def opening(timeline: Timeline, year: int) -> Fact | None:
    """What was paid and withheld in a year before our runs."""
    found = [f for f in timeline.all(YearWagesTakenOver) if f.data.year == year]
    return found[-1] if found else None


def _given_back(timeline: Timeline, first_month: int, year: int) -> int:
    """Of months that our runs have paid: what came back beside them in a year; not above zero."""
    return sum(
        min(fact.data.amount_fen, 0)
        for fact in timeline.all(PaySettled)
        if month_named(fact.data.month) >= first_month
        and year_of(month_named(fact.data.paid_in)) == year
    )


def year_before(
    timeline: Timeline, ours: YearToDate | None, year: int, first_month: int
) -> YearToDate:
    """Our own runs, without what was given back, and what was taken over, together."""
    found = ours if ours is not None and ours.year == year else YearToDate(year=year)
    back = _given_back(timeline, first_month, year)
    if back:
        found = msgspec.structs.replace(
            found, wages_fen=found.wages_fen + back, income_fen=found.income_fen + back
        )
    taken = opening(timeline, year)
    if taken is None:
        return found
    data = taken.data
    return YearToDate(
        year=year,
        wages_fen=found.wages_fen + data.wages_fen,
        income_fen=found.income_fen + data.wages_fen,
        own_fen=found.own_fen + data.own_contributions_fen,
        withheld_fen=found.withheld_fen + data.tax_withheld_fen,
        months=found.months + data.months_withheld,
        bonus_alone=found.bonus_alone,
    )


def deductions(
    timeline: Timeline, month: int, first_month: int, last_year: YearToDate
) -> Deductions:
    """Of the year up to and with `month`; `first_month` is where our runs began."""
    law = timeline.rules.of(month).tax
    start = max(january(month), first_month)
    served = [m for m in range(start, month + 1) if timeline.spell(m) is not None]
    taken = opening(timeline, year_of(month))
    special, declared = _special(timeline, served)
    months = len(served)
    if taken is not None:
        # A month of the year counts once, whoever withheld for it.
        months = min(months + taken.data.months_withheld, month - january(month) + 1)
        special += taken.data.special_deductions_fen
        declared = (*declared, taken)
    monthly = law.basic_deduction.monthly
    if _is_whole_year(law, month, last_year):
        earlier = opening(timeline, year_of(month) - 1)
        facts = (*declared, earlier) if earlier is not None else declared
        return Deductions(law.whole_year.deduction, special, "whole_year", facts)
    first = _first_job(timeline, law, month)
    if first is not None:
        months = month - january(month) + 1
        return Deductions(monthly * months, special, "first_job", (first, *declared))
    return Deductions(monthly * months, special, "monthly", declared)


def _is_whole_year(law: TaxLaw, month: int, last_year: YearToDate) -> bool:
    """Withheld by this unit all of last year, on no more than 60,000.00 (19号, P4)."""
    rule = law.whole_year
    return (
        first_day(january(month)) >= rule.since
        and last_year.months >= rule.months_withheld
        and last_year.wages_fen <= rule.wages_max
    )


def _first_job(timeline: Timeline, law: TaxLaw, month: int) -> Fact | None:
    """The first wages of a life, begun this year: counted from January (13号)."""
    for fact in timeline.all(ServiceEntered):
        on: date = fact.effective_on
        in_year = january(month) <= month_of(on) <= month
        if fact.data.first_wage_job and in_year and last_day(month) >= law.first_job.since:
            return fact
    return None


def _special(timeline: Timeline, months: Iterable[int]) -> tuple[int, tuple[Fact, ...]]:
    """专项附加扣除 of the months served, as known now: what is learned late is caught up (P4)."""
    found = _declared(timeline)
    total = 0
    facts: dict[object, Fact] = {}
    for month in months:
        for first, last, fact in found:
            if first <= month <= last:
                total += fact.data.monthly_fen
                facts[fact.event_id] = fact
    return total, tuple(facts.values())


def _declared(timeline: Timeline) -> list[tuple[int, int, Fact]]:
    """First and last month of each; an open end is closed by the next of the same kind."""
    facts = sorted(timeline.all(SpecialDeductionDeclared), key=lambda f: f.data.first_month)
    found: list[tuple[int, int, Fact]] = []
    for at, fact in enumerate(facts):
        first = month_named(fact.data.first_month)
        last = month_named(fact.data.last_month) if fact.data.last_month is not None else None
        if last is None:
            later = (
                month_named(f.data.first_month) - 1
                for f in facts[at + 1 :]
                if f.data.kind == fact.data.kind and f.data.first_month > fact.data.first_month
            )
            last = next(later, month_named("2099-12"))
        found.append((first, last, fact))
    return found
