"""What is unusual in a slip, beside what cannot be paid: somebody looks, and waives it. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.gateway.pay.items import Item
from services.gateway.pay.months import first_day, january, month_named, year_of
from services.gateway.pay.slip import Slip
from services.gateway.payroll.check_policy import PayCheckChoice
from services.gateway.payroll.events import PayCheck
from services.kernel.fact import Fact, standing
from services.roster.events import FactRevoked, PaySettled, ServiceEntered, YearWagesTakenOver

_OF_YEAR = frozenset(
    kind.TYPE for kind in (FactRevoked, PaySettled, ServiceEntered, YearWagesTakenOver)
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a slip is looked at with.

    `earlier`: closed slips, oldest first, of every month it settles something of, and the last.
    """

    facts: Sequence[Fact]
    earlier: Sequence[Slip]
    limits: PayCheckChoice
    shares_account: bool = False


def checks(slip: Slip, beside: Beside) -> Iterator[PayCheck]:
    if slip.is_held:
        return  # Nothing is paid.
    if slip.owed_fen and not slip.category:
        yield PayCheck.STILL_OWED  # Nobody takes it from a wage any more.
    if beside.earlier and _skips_a_month(slip, beside.earlier):
        yield PayCheck.MONTH_SKIPPED
    yield from _of_year(slip, beside)
    if _is_unusual(slip, beside):
        yield PayCheck.UNUSUAL_AMOUNT
    if _deducted(slip) > beside.limits.special_deduction_max.value * _months_of_year(slip):
        yield PayCheck.UNUSUAL_DEDUCTION
    if slip.net_fen and beside.shares_account:
        yield PayCheck.SHARED_ACCOUNT
    if slip.gross_fen > 0 and not slip.net_fen:
        yield PayCheck.NOTHING_LEFT


def _skips_a_month(slip: Slip, earlier: Sequence[Slip]) -> bool:
    """It pays a month after the first slip that had no run of its own."""
    own = {one.month for one in earlier}
    first = min(own)
    return any(line.month > first and line.month not in own for line in slip.retro())


def _of_year(slip: Slip, beside: Beside) -> Iterator[PayCheck]:
    """Tax goes on from what was paid in the year before our runs: once, and not without it."""
    of_year = (f for f in beside.facts if f.type in _OF_YEAR and f.recorded_at <= slip.closed_at)
    known = standing(of_year)
    year = year_of(month_named(slip.month))
    taken = [f for f in known if f.type == YearWagesTakenOver.TYPE and f.data.year == year]
    if taken:
        if slip.carried.year.months + taken[-1].data.months_withheld > _months_of_year(slip):
            yield PayCheck.YEAR_COUNTED_TWICE
    elif not beside.earlier and slip.category and _served_before(slip, known):
        yield PayCheck.YEAR_NOT_TAKEN_OVER


def _served_before(slip: Slip, known: Iterable[Fact]) -> bool:
    """Already in an earlier month of the year than the first that our runs pay."""
    first = month_named(slip.first_month)
    if first == january(first) or year_of(first) != year_of(month_named(slip.month)):
        return False
    facts = list(known)
    if any(fact.type == PaySettled.TYPE for fact in facts):
        return False
    entered = [f.effective_on for f in facts if f.type == ServiceEntered.TYPE]
    return not entered or max(entered) < first_day(first)


def _is_unusual(slip: Slip, beside: Beside) -> bool:
    limits = beside.limits
    if slip.gross_fen > limits.gross_max.value:
        return True
    if not beside.earlier or beside.earlier[-1].is_held or not slip.category:
        return False
    before = beside.earlier[-1].gross_fen
    change = abs(slip.gross_fen - before)
    is_large = change * 100 > abs(before) * limits.change_percent_max.value
    return is_large and change >= limits.change_min.value


def _deducted(slip: Slip) -> int:
    """专项附加扣除 of the year so far, as the tax line has it."""
    tax = next((line for line in slip.lines if line.item == Item.INCOME_TAX), None)
    return int(tax.inputs["special_fen"]) if tax is not None else 0


def _months_of_year(slip: Slip) -> int:
    month = month_named(slip.month)
    return month - january(month) + 1
