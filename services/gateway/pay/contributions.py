"""Own and unit contributions of a month: base with floor and cap, rates, rounding. Pure.

Source: 社会保险 base rules [W29]; 住房公积金管理条例 art. 16 to 18.
"""

from services.gateway.pay.items import Item, Part
from services.gateway.pay.month import Basis, How, MonthPay
from services.gateway.pay.months import month_of
from services.gateway.pay.policy import CONTRIBUTIONS, Contribution
from services.gateway.pay.rounding import YUAN, half_up
from services.gateway.pay.rules import MonthRules
from services.gateway.pay.spells import Spell
from services.kernel.fact import Fact
from services.roster.events import ContributionBaseSet, OwnContributionsGiven

_WHOLE_RATE = 10_000


def contributions(pay: MonthPay, spell: Spell) -> None:
    """Of the base on file; without one, of the month's own wage.

    Own contributions taken over as a number are taken as they are (P8).
    """
    given = pay.timeline.fixed(spell, OwnContributionsGiven).at(pay.month)
    base = pay.timeline.fixed(spell, ContributionBaseSet).at(pay.month)
    if given is not None:
        how = How("monthly_fen", {"monthly_fen": given.data.monthly_fen})
        basis = Basis(pay.timeline.cite(given), ())
        pay.add(Part.OWN, Item.OWN_GIVEN.value, given.data.monthly_fen, how, basis)
        if base is None:
            return
    wage = base.data.average_monthly_wage_fen if base is not None else pay.wage_fen()
    pay.from_wage = base is None
    if not wage:
        return
    table = pay.rules.city.rates.auxiliary if spell.is_auxiliary else pay.rules.city.rates.officer
    sides = [(Part.UNIT, table.unit)]
    if given is None:
        sides.insert(0, (Part.OWN, table.own))
    for part, rates in sides:
        for kind in Contribution:
            rate = rates.get(kind)
            if rate is None:
                continue
            if kind != Contribution.HOUSING:
                _add(pay, part, kind, (_insurance_base(pay.rules, wage), rate), base)
            elif not _is_first_month(pay, spell):
                _add(pay, part, kind, (_housing_base(pay.rules, wage), rate), base)


def _add(
    pay: MonthPay, part: Part, kind: Contribution, base_and_rate: tuple[int, int], fact: Fact | None
) -> None:
    base_fen, rate = base_and_rate
    chosen = pay.rules.city.rounding
    rounding = chosen.housing if kind == Contribution.HOUSING else chosen.insurance
    to = YUAN if rounding == "half_up_yuan" else 1
    amount = half_up(base_fen * rate, _WHOLE_RATE, to=to)
    how = How("base_fen * rate / 10000", {"base_fen": base_fen, "rate": rate, "round": rounding})
    basis = Basis(pay.timeline.cite(fact), pay.rules.used(CONTRIBUTIONS))
    pay.add(part, kind.value, amount, how, basis)


def _insurance_base(rules: MonthRules, wage_fen: int) -> int:
    limits, average = rules.contributions.insurance_base, rules.city.average_monthly_wage.value
    floor = half_up(average * limits.floor_percent, 100)
    return min(max(wage_fen, floor), half_up(average * limits.cap_percent, 100))


def _housing_base(rules: MonthRules, wage_fen: int) -> int:
    chosen = rules.city.housing_base
    lifted = max(wage_fen, chosen.floor or 0)
    return min(lifted, chosen.cap) if chosen.cap is not None else lifted


def _is_first_month(pay: MonthPay, spell: Spell) -> bool:
    """Whoever works for the first time pays into the fund from the second month (art. 17)."""
    entered = spell.entered
    is_first_job = entered is not None and entered.data.first_wage_job
    return is_first_job and pay.month == month_of(spell.joined_on)
