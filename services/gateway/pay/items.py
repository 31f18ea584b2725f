"""The words of pay lines: parts of a slip and items, with their Chinese terms. Pure."""

from collections.abc import Mapping
from typing import Final

from services.gateway.pay.policy import Contribution
from services.kernel.term import Term
from services.roster.events import OfficerPayItem


class Part(Term):
    """Where a line counts."""

    GROSS = "gross", "应发"
    OWN = "own", "个人缴费"
    UNIT = "unit", "单位缴费"
    TAX = "tax", "个税"
    DAMAGE = "damage", "赔偿扣款"
    ADVANCE = "advance", "垫付"


class Item(Term):
    """Lines that are not a fixed item of an officer or a contribution."""

    GROSS_GIVEN = "gross_given", "应发合计"
    RANK_ALLOWANCE = "rank_allowance", "警衔津贴"
    DUTY_OVERTIME = "duty_overtime", "加班补贴"
    SICK_LEAVE = "sick_leave", "病假扣减"
    LEVEL_WAGE = "level_wage", "薪级"
    POST_WAGE = "post_wage", "岗位"
    PERFORMANCE_WAGE = "performance_wage", "绩效"
    SENIORITY = "seniority", "年功"
    NIGHT_SHIFT = "night_shift", "夜班"
    OVERTIME_WEEKDAY = "overtime_weekday", "平日加班"
    OVERTIME_REST_DAY = "overtime_rest_day", "休息日加班"
    OVERTIME_HOLIDAY = "overtime_holiday", "法定节假日加班"
    PERSONAL_LEAVE = "personal_leave", "事假扣减"
    ABSENCE = "absence", "旷工扣减"
    PROBATION = "probation", "试用期保底"
    BONUS = "bonus", "奖金"
    UNUSED_LEAVE = "unused_leave", "未休年假报酬"
    SEVERANCE = "severance", "经济补偿"
    OWN_GIVEN = "own_given", "个人缴费合计"
    INCOME_TAX = "income_tax", "工资薪金个税"
    BONUS_TAX = "bonus_tax", "奖金单独计税"
    SEVERANCE_TAX = "severance_tax", "经济补偿个税"
    DAMAGE = "damage", "赔偿扣款"
    ADVANCED = "advanced", "单位垫付"
    REPAID = "repaid", "归还垫付"


FIXED: Final[Mapping[OfficerPayItem, str]] = {
    item: f"fixed_{item.value}" for item in OfficerPayItem
}
ONCE: Final = frozenset({Item.BONUS, Item.UNUSED_LEAVE, Item.SEVERANCE})
TERMS: Final[Mapping[str, str]] = {
    **{part.value: part.zh for part in Part},
    **{item.value: item.zh for item in Item},
    **{contribution.value: contribution.zh for contribution in Contribution},
    **{code: item.zh for item, code in FIXED.items()},
}
_ALSO: Final[Mapping[str, str]] = {
    **{also: FIXED[item] for item in OfficerPayItem for also in item.also},
    **{item.value: FIXED[item] for item in OfficerPayItem},
}


def code_of(word: str) -> str | None:
    """A line's code by code or Chinese term; None for an unknown word."""
    if word in TERMS:
        return word
    by_term = {zh: code for code, zh in reversed(list(TERMS.items()))}
    return by_term.get(word) or _ALSO.get(word)
