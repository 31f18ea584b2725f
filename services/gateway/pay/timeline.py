"""What a person's file says of each month: level, post, rank, items, results, orders. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from services.assessment.events import CoefficientDecided
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.doubted import doubted
from services.gateway.decision.finding import Cited
from services.gateway.pay.choice import PayChoice
from services.gateway.pay.months import month_named
from services.gateway.pay.ranks import Ranks, RankSpan, ranks
from services.gateway.pay.rules import PayRules
from services.gateway.pay.series import EMPTY, NEXT, Series, counts_from, series
from services.gateway.pay.spells import Spell, spell_in, spells
from services.kernel.event import Event
from services.kernel.fact import Fact
from services.roster.events import (
    AttendanceMonthRecorded,
    AuxiliaryLevelAwarded,
    BonusGranted,
    ContractSigned,
    ContributionBaseSet,
    DutyPostAssigned,
    GrossGiven,
    LeavePayGranted,
    OwnContributionsGiven,
    PayItemSet,
    RankAwarded,
    ServiceEntered,
    ServiceLeft,
    SeveranceGranted,
)

LEVEL_AND_POST = (AuxiliaryLevelAwarded, DutyPostAssigned)
FIXED = (ContributionBaseSet, GrossGiven, OwnContributionsGiven, ContractSigned)
READ = (
    ServiceLeft,
    ContractSigned,
    ServiceEntered,
    RankAwarded,
    AuxiliaryLevelAwarded,
    DutyPostAssigned,
)
GRANTS = (BonusGranted, LeavePayGranted, SeveranceGranted)


@dataclass(frozen=True, slots=True)
class OfSpell:
    """Everything fixed in one spell of service, by type and, for items, by item."""

    of: dict[str, Series]
    items: tuple[tuple[Any, Series], ...]


@dataclass
class Timeline:
    """One person's file, as known at one instant."""

    dossier: Dossier
    rules: PayRules
    by_type: dict[str, list[Fact]]
    spells: Sequence[Spell]
    _cited: dict[UUID, Cited] = field(default_factory=dict)
    _fixed: dict[int, OfSpell] = field(default_factory=dict)

    def all(self, *kinds: type[Event]) -> Iterable[Fact]:
        """Standing facts of these kinds in order of their day, also those that lie ahead."""
        for kind in kinds:
            yield from self.by_type.get(kind.TYPE, ())

    def spell(self, month: int) -> Spell | None:
        return spell_in(self.spells, month)

    def fixed(self, spell: Spell, kind: type[Event]) -> Series:
        return self._of(spell).of.get(kind.TYPE, EMPTY)

    def items(self, spell: Spell) -> tuple[tuple[Any, Series], ...]:
        """By officer's pay item, in the order of their first fact."""
        return self._of(spell).items

    def _of(self, spell: Spell) -> OfSpell:
        key = spell.joined_on.toordinal()
        found = self._fixed.get(key)
        if found is None:
            found = self._fixed[key] = self._read(spell)
        return found

    def _read(self, spell: Spell) -> OfSpell:
        of = {
            kind.TYPE: series(self.all(kind), spell, rule)
            for kinds, rule in ((LEVEL_AND_POST, self._level_rule), (FIXED, self._fixed_rule))
            for kind in kinds
            if kind.TYPE in self.by_type
        }
        by_item: dict[Any, list[Fact]] = {}
        for fact in self.all(PayItemSet):
            by_item.setdefault(fact.data.item, []).append(fact)
        items = tuple(
            (item, series(facts, spell, self._fixed_rule)) for item, facts in by_item.items()
        )
        return OfSpell(of, items)

    def _level_rule(self, month: int) -> str:
        return self._choice(month).level_and_post_from.value

    def _fixed_rule(self, month: int) -> str:
        return self._choice(month).fixed_item_from.value

    def _choice(self, month: int) -> PayChoice:
        """Of a fact older than the first choice of the bureau: what was chosen first."""
        return self.rules.of(max(month, self.rules.first_month)).pay

    @cached_property
    def ranks(self) -> Ranks:
        choice = self.rules.of(self.last_month).pay.rank_orders.value
        return ranks(self.dossier, self.rules.shelf, as_ordered=choice == "as_ordered")

    @cached_property
    def last_month(self) -> int:
        return self.dossier.as_of.year * 12 + self.dossier.as_of.month - 1

    def rank(self, spell: Spell, month: int) -> RankSpan | None:
        """A rank is paid from the month after; one held on joining from that month (P2)."""
        found = None
        for span in self.ranks.spans:
            if counts_from(span.on, spell.joined_on, NEXT) > month:
                break
            found = span
        return found

    @cached_property
    def doubted(self) -> list[list[Fact]]:
        """Of the facts pay reads, those the roster doubts; two of one day it compares itself."""
        return doubted(self.dossier, READ, READ[2:])

    @cached_property
    def coefficients(self) -> dict[int, Fact]:
        return self._by_month(CoefficientDecided)

    @cached_property
    def attendance(self) -> dict[int, Fact]:
        return self._by_month(AttendanceMonthRecorded)

    def _by_month(self, kind: type[Event]) -> dict[int, Fact]:
        return {month_named(f.data.month): f for f in self.all(kind)}

    @cached_property
    def grants(self) -> dict[int, list[Fact]]:
        """Bonuses, unused leave and severance, by the month they are paid with."""
        found: dict[int, list[Fact]] = {}
        for fact in self.all(*GRANTS):
            found.setdefault(month_named(fact.data.month), []).append(fact)
        return found

    @cached_property
    def mended_by(self) -> dict[UUID, Fact]:
        """By event: the latest correction or revocation of it."""
        found: dict[UUID, Fact] = {}
        for fact in sorted(self.dossier.known.values(), key=lambda f: f.recorded_at):
            for target in (fact.corrects, fact.revokes):
                if target is not None:
                    found[target] = fact
        return found

    def cite(self, *facts: Fact | None) -> tuple[Cited, ...]:
        """Each fact once; the same fact is the same object, which keeps a long replay cheap."""
        found: dict[UUID, Cited] = {}
        for fact in facts:
            if fact is None or fact.event_id in found:
                continue
            one = self._cited.get(fact.event_id)
            if one is None:
                one = self._cited[fact.event_id] = Cited(
                    event_id=fact.event_id, type=fact.type, effective_on=fact.effective_on
                )
            found[fact.event_id] = one
        return tuple(found.values())


def read_timeline(dossier: Dossier, rules: PayRules) -> Timeline:
    by_type: dict[str, list[Fact]] = {name: list(f) for name, f in dossier.by_type.items()}
    for fact in dossier.ahead:
        by_type.setdefault(fact.type, []).append(fact)
    return Timeline(dossier, rules, by_type, spells(dossier))
