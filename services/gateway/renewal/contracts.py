"""The labour contracts of the present service, in order, and how many fixed terms ran on. Pure."""

from dataclasses import dataclass
from datetime import date

from services.gateway.decision.dossier import Dossier
from services.gateway.decision.employment import Employment
from services.kernel.fact import Fact
from services.kernel.legal_dates import full_years
from services.roster.events import ContractEnded, ContractKind, ContractSigned


@dataclass(frozen=True, slots=True)
class Contracts:
    """`last` is the one in force or the one that ran out; `ended` what ended it early."""

    signed: tuple[Fact, ...]
    ended: Fact | None

    @property
    def last(self) -> Fact | None:
        return self.signed[-1] if self.signed else None

    @property
    def fixed(self) -> int:
        return sum(f.data.kind == ContractKind.FIXED for f in self.signed)


def contracts(dossier: Dossier, service: Employment) -> Contracts:
    signed = [f for f in dossier.of(ContractSigned) if f.effective_on >= service.since]
    last = signed[-1] if signed else None
    ended = [
        f
        for f in dossier.of(ContractEnded)
        if last is not None and f.effective_on >= last.effective_on
    ]
    return Contracts(tuple(signed), ended[0] if ended else None)


def years_served(found: Contracts, service: Employment, on: date) -> int:
    """Whole years in this unit when the new contract would begin."""
    entered = service.entered or (found.signed[0] if found.signed else None)
    return full_years(entered.effective_on, on) if entered is not None else 0
