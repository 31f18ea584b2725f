"""From lines to a net amount: tax on what is paid, limits of recovery, damage, advances. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from services.gateway.decision.line import Line
from services.gateway.pay.damage import outstanding
from services.gateway.pay.income_tax import (
    Deductions,
    Withholding,
    bonus_tax,
    may_be_taxed_alone,
    tax_of,
    withholding,
)
from services.gateway.pay.items import Item, Part
from services.gateway.pay.month import MonthPay
from services.gateway.pay.months import name_of
from services.gateway.pay.policy import INCOME_TAX, WAGE_PROTECTION
from services.gateway.pay.rounding import down
from services.gateway.pay.slip import Carried, YearToDate


@dataclass
class Money:
    """What a slip comes to. Amounts are set once, in the order of the law."""

    lines: list[Line]
    alone: list[Line] = field(default_factory=list)  # Bonuses taxed alone, severance.
    withholding: Withholding | None = None
    alone_tax_fen: int = 0
    repaid_fen: int = 0
    advanced_fen: int = 0
    damage_fen: int = 0
    open_from: str | None = None
    left_fen: int = 0  # Overpaid wages that are not taken back now.
    not_lawful_fen: int = 0  # Of them what the tax leaves out.

    def total(self, part: Part) -> int:
        return sum(line.amount_fen for line in self.lines if line.part == part)


@dataclass(frozen=True, slots=True)
class Before:
    """What the run goes on from: the year so far, its deductions, and what is still owed."""

    year: YearToDate
    deductions: Deductions
    carried: Carried


def settle(pay: MonthPay, retro: Sequence[Line], before: Before) -> Money:
    """Tax, then overpaid wages never below the floor, then advances, then damage (P7)."""
    money = Money([*pay.lines, *retro])
    _tax_alone(pay, money, before)
    _recover(pay, money, before)
    net = _net(money)
    floor = pay.rules.pay.recovery.net_floor
    if net < 0:
        money.advanced_fen = -net
        net = 0
    money.repaid_fen = max(min(before.carried.advanced_fen, net - floor), 0)
    _damage(pay, money, before, net - money.repaid_fen)
    return money


def _net(money: Money) -> int:
    tax = money.withholding.tax_fen if money.withholding is not None else 0
    return money.total(Part.GROSS) - money.total(Part.OWN) - tax - money.alone_tax_fen


def _tax_alone(pay: MonthPay, money: Money, before: Before) -> None:
    """The first bonus of the year so marked; a later correction is ordinary wage (P5)."""
    law = pay.rules.tax
    may = not before.year.bonus_alone and may_be_taxed_alone(law, pay.month)
    for line in list(money.lines):
        is_first = not line.settled_fen and line.amount_fen > 0
        if line.item == Item.BONUS and may and is_first and _is_marked(line):
            tax, percent, quick = bonus_tax(law, line.amount_fen)
            inputs = {"amount_fen": line.amount_fen, "percent": percent, "quick_fen": quick}
            _add_tax(pay, money, Item.BONUS_TAX, (tax, line.amount_fen), inputs)
            money.alone.append(line)
            may = False
        elif line.item == Item.SEVERANCE:
            years = law.severance.exempt_average_years
            exempt = pay.rules.city.average_monthly_wage.value * 12 * years
            taxable = max(line.amount_fen - exempt, 0)
            tax, percent, quick = tax_of(law.year_table, taxable)
            inputs = {"amount_fen": taxable, "percent": percent, "quick_fen": quick}
            if tax:
                _add_tax(pay, money, Item.SEVERANCE_TAX, (tax, taxable), inputs)
            money.alone.append(line)


def _is_marked(line: Line) -> bool:
    return line.inputs.get("taxed_alone") is True


def _add_tax(
    pay: MonthPay, money: Money, item: Item, tax_and_base: tuple[int, int], inputs: dict[str, int]
) -> None:
    money.alone_tax_fen += tax_and_base[0]
    money.lines.append(
        Line(
            part=Part.TAX.value,
            item=item.value,
            month=name_of(pay.month),
            amount_fen=tax_and_base[0],
            formula="amount_fen * percent / 100 - quick_fen",
            inputs=dict(inputs),
            policies=pay.rules.used(INCOME_TAX),
        )
    )


def _withhold(pay: MonthPay, money: Money, before: Before) -> int:
    """Sets the cumulative tax of what is paid now; answers the net of it.

    Whoever has left is paid nothing more to take it back from: what was overpaid and is owed
    is no income of the year, and no tax is made on it.
    """
    money.not_lawful_fen = money.left_fen if pay.spell is None else 0
    alone = sum(line.amount_fen for line in money.alone) + money.not_lawful_fen
    paid = (money.total(Part.GROSS) - alone, money.total(Part.OWN))
    money.withholding = withholding(pay.rules.tax, before.year, paid, before.deductions)
    return _net(money)


def _recover(pay: MonthPay, money: Money, before: Before) -> None:
    """Take back what was overpaid, as much as the limits let; the rest stays unsettled."""
    choice = pay.rules.pay.recovery
    net = _withhold(pay, money, before)
    back = -sum(x.amount_fen for x in money.lines if x.part == Part.GROSS and x.due_fen is not None)
    if back <= 0:
        return
    least = 0  # How much of it must be left for later.
    if choice.limit_percent is not None:
        own = pay_gross(pay)
        least = max(back - down(own * choice.limit_percent, 100), 0)
    if not least and net >= choice.net_floor:
        return
    original = money.lines
    low, high = least, back
    while low < high:  # The smallest part left that keeps the net at its floor.
        middle = (low + high) // 2
        money.lines, money.left_fen = _left_for_later(original, middle)[0], middle
        if _withhold(pay, money, before) >= choice.net_floor:
            high = middle
        else:
            low = middle + 1
    money.lines, money.open_from = _left_for_later(original, low)
    money.left_fen = low
    _withhold(pay, money, before)


def pay_gross(pay: MonthPay) -> int:
    return sum(line.amount_fen for line in pay.lines if line.part == Part.GROSS)


def _left_for_later(lines: Sequence[Line], left: int) -> tuple[list[Line], str | None]:
    """The same lines with `left` fen less taken back, from the last month backwards."""
    kept: list[Line] = []
    first: str | None = None
    for line in reversed(lines):
        cut = min(left, -line.amount_fen)
        if line.due_fen is None or line.part != Part.GROSS or cut <= 0:
            kept.append(line)
            continue
        left -= cut
        first = line.month if first is None else min(first, line.month)
        if cut < -line.amount_fen:
            kept.append(msgspec.structs.replace(line, amount_fen=line.amount_fen + cut))
    kept.reverse()
    return kept, first


def _damage(pay: MonthPay, money: Money, before: Before, net_fen: int) -> None:
    """At most 20% of the month's wage, never below the minimum wage; a waived rest is returned.

    Source: 工资支付暂行规定 art. 16.
    """
    ordered, facts = outstanding(pay.timeline, pay.month)
    owed = ordered - before.carried.damage_fen
    if not owed:
        return
    law = pay.rules.protection.damage
    limit = down(max(pay_gross(pay), 0) * law.percent_max, 100)
    floor = pay.rules.city.minimum_wage.value
    amount = max(min(owed, limit, net_fen - floor), 0) if owed > 0 else owed
    if not amount:
        return
    money.damage_fen = amount
    money.lines.append(
        Line(
            part=Part.DAMAGE.value,
            item=Item.DAMAGE.value,
            month=name_of(pay.month),
            amount_fen=amount,
            formula="min(owed_fen, wage_fen * percent / 100, net_fen - minimum_wage_fen)",
            inputs={
                "owed_fen": owed,
                "wage_fen": pay_gross(pay),
                "percent": law.percent_max,
                "net_fen": net_fen,
                "minimum_wage_fen": floor,
            },
            facts=pay.timeline.cite(*facts),
            policies=pay.rules.used(WAGE_PROTECTION),
        )
    )
