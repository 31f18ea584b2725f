"""The retirement age by law, and the day somebody reaches it. Pure."""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from services.kernel.legal_dates import next_day_after
from services.kernel.policy import Clause, LawFile, PolicyKind, Source
from services.roster.events import Sex

_MONTHS_A_YEAR = 12


class Delay(Clause):
    """A month more for every so many months that somebody was born later."""

    born_from: date
    every_months: Annotated[int, Field(ge=1, le=12)]
    months_max: Annotated[int, Field(ge=1, le=120)]

    def months(self, birth_on: date) -> int:
        first = self.born_from
        later = (birth_on.year - first.year) * _MONTHS_A_YEAR + birth_on.month - first.month
        return min(later // self.every_months + 1, self.months_max) if later >= 0 else 0


class RetirementAge(Clause):
    """Several for one sex: which one holds is a matter of the post, which the file may not say."""

    source: Source
    sex: Sex
    years: Annotated[int, Field(ge=40, le=75)]
    delay: Delay | None = None

    def reached_on(self, birth_on: date) -> date:
        delay = self.delay.months(birth_on) if self.delay is not None else 0
        return next_day_after(birth_on, self.years * _MONTHS_A_YEAR + delay)


class RetirementLaw(LawFile):
    """`policies/law/retirement/`."""

    ages: Annotated[tuple[RetirementAge, ...], Field(min_length=1)]

    def reached_on(self, birth_on: date, sex: Sex | None) -> list[date]:
        """Each day that may be the one, earliest first; of both sexes where it is not known."""
        ages = [age for age in self.ages if sex is None or age.sex == sex]
        return sorted({age.reached_on(birth_on) for age in ages})


RETIREMENT: Final = PolicyKind("retirement", RetirementLaw)
