"""What is paid once, with the month it names: bonus, unused leave, severance. Pure."""

from services.gateway.pay.items import Item, Part
from services.gateway.pay.month import Basis, How, MonthPay
from services.gateway.pay.policy import CONTRIBUTIONS, SEVERANCE, UNUSED_LEAVE
from services.gateway.pay.rounding import half_up
from services.gateway.pay.spells import Spell
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY, full_months, next_day_after
from services.roster.events import BonusGranted, LeavePayGranted

_YEAR = 12


def grants(pay: MonthPay) -> None:
    for fact in pay.timeline.grants.get(pay.month, ()):
        if fact.type == BonusGranted.TYPE:
            _bonus(pay, fact)
        elif fact.type == LeavePayGranted.TYPE:
            _unused_leave(pay, fact)
        else:
            _severance(pay, fact)


def _basis(pay: MonthPay, fact: Fact) -> Basis:
    """A correction of it is the same grant: what was paid of the first version is known by it."""
    first = pay.timeline.dossier.first_version_of(fact)
    return Basis(pay.timeline.cite(fact), (), first.event_id)


def _bonus(pay: MonthPay, fact: Fact) -> None:
    amount = fact.data.amount_fen
    how = How("amount_fen", {"amount_fen": amount, "taxed_alone": fact.data.taxed_alone})
    pay.add(Part.GROSS, Item.BONUS.value, amount, how, _basis(pay, fact))


def _unused_leave(pay: MonthPay, fact: Fact) -> None:
    """300% of a day's pay, of which 100% is in the wage already; nothing by one's own wish.

    Source: 年休假条例 art. 5; 实施办法 art. 10, 11.
    """
    law = pay.rules.unused_leave.pay
    percent = law.percent - law.already_in_wage_percent
    if fact.data.own_wish:
        percent = law.own_wish_percent
    average, days = fact.data.average_monthly_wage_fen, fact.data.days
    amount = half_up(average * days * percent, law.paid_days)
    inputs = {
        "average_fen": average,
        "paid_days_hundredths": law.paid_days,
        "days": days,
        "percent": percent,
    }
    how = How("average_fen / (paid_days_hundredths / 100) * days * percent / 100", inputs)
    basis = _basis(pay, fact)._replace(policies=pay.rules.used(UNUSED_LEAVE))
    pay.add(Part.GROSS, Item.UNUSED_LEAVE.value, amount, how, basis)


def _severance(pay: MonthPay, fact: Fact) -> None:
    """A month's wage for every full year; six months and more count as one, less as a half (P9).

    Source: 劳动合同法 art. 47.
    """
    spell = _ended_by(pay, fact)
    if spell is None:
        return
    law = pay.rules.severance.pay
    served = full_months(spell.joined_on, fact.effective_on + ONE_DAY)
    years, rest = divmod(served, _YEAR)
    if rest == 0 and next_day_after(spell.joined_on, served) <= fact.effective_on:
        rest = 1
    cap = pay.rules.city.average_monthly_wage.value * law.average_cap_times
    average = min(fact.data.average_monthly_wage_fen, cap)
    if rest >= law.half_year_months_min:
        years, rest = years + 1, 0
    halves = years * law.half_months_a_year + (law.half_months_below if rest else 0)
    if average == cap:
        halves = min(halves, law.years_max_when_capped * law.half_months_a_year)
    amount = half_up(average * halves, law.half_months_a_year)
    inputs = {"average_fen": average, "half_months": halves, "service_months": served}
    how = How("average_fen * half_months / 2", inputs)
    policies = (*pay.rules.used(SEVERANCE), *pay.rules.used(CONTRIBUTIONS))
    cited = pay.timeline.cite(fact, *spell.facts)
    basis = Basis(cited, policies, _basis(pay, fact).ref)
    pay.add(Part.GROSS, Item.SEVERANCE.value, amount, how, basis)


def _ended_by(pay: MonthPay, fact: Fact) -> Spell | None:
    """The spell of service the contract of which ended on the day of the fact."""
    begun = [s for s in pay.timeline.spells if s.joined_on <= fact.effective_on]
    return begun[-1] if begun else None
