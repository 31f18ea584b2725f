"""Lines of an auxiliary: level, post, performance, seniority, nights, leave, probation. Pure.

Source: 省级辅警管理规定; 工资支付暂行规定; tables are the bureau's choice.
"""

from services.gateway.decision.finding import Finding
from services.gateway.pay.choice import AUXILIARY_PAY, PAY
from services.gateway.pay.items import Item, Part
from services.gateway.pay.month import Basis, How, MonthPay
from services.gateway.pay.months import first_day
from services.gateway.pay.overtime import overtime
from services.gateway.pay.policy import CONTRIBUTIONS, OVERTIME, WAGE_PROTECTION
from services.gateway.pay.rounding import half_up
from services.gateway.pay.spells import Spell
from services.kernel.fact import Fact
from services.kernel.legal_dates import full_years, next_day_after
from services.roster.events import AuxiliaryLevelAwarded, ContractSigned, DutyPostAssigned


def auxiliary_lines(pay: MonthPay, spell: Spell) -> None:
    level = pay.timeline.fixed(spell, AuxiliaryLevelAwarded).at(pay.month)
    post = pay.timeline.fixed(spell, DutyPostAssigned).at(pay.month)
    if level is not None:
        _level(pay, level)
    if post is not None:
        _post(pay, post)
    if level is not None or post is not None:
        _performance(pay)
    _seniority(pay, spell)
    base = pay.level_and_post_fen
    attendance = pay.timeline.attendance.get(pay.month)
    if attendance is not None:
        _nights(pay, attendance)
        overtime(pay, attendance, base)
        _leave(pay, attendance, base)
    _probation(pay, spell)


def _level(pay: MonthPay, fact: Fact) -> None:
    amount = pay.rules.auxiliary.level_wage.monthly.get(fact.data.level)
    basis = Basis(pay.timeline.cite(fact), pay.rules.used(AUXILIARY_PAY))
    if amount is None:
        _not_in_table(pay, f"level {fact.data.level}", fact)
        return
    pay.level_and_post_fen += amount
    how = How("level_monthly_fen", {"level": fact.data.level, "level_monthly_fen": amount})
    pay.add(Part.GROSS, Item.LEVEL_WAGE.value, amount, how, basis)


def _post(pay: MonthPay, fact: Fact) -> None:
    amount = pay.rules.auxiliary.post_wage.monthly.get(fact.data.duty_post)
    basis = Basis(pay.timeline.cite(fact), pay.rules.used(AUXILIARY_PAY))
    if amount is None:
        _not_in_table(pay, fact.data.duty_post, fact)
        return
    pay.level_and_post_fen += amount
    how = How("post_monthly_fen", {"post": fact.data.duty_post, "post_monthly_fen": amount})
    pay.add(Part.GROSS, Item.POST_WAGE.value, amount, how, basis)


def _not_in_table(pay: MonthPay, what: str, fact: Fact) -> None:
    pay.findings.append(
        Finding(
            claim="in_pay_table",
            met=False,
            reason="NOT_IN_TABLE",
            found={"what": what},
            facts=pay.timeline.cite(fact),
        )
    )


def _performance(pay: MonthPay) -> None:
    decided = pay.timeline.coefficients.get(pay.month)
    base = pay.rules.auxiliary.performance.base
    percent = pay.rules.pay.no_coefficient_percent.value
    if decided is not None:
        percent = decided.data.percent
    how = How("base_fen * percent / 100", {"base_fen": base, "percent": percent})
    policies = pay.rules.used(AUXILIARY_PAY)
    if decided is None:
        policies = (*policies, *pay.rules.used(PAY))
    amount = half_up(base * percent, 100)
    basis = Basis(pay.timeline.cite(decided), policies)
    pay.add(Part.GROSS, Item.PERFORMANCE_WAGE.value, amount, how, basis)


def _seniority(pay: MonthPay, spell: Spell) -> None:
    years = full_years(spell.joined_on, first_day(pay.month))
    if years <= 0 or spell.entered is None:
        return
    each = pay.rules.auxiliary.seniority.per_full_year
    how = How("per_year_fen * years", {"per_year_fen": each, "years": years})
    basis = Basis(pay.timeline.cite(spell.entered), pay.rules.used(AUXILIARY_PAY))
    pay.add(Part.GROSS, Item.SENIORITY.value, each * years, how, basis)


def _nights(pay: MonthPay, attendance: Fact) -> None:
    nights = attendance.data.nights
    if nights:
        each = pay.rules.auxiliary.nights.per_night
        how = How("per_night_fen * nights", {"per_night_fen": each, "nights": nights})
        basis = Basis(pay.timeline.cite(attendance), pay.rules.used(AUXILIARY_PAY))
        pay.add(Part.GROSS, Item.NIGHT_SHIFT.value, each * nights, how, basis)


def _leave(pay: MonthPay, attendance: Fact, base: int) -> None:
    """Days not worked without pay; a month's deductions never exceed what they are taken from."""
    days = pay.rules.overtime.paid_days.month
    left = base
    for item, half_days in (
        (Item.PERSONAL_LEAVE, attendance.data.personal_leave_half_days),
        (Item.ABSENCE, attendance.data.absent_half_days),
    ):
        if not half_days or not base:
            continue
        amount = min(half_up(base * half_days * 100, 2 * days), left)
        left -= amount
        inputs = {"level_and_post_fen": base, "half_days": half_days, "paid_days_hundredths": days}
        how = How("-level_and_post_fen / (paid_days_hundredths / 100) * half_days / 2", inputs)
        policies = (*pay.rules.used(PAY), *pay.rules.used(OVERTIME))
        pay.add(
            Part.GROSS, item.value, -amount, how, Basis(pay.timeline.cite(attendance), policies)
        )


def _probation(pay: MonthPay, spell: Spell) -> None:
    """At least 80% of the agreed wage and the minimum wage (劳动合同法 art. 20)."""
    contract = pay.timeline.fixed(spell, ContractSigned).at(pay.month)
    if contract is None or contract.data.agreed_wage_fen is None:
        return
    begun = (contract.effective_on, contract.data.probation_months)
    if not contract.data.probation_months and spell.entered is not None:
        begun = (spell.joined_on, spell.entered.data.probation_months)
    if next_day_after(*begun) <= first_day(pay.month):
        return
    agreed, share = contract.data.agreed_wage_fen, pay.rules.protection.probation.percent_min
    least = max(half_up(agreed * share, 100), pay.rules.city.minimum_wage.value)
    regular = pay.wage_fen()
    if regular >= least:
        return
    inputs = {
        "agreed_wage_fen": agreed,
        "percent": share,
        "minimum_wage_fen": pay.rules.city.minimum_wage.value,
        "regular_fen": regular,
    }
    how = How("max(agreed_wage_fen * percent / 100, minimum_wage_fen) - regular_fen", inputs)
    policies = (*pay.rules.used(WAGE_PROTECTION), *pay.rules.used(CONTRIBUTIONS))
    cited = pay.timeline.cite(contract, spell.entered)
    pay.add(Part.GROSS, Item.PROBATION.value, least - regular, how, Basis(cited, policies))
