"""What pay policies hold: tax, contributions, overtime and leave by law; the bureau's tables.

Pure.
"""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from services.gateway.pay.amounts import Count, Hundredths, Money, Percent, Rate
from services.gateway.pay.bounds import beyond_contributions
from services.gateway.rank.policy import POLICE_RANK, RANK_ALLOWANCE
from services.kernel.policy import ChoiceFile, Clause, LawFile, PolicyKind, Source, Sourced
from services.kernel.term import Term
from services.roster.events import DutyPost


class Contribution(Term):
    """五险一金 and the officers' annuity."""

    PENSION = "pension", "养老"
    ANNUITY = "annuity", "职业年金"
    MEDICAL = "medical", "医疗"
    UNEMPLOYMENT = "unemployment", "失业"
    INJURY = "injury", "工伤"
    HOUSING = "housing", "住房公积金"


class TaxStep(Clause):
    up_to: Money | None = None  # Inclusive; None: all above.
    percent: Percent
    quick: Money


class TaxTable(Clause):
    source: Source
    steps: tuple[TaxStep, ...]

    @model_validator(mode="after")
    def _rises(self) -> "TaxTable":
        limits = [s.up_to for s in self.steps]
        known = [limit for limit in limits if limit is not None]
        if limits[-1:] != [None] or len(known) != len(limits) - 1 or known != sorted(set(known)):
            raise ValueError("steps: up_to 须由低到高, 只有最后一级不写")
        return self


class BonusTable(TaxTable):
    last_day: date
    months: Annotated[int, Field(gt=0, le=12)]
    once_a_year: Literal[True]


class BasicDeduction(Clause):
    source: Source
    monthly: Money


class FirstJob(Clause):
    source: Source
    since: date
    counted_from: Literal["january"]


class WholeYear(Clause):
    source: Source
    since: date
    wages_max: Money
    months_withheld: Count
    deduction: Money


class SeveranceTax(Clause):
    source: Source
    exempt_average_years: Count


class TaxLaw(LawFile):
    """`policies/law/income_tax/`."""

    year_table: TaxTable
    bonus_table: BonusTable
    basic_deduction: BasicDeduction
    first_job: FirstJob
    whole_year: WholeYear
    severance: SeveranceTax
    payment_basis: Sourced[Literal["month_of_payment"]]
    no_refund_in_year: Sourced[Literal[True]]
    rounding: Sourced[Literal["half_up_cents_on_cumulative"]]


class InsuranceBase(Clause):
    source: Source
    floor_percent: Percent
    cap_percent: Percent


class HousingFund(Clause):
    source: Source
    rate_min: Rate
    rate_max: Rate
    first_job_from: Literal["second_month"]


class ContributionLaw(LawFile):
    """`policies/law/contributions/`."""

    insurance_base: InsuranceBase
    housing_fund: HousingFund


class RateTable(Clause):
    own: dict[Contribution, Rate]
    unit: dict[Contribution, Rate]


class Rates(Clause):
    source: Source
    auxiliary: RateTable
    officer: RateTable


class HousingBase(Clause):
    source: Source
    note: str = ""
    floor: Money | None
    cap: Money | None


class ContributionRounding(Clause):
    source: Source
    insurance: Literal["half_up_cents", "half_up_yuan"]
    housing: Literal["half_up_cents", "half_up_yuan"]


class ContributionChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/contributions/`: what the city has published."""

    average_monthly_wage: Sourced[Money]
    minimum_wage: Sourced[Money]
    rates: Rates
    housing_base: HousingBase
    rounding: ContributionRounding


class OvertimePay(Clause):
    source: Source
    weekday_percent: Percent
    rest_day_percent: Percent
    holiday_percent: Percent


class PaidDays(Clause):
    source: Source
    month: Hundredths
    hours_a_day: Annotated[int, Field(gt=0, le=24)]


class OvertimeLimit(Clause):
    source: Source
    hours_a_month: Count


class OvertimeLaw(LawFile):
    pay: OvertimePay
    paid_days: PaidDays
    limit: OvertimeLimit


class DayRates(Clause):
    source: Source
    rest_day: Money
    holiday: Money


class DayLimits(Clause):
    source: Source
    frontline_max: Count
    others_max: Count
    frontline: tuple[DutyPost, ...]


class OfficerOvertimeLaw(LawFile):
    rates: DayRates
    days: DayLimits


class UnusedLeave(Clause):
    source: Source
    percent: Percent
    already_in_wage_percent: Percent
    paid_days: Hundredths
    own_wish_percent: Percent


class UnusedLeaveLaw(LawFile):
    pay: UnusedLeave


class SickStep(Clause):
    from_month: Count
    under_percent: Percent
    from_percent: Percent


class SickPay(Clause):
    source: Source
    years: Count
    steps: tuple[SickStep, ...]


class SickPayLaw(LawFile):
    pay: SickPay


class Severance(Clause):
    source: Source
    half_months_a_year: Count
    half_year_months_min: Count
    half_months_below: Count
    average_cap_times: Count
    years_max_when_capped: Count


class SeveranceLaw(LawFile):
    pay: Severance


class Damage(Clause):
    source: Source
    percent_max: Percent
    net_floor: Literal["minimum_wage"]


class Probation(Clause):
    source: Source
    percent_min: Percent
    floor: Literal["minimum_wage"]


class ProtectionLaw(LawFile):
    damage: Damage
    probation: Probation


INCOME_TAX: Final = PolicyKind("income_tax", TaxLaw)
CONTRIBUTIONS: Final = PolicyKind(
    "contributions", ContributionLaw, ContributionChoice, beyond_contributions
)
OVERTIME: Final = PolicyKind("overtime", OvertimeLaw)
OFFICER_OVERTIME: Final = PolicyKind("officer_overtime", OfficerOvertimeLaw)
UNUSED_LEAVE: Final = PolicyKind("unused_leave", UnusedLeaveLaw)
SICK_PAY: Final = PolicyKind("sick_pay", SickPayLaw)
SEVERANCE: Final = PolicyKind("severance", SeveranceLaw)
WAGE_PROTECTION: Final = PolicyKind("wage_protection", ProtectionLaw)
LAWS: Final = (
    INCOME_TAX,
    CONTRIBUTIONS,
    OVERTIME,
    OFFICER_OVERTIME,
    UNUSED_LEAVE,
    SICK_PAY,
    SEVERANCE,
    WAGE_PROTECTION,
    RANK_ALLOWANCE,
    POLICE_RANK,
)
