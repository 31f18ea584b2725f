"""What the policy on contract renewal holds: the law's part and the bureau's. Pure."""

from typing import Annotated, Final

from pydantic import Field

from services.assessment.events import Grade
from services.kernel.policy import ChoiceFile, Clause, LawFile, PolicyKind, Source, Sourced
from services.roster.events import BarKind


class OpenContract(Clause):
    """When the next contract has no fixed term."""

    source: Source
    after_fixed_contracts: Annotated[int, Field(ge=1, le=10)]
    after_years: Annotated[int, Field(ge=1, le=40)]


class Extension(Clause):
    """An expiring contract runs on while one of these lasts."""

    source: Source
    extending: tuple[BarKind, ...]


class RenewalLaw(LawFile):
    """`policies/law/contract_renewal/`."""

    open_contract: OpenContract
    extension: Extension


class RenewalChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/contract_renewal/`."""

    proposed_days_before: Sourced[Annotated[int, Field(ge=0, le=365)]]
    failed_grades: Sourced[tuple[Grade, ...]]


RENEWAL: Final = PolicyKind("contract_renewal", RenewalLaw, RenewalChoice)
