"""Long sick leave of officers: full pay, then a share by month of leave and years. Pure.

Source: 国发〔1981〕52号.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from services.gateway.pay.choice import PAY
from services.gateway.pay.items import Item, Part
from services.gateway.pay.month import Basis, How, MonthPay
from services.gateway.pay.months import first_day, last_day
from services.gateway.pay.policy import SICK_PAY, SickPay
from services.gateway.pay.rounding import half_up
from services.gateway.pay.spells import Spell
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY, full_months
from services.roster.events import LeaveKind, LeaveTaken

_YEAR = 12


def sick_leave(pay: MonthPay, spell: Spell, fixed_fen: int) -> None:
    """Each day of leave by the share of its month of leave; one rounding for the month."""
    start, end = first_day(pay.month), last_day(pay.month)
    law = pay.rules.sick_pay.pay
    worked = full_months(spell.joined_on, start)
    if spell.entered is not None:
        worked += spell.entered.data.prior_work_months
    is_long = worked >= law.years * _YEAR
    missing = 0  # Days of the month times the percent not paid for them.
    shares: dict[str, int] = {}
    facts: list[Fact] = []
    for begun, until, leaves in _spells_of_leave(pay):
        if until < start or begun > end:
            continue
        facts += leaves
        day = max(begun, start)
        while day <= min(until, end):
            percent = _percent(law, full_months(begun, day) + 1, is_long=is_long)
            missing += 100 - percent
            shares[str(percent)] = shares.get(str(percent), 0) + 1
            day += ONE_DAY
    if not missing or not fixed_fen:
        return
    days = (end - start).days + 1
    inputs = {
        "fixed_fen": fixed_fen,
        "days_by_percent": shares,
        "days_of_month": days,
        "service_months": worked,
    }
    how = How("-fixed_fen * sum(days * (100 - percent)) / 100 / days_of_month", inputs)
    policies = (*pay.rules.used(SICK_PAY), *pay.rules.used(PAY))
    amount = -half_up(fixed_fen * missing, 100 * days)
    basis = Basis(pay.timeline.cite(*facts, spell.entered), policies)
    pay.add(Part.GROSS, Item.SICK_LEAVE.value, amount, how, basis)


def _spells_of_leave(pay: MonthPay) -> Iterator[tuple[date, date, list[Fact]]]:
    """Sick leaves in order; one that follows without a day between goes on with the one before."""
    begun = until = None
    facts: list[Fact] = []
    for fact in pay.timeline.all(LeaveTaken):
        if fact.data.kind != LeaveKind.SICK:
            continue
        if begun is not None and until is not None and fact.effective_on <= until + timedelta(1):
            until = max(until, fact.data.last_day)
            facts.append(fact)
            continue
        if begun is not None and until is not None:
            yield begun, until, facts
        begun, until, facts = fact.effective_on, fact.data.last_day, [fact]
    if begun is not None and until is not None:
        yield begun, until, facts


def _percent(law: SickPay, month_of_leave: int, *, is_long: bool) -> int:
    step = next(s for s in reversed(law.steps) if s.from_month <= month_of_leave)
    return step.from_percent if is_long else step.under_percent
