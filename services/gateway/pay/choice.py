"""What a bureau chooses of pay: its calendar, its limits, its tables for auxiliaries. Pure."""

from typing import Annotated, Final, Literal

from pydantic import Field

from services.gateway.pay.amounts import Money, Percent
from services.gateway.pay.policy import LAWS
from services.kernel.policy import ChoiceFile, Clause, PolicyKind, Source, Sourced
from services.roster.events import DutyPost


class Recovery(Clause):
    """Of wages overpaid: how much of the month's own lines may be taken back in one month."""

    source: Source
    limit_percent: Annotated[int, Field(ge=1, le=100)] | None
    net_floor: Money


class DamageChoice(Clause):
    source: Source
    of: Literal["own_lines_of_month"]
    after_tax: Literal[True]
    round: Literal["down"]


class PersonalLeave(Clause):
    source: Source
    note: str = ""
    of: Literal["level_and_post_wage"]


class PayChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/pay/`."""

    closing_day: Sourced[Annotated[int, Field(ge=1, le=28)]]
    attendance_month: Sourced[Literal["21st_to_20th"]]
    first_and_last_month: Sourced[Literal["full"]]
    fixed_item_from: Sourced[
        Literal["same_month_if_1st_else_next_month", "first_day_of_next_month"]
    ]
    level_and_post_from: Sourced[
        Literal["first_day_of_next_month", "same_month_if_1st_else_next_month"]
    ]
    seniority_counted_on: Sourced[Literal["first_day_of_month"]]
    no_coefficient_percent: Sourced[Percent]
    rank_orders: Sourced[Literal["as_it_should_be", "as_ordered"]]
    recovery: Recovery
    damage: DamageChoice
    personal_leave: PersonalLeave
    officer_overtime_order: Sourced[Literal["dearest_first", "cheapest_first"]]
    sick_pay_of: Sourced[Literal["fixed_items"]]


class LevelWage(Clause):
    source: Source
    monthly: dict[int, Money]  # By level; how many there are is policy.


class PostWage(Clause):
    source: Source
    monthly: dict[DutyPost, Money]


class Performance(Clause):
    source: Source
    base: Money


class Seniority(Clause):
    source: Source
    per_full_year: Money


class Nights(Clause):
    source: Source
    per_night: Money


class AuxiliaryPay(ChoiceFile):
    """`policies/bureaus/<bureau>/auxiliary_pay/`."""

    level_wage: LevelWage
    post_wage: PostWage
    performance: Performance
    seniority: Seniority
    nights: Nights


PAY: Final = PolicyKind("pay", None, PayChoice)
AUXILIARY_PAY: Final = PolicyKind("auxiliary_pay", None, AuxiliaryPay)
POLICIES: Final = (PAY, AUXILIARY_PAY, *LAWS)
