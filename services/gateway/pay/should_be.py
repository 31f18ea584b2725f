"""A month put together: who is paid, by which kind of lines, and what is owed of it. Pure."""

from services.gateway.pay.auxiliary import auxiliary_lines
from services.gateway.pay.contributions import contributions
from services.gateway.pay.grants import grants
from services.gateway.pay.items import Item, Part
from services.gateway.pay.month import Basis, How, MonthPay
from services.gateway.pay.officer import officer_lines
from services.gateway.pay.timeline import Timeline
from services.roster.events import GrossGiven


def should_be(timeline: Timeline, month: int) -> MonthPay:
    """Every line of one month for somebody who serves in it, and what is granted with it."""
    pay = MonthPay(timeline, month, timeline.rules.of(month), timeline.spell(month))
    if pay.spell is not None:
        given = timeline.fixed(pay.spell, GrossGiven).at(month)
        if given is not None and given.data.monthly_fen:
            how = How("monthly_fen", {"monthly_fen": given.data.monthly_fen})
            basis = Basis(timeline.cite(given), ())
            pay.add(Part.GROSS, Item.GROSS_GIVEN.value, given.data.monthly_fen, how, basis)
        elif pay.spell.is_auxiliary:
            auxiliary_lines(pay, pay.spell)
        else:
            officer_lines(pay, pay.spell)
        contributions(pay, pay.spell)
    grants(pay)
    return pay
