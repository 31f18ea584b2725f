"""The pay policies of a shelf by month: what was in force on its first day. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from services.gateway.decision.line import PolicyUsed
from services.gateway.pay.choice import AUXILIARY_PAY, PAY, POLICIES, AuxiliaryPay, PayChoice
from services.gateway.pay.months import closing, first_day, month_of
from services.gateway.pay.policy import (
    CONTRIBUTIONS,
    INCOME_TAX,
    OFFICER_OVERTIME,
    OVERTIME,
    SEVERANCE,
    SICK_PAY,
    UNUSED_LEAVE,
    WAGE_PROTECTION,
    ContributionChoice,
    ContributionLaw,
    OfficerOvertimeLaw,
    OvertimeLaw,
    ProtectionLaw,
    SeveranceLaw,
    SickPayLaw,
    TaxLaw,
    UnusedLeaveLaw,
)
from services.gateway.rank.policy import RANK_ALLOWANCE, AllowanceLaw
from services.kernel.policy import PolicyKind, Shelf
from services.roster.events import PoliceRank


@dataclass
class MonthRules:
    """Policies are looked up once and then remembered: many people share a month."""

    shelf: Shelf
    month: int
    _used: dict[str, tuple[PolicyUsed, ...]] = field(default_factory=dict)
    _models: dict[tuple[str, str], Any] = field(default_factory=dict)
    _allowances: dict[PoliceRank, int] | None = None

    def used(self, kind: PolicyKind) -> tuple[PolicyUsed, ...]:
        """The policy as a line names it."""
        if kind.name not in self._used:
            found = self.shelf.in_force(kind.name, first_day(self.month))
            self._used[kind.name] = (PolicyUsed(id=found.id, sha256=found.sha256),)
        return self._used[kind.name]

    def _model(self, kind: PolicyKind, layer: str) -> Any:  # noqa: ANN401  of the kind's class
        key = (kind.name, layer)
        if key not in self._models:
            day, is_law = first_day(self.month), layer == "law"
            found = (self.shelf.in_force if is_law else self.shelf.chosen)(kind.name, day)
            self._models[key] = found.law if is_law else found.choice
        return self._models[key]

    @property
    def pay(self) -> PayChoice:
        model: PayChoice = self._model(PAY, "bureau")
        return model

    @property
    def auxiliary(self) -> AuxiliaryPay:
        model: AuxiliaryPay = self._model(AUXILIARY_PAY, "bureau")
        return model

    @property
    def tax(self) -> TaxLaw:
        model: TaxLaw = self._model(INCOME_TAX, "law")
        return model

    @property
    def contributions(self) -> ContributionLaw:
        model: ContributionLaw = self._model(CONTRIBUTIONS, "law")
        return model

    @property
    def city(self) -> ContributionChoice:
        model: ContributionChoice = self._model(CONTRIBUTIONS, "bureau")
        return model

    @property
    def overtime(self) -> OvertimeLaw:
        model: OvertimeLaw = self._model(OVERTIME, "law")
        return model

    @property
    def officer_overtime(self) -> OfficerOvertimeLaw:
        model: OfficerOvertimeLaw = self._model(OFFICER_OVERTIME, "law")
        return model

    @property
    def unused_leave(self) -> UnusedLeaveLaw:
        model: UnusedLeaveLaw = self._model(UNUSED_LEAVE, "law")
        return model

    @property
    def sick_pay(self) -> SickPayLaw:
        model: SickPayLaw = self._model(SICK_PAY, "law")
        return model

    @property
    def severance(self) -> SeveranceLaw:
        model: SeveranceLaw = self._model(SEVERANCE, "law")
        return model

    @property
    def protection(self) -> ProtectionLaw:
        model: ProtectionLaw = self._model(WAGE_PROTECTION, "law")
        return model

    def allowance_fen(self, rank: PoliceRank) -> int:
        if self._allowances is None:
            law: AllowanceLaw = self._model(RANK_ALLOWANCE, "law")
            self._allowances = dict(law.monthly_fen())
        return self._allowances[rank]


class PayRules:
    """One shelf, read for pay. Made once and shared by every person of a run."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.sha256 = _digest(shelf, POLICIES)
        self._months: dict[int, MonthRules] = {}

    def of(self, month: int) -> MonthRules:
        found = self._months.get(month)
        if found is None:
            found = self._months[month] = MonthRules(self.shelf, month)
        return found

    @cached_property
    def first_month(self) -> int:
        """On whose first day the bureau's first choice was in force."""
        began = self.shelf.layers[PAY.name, "bureau"][0].effective_from
        return month_of(began) + (began.day > 1)

    def closing_of(self, month: int) -> datetime:
        """The last instant a month's run knows of, unless it is closed at another one."""
        return closing(month, self.of(month).pay.closing_day.value)


def _digest(shelf: Shelf, kinds: Iterable[PolicyKind]) -> str:
    """Of every version there is: another digest means that earlier months may have changed."""
    digest = hashlib.sha256()
    for kind in kinds:
        for layer in ("law", "bureau"):
            for version in shelf.layers.get((kind.name, layer), ()):
                digest.update(f"{kind.name} {layer} {version.effective_from} ".encode())
                digest.update(hashlib.sha256(version.content).digest())
    return digest.hexdigest()
