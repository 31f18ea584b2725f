"""What the law leaves open of the choices that pay rests on. Pure."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from services.kernel.errors import Text
from services.kernel.policy import Beyond

if TYPE_CHECKING:
    from services.gateway.level.policy import LevelChoice
    from services.gateway.pay.choice import AuxiliaryPay
    from services.gateway.pay.policy import ContributionChoice, ContributionLaw, RateTable

HOUSING = "住房公积金"


def beyond_contributions(law: "ContributionLaw", choice: "ContributionChoice") -> Iterator[Beyond]:
    """Rates of the housing fund, own and the employer's, and a minimum wage that is one."""
    for category in ("auxiliary", "officer"):
        yield from _beyond_housing(law, category, getattr(choice.rates, category))
    if choice.minimum_wage.value <= 0:
        path = ("minimum_wage", "value")
        yield Beyond(path, Text("最低工资须大于零", "a minimum wage is more than nothing"))


def levels_unpaid(ladder: "LevelChoice", table: "AuxiliaryPay") -> list[int]:
    """Levels that somebody may hold, and that the wage table does not know."""
    return [
        level
        for level in range(1, ladder.lowest_level.value + 1)
        if level not in table.level_wage.monthly
    ]


def _beyond_housing(law: "ContributionLaw", category: str, table: "RateTable") -> Iterator[Beyond]:
    fund = law.housing_fund
    low, high = _percent(fund.rate_min), _percent(fund.rate_max)
    for side, rates in (("own", table.own), ("unit", table.unit)):
        for contribution, rate in rates.items():
            if contribution.zh == HOUSING and not fund.rate_min <= rate <= fund.rate_max:
                found = f"{_percent(rate)}%"
                text = Text(
                    f"{HOUSING}比例 {found}: 法定 {low}% 至 {high}% ({fund.source}) [law]",
                    f"housing fund {found}: by law {low}% to {high}% ({fund.source}) [law]",
                )
                yield Beyond(("rates", category, side, HOUSING), text)


def _percent(rate: int) -> str:
    """Rates are in hundredths of a percent."""
    return f"{Decimal(rate) / 100:f}"
