"""Severance (经济补偿): half months by time served, and the amount, exact to the fen. Pure."""

from datetime import date
from typing import Protocol

from services.kernel.legal_dates import full_months, next_day_after

_MONTHS_A_YEAR = 12


class SeveranceTerms(Protocol):
    """What the law fixes. Source: 劳动合同法 art. 47."""

    @property
    def half_months_a_year(self) -> int: ...
    @property
    def half_year_months_min(self) -> int: ...
    @property
    def half_months_below(self) -> int: ...
    @property
    def average_cap_times(self) -> int: ...
    @property
    def years_max_when_capped(self) -> int: ...


def half_months(since: date, until: date, terms: SeveranceTerms) -> int:
    """Half monthly wages for service from `since` to before `until`; exactly 6 months is 1 (P9)."""
    months = full_months(since, until)
    years, rest = divmod(months, _MONTHS_A_YEAR)
    halves = years * terms.half_months_a_year
    if rest >= terms.half_year_months_min:
        return halves + terms.half_months_a_year
    has_more = rest > 0 or next_day_after(since, months) < until
    return halves + (terms.half_months_below if has_more else 0)


def amount_fen(
    halves: int, average_fen: int, local_average_fen: int | None, terms: SeveranceTerms
) -> int:
    """Half up to the fen. A wage above the cap is cut to it, and then the years are limited too."""
    cap = local_average_fen * terms.average_cap_times if local_average_fen is not None else None
    if cap is not None and average_fen > cap:
        average_fen = cap
        halves = min(halves, terms.years_max_when_capped * terms.half_months_a_year)
    return (halves * average_fen + 1) // 2
