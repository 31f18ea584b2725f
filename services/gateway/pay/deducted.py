"""The lines of a slip that are taken off what is due: tax as it was reckoned, advances. Pure."""

from collections.abc import Iterator

from services.gateway.decision.line import Line
from services.gateway.pay.income_tax import Deductions
from services.gateway.pay.items import Item, Part
from services.gateway.pay.month import MonthPay
from services.gateway.pay.months import name_of
from services.gateway.pay.policy import INCOME_TAX
from services.gateway.pay.settle import Money


def tax_line(pay: MonthPay, money: Money, now: Deductions) -> Iterator[Line]:
    done = money.withholding
    assert done is not None  # noqa: S101  settle always withholds
    yield Line(
        part=Part.TAX.value,
        item=Item.INCOME_TAX.value,
        month=name_of(pay.month),
        amount_fen=done.tax_fen,
        formula="max(taxable_fen * percent / 100 - quick_fen - withheld_fen, 0)",
        inputs={
            "income_fen": done.income_fen,
            "own_fen": done.own_fen,
            "basic_fen": now.basic_fen,
            "basic_rule": now.rule,
            "special_fen": now.special_fen,
            "taxable_fen": done.taxable_fen,
            "percent": done.percent,
            "quick_fen": done.quick_fen,
            "withheld_fen": done.withheld_fen,
            **({"not_lawful_fen": money.not_lawful_fen} if money.not_lawful_fen else {}),
        },
        facts=pay.timeline.cite(*now.facts),
        policies=pay.rules.used(INCOME_TAX),
    )


def advances(pay: MonthPay, money: Money) -> Iterator[Line]:
    for item, amount in ((Item.REPAID, money.repaid_fen), (Item.ADVANCED, -money.advanced_fen)):
        if amount:
            yield Line(
                part=Part.ADVANCE.value,
                item=item.value,
                month=name_of(pay.month),
                amount_fen=amount,
            )
