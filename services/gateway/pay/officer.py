"""Lines of an officer: fixed items, rank allowance, overtime days, long sick leave. Pure.

Source: 公务员法 art. 80; 人民警察法 art. 40.
"""

from services.gateway.pay.choice import PAY
from services.gateway.pay.items import FIXED, Item, Part
from services.gateway.pay.month import Basis, How, MonthPay
from services.gateway.pay.overtime import officer_overtime
from services.gateway.pay.sick_pay import sick_leave
from services.gateway.pay.spells import Spell
from services.gateway.rank.policy import RANK_ALLOWANCE
from services.roster.events import Category


def officer_lines(pay: MonthPay, spell: Spell) -> None:
    fixed = 0
    for item, series in pay.timeline.items(spell):
        fact = series.at(pay.month)
        if fact is None or not fact.data.monthly_fen:
            continue
        amount = fact.data.monthly_fen
        fixed += amount
        how = How("monthly_fen", {"monthly_fen": amount, "since": fact.effective_on})
        basis = Basis(pay.timeline.cite(fact), pay.rules.used(PAY))
        pay.add(Part.GROSS, FIXED[item], amount, how, basis)
    if spell.category == Category.OFFICER:
        _rank_allowance(pay, spell)
    attendance = pay.timeline.attendance.get(pay.month)
    if attendance is not None:
        officer_overtime(pay, spell, attendance)
    sick_leave(pay, spell, fixed)


def _rank_allowance(pay: MonthPay, spell: Spell) -> None:
    """From the month after a rank is given, lowered or lost [W4]."""
    span = pay.timeline.rank(spell, pay.month)
    if span is None or span.rank is None:
        return
    amount = pay.rules.allowance_fen(span.rank)
    how = How("table_fen", {"rank": span.rank, "table_fen": amount, "since": span.on})
    basis = Basis(pay.timeline.cite(*span.facts), pay.rules.used(RANK_ALLOWANCE))
    pay.add(Part.GROSS, Item.RANK_ALLOWANCE.value, amount, how, basis)
