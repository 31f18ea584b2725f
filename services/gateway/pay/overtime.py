"""Overtime: of contract staff by hours and kind, of officers by days within a cap. Pure."""

from services.gateway.decision.finding import Finding
from services.gateway.pay.choice import PAY
from services.gateway.pay.items import Item, Part
from services.gateway.pay.month import Basis, How, MonthPay
from services.gateway.pay.policy import OFFICER_OVERTIME, OVERTIME
from services.gateway.pay.rounding import half_up
from services.gateway.pay.spells import Spell
from services.kernel.fact import Fact
from services.roster.events import DutyPostAssigned

HOUR = 60  # Minutes.


def overtime(pay: MonthPay, attendance: Fact, base_fen: int) -> None:
    """Rates are not rounded, each kind is rounded by itself; all kinds count to the 36 hours (P3).

    Source: 劳动法 art. 41, 44; 劳社部发〔2008〕3号.
    """
    law, data = pay.rules.overtime, attendance.data
    days, hours = law.paid_days.month, law.paid_days.hours_a_day
    kinds = (
        (Item.OVERTIME_WEEKDAY, data.overtime_weekday_minutes, law.pay.weekday_percent),
        (Item.OVERTIME_REST_DAY, data.overtime_rest_day_minutes, law.pay.rest_day_percent),
        (Item.OVERTIME_HOLIDAY, data.overtime_holiday_minutes, law.pay.holiday_percent),
    )
    basis = Basis(pay.timeline.cite(attendance), pay.rules.used(OVERTIME))
    for item, minutes, percent in kinds:
        if not minutes:
            continue
        # base / 21.75 / 8 / 60 x minutes x percent / 100; 21.75 is held as 2175 hundredths.
        amount = half_up(base_fen * minutes * percent, days * hours * HOUR)
        inputs = {
            "level_and_post_fen": base_fen,
            "paid_days_hundredths": days,
            "hours_a_day": hours,
            "minutes": minutes,
            "percent": percent,
        }
        how = How(
            "level_and_post_fen / (paid_days_hundredths / 100) / hours_a_day"
            " * minutes / 60 * percent / 100",
            inputs,
        )
        pay.add(Part.GROSS, item.value, amount, how, basis)
    worked = sum(minutes for _, minutes, _ in kinds)
    if worked > law.limit.hours_a_month * HOUR:
        pay.findings.append(
            Finding(
                claim="overtime_within_limit",
                met=False,
                reason="OVERTIME_36H",
                clause=law.limit.source,
                required={"hours": law.limit.hours_a_month},
                found={"minutes": worked, "month": pay.lines[0].month},
                facts=basis.facts,
            )
        )


def officer_overtime(pay: MonthPay, spell: Spell, attendance: Fact) -> None:
    """Within the day cap of the post, the dearest days first (P3). Source: 加班补贴 [W5]."""
    rest, holiday = attendance.data.duty_rest_days, attendance.data.duty_holiday_days
    if not rest and not holiday:
        return
    law = pay.rules.officer_overtime
    post = pay.timeline.fixed(spell, DutyPostAssigned).at(pay.month)
    in_front = post is not None and post.data.duty_post in law.days.frontline
    cap = law.days.frontline_max if in_front else law.days.others_max
    days = [(law.rates.holiday, holiday), (law.rates.rest_day, rest)]
    dearest = pay.rules.pay.officer_overtime_order.value == "dearest_first"
    days.sort(key=lambda day: day[0], reverse=dearest)
    amount, left = 0, cap
    for each, count in days:
        paid = min(count, left)
        amount, left = amount + each * paid, left - paid
    inputs = {
        "rest_days": rest,
        "holiday_days": holiday,
        "days_max": cap,
        "rest_day_fen": law.rates.rest_day,
        "holiday_fen": law.rates.holiday,
    }
    how = How("dearest days_max of holiday_days * holiday_fen + rest_days * rest_day_fen", inputs)
    policies = (*pay.rules.used(OFFICER_OVERTIME), *pay.rules.used(PAY))
    basis = Basis(pay.timeline.cite(attendance, post), policies)
    pay.add(Part.GROSS, Item.DUTY_OVERTIME.value, amount, how, basis)
