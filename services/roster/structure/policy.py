"""How the force is counted: bands, education groups, what is the grassroots. Pure."""

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field

from services.kernel.policy import ChoiceFile, Clause, PolicyKind, Source, Sourced
from services.kernel.values import wrong
from services.roster.events import Category, EducationLevel, UnitKind

CUT_MAX = 120  # Years: nobody is older.


def cuts_of(text: str) -> list[int]:
    """`18,26,40`, its form already checked."""
    return [int(number) for number in text.split(",")]


def rising(cuts: list[int]) -> list[int]:
    """Raises what a model's or a parameter's refusal is made of."""
    if max(cuts) > CUT_MAX:
        raise wrong(
            "cut_too_high", f"分段起点不得超过 {CUT_MAX}", f"a band begins at {CUT_MAX} at most"
        )
    if any(low >= high for low, high in pairwise(cuts)):
        raise wrong("cuts_not_rising", "分段起点须递增", "the beginnings of bands must rise")
    return cuts


Cuts = Annotated[
    list[Annotated[int, Field(ge=0, le=CUT_MAX)]],
    Field(min_length=1, max_length=12),
    AfterValidator(rising),
]


class EducationGroup(Clause):
    """Levels that are counted as one."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,40}$")]
    zh: str
    en: str
    levels: Annotated[list[EducationLevel], Field(min_length=1)]


class EducationGroups(Clause):
    source: Source
    groups: Annotated[list[EducationGroup], Field(min_length=1)]


class Grassroots(Clause):
    """A person serves there when the own unit, or one above it, is of such a kind."""

    source: Source
    kinds: Annotated[list[UnitKind], Field(min_length=1)]
    percent_min: Annotated[int, Field(ge=0, le=100)]
    categories: Annotated[list[Category], Field(min_length=1)]  # Whose share the rule is about.


class StructureChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/structure/`."""

    age_from: Sourced[Cuts]  # The first age of each band; the last band is open.
    service_years_from: Sourced[Cuts]  # Completed years.
    education_groups: EducationGroups
    turnover_years: Sourced[Annotated[int, Field(ge=1, le=30)]]
    grassroots: Grassroots


STRUCTURE = PolicyKind("structure", None, StructureChoice)
