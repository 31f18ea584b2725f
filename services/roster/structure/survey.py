"""Everything the structure tables say of a bureau or a part of it, from standing facts. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.kernel.fact import Fact, standing
from services.kernel.legal_dates import ONE_DAY, next_day_after
from services.roster import cards
from services.roster import events as e
from services.roster.structure.count import Table, Tally, headings
from services.roster.structure.policy import StructureChoice
from services.roster.structure.profile import profile_of
from services.roster.structure.quota import QuotaUse, usage
from services.roster.structure.turnover import Turnover
from services.roster.unit.tree import Tree, UnitVersion, tree_on

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """`tops`: only these units and what is below them; None for the whole bureau."""

    as_of: date
    left_from: date
    left_until: date
    tops: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Grassroots:
    """Of the categories the rule is about: how many serve in grassroots units."""

    serving: int
    there: int
    percent_min: int

    @property
    def met(self) -> bool:
        return self.there * 100 >= self.percent_min * self.serving


@dataclass(frozen=True, slots=True)
class Survey:
    tables: list[Table]
    turnover: Turnover
    quotas: list[QuotaUse]
    grassroots: Grassroots
    unplaced: int  # Serve, but in no unit, or in one that is not in the tree. Bureau only.


@dataclass
class Surveyor:
    """Takes unit files first, then each person's file once, in any order."""

    choice: StructureChoice
    asked: Asked
    tree: Tree = field(init=False)

    def __post_init__(self) -> None:
        self._tallies = [Tally(heading) for heading in headings(self.choice, self.asked.as_of)]
        self._places: Counter[tuple[str | None, e.Category]] = Counter()
        self._unplaced = 0

    def take_units(self, files: Iterable[tuple[str, Sequence[Fact]]]) -> None:
        versions: list[UnitVersion] = []
        self._quotas: dict[tuple[str, e.Category], int] = {}
        for unit_id, facts in files:
            stand = standing(facts)
            versions += [
                UnitVersion(*row) for row in cards.rows_of(unit_id, stand)["unit_versions"]
            ]
            for fact in stand:
                if fact.type == e.UnitQuotaApproved.TYPE and fact.effective_on <= self.asked.as_of:
                    self._quotas[unit_id, fact.data.category] = fact.data.places
        self.tree = tree_on(versions, self.asked.as_of)
        self._units = self._asked_units()
        self._turnover = Turnover(self.asked.left_from, self.asked.left_until, self._units)

    def _asked_units(self) -> frozenset[str] | None:
        if self.asked.tops is None:
            return None
        return frozenset(part for top in self.asked.tops for part in self.tree.below(top))

    def take_person(self, facts: Sequence[Fact]) -> None:
        profile = profile_of(standing(facts), self.asked.as_of)
        self._turnover.add(profile)
        period, unit_id = (
            profile.period_on(self.asked.as_of),
            profile.unit_on(self.asked.as_of),
        )
        if period is None:
            return
        self._places[unit_id, period.category] += 1
        if self._units is None or unit_id in self._units:
            self._unplaced += unit_id not in self.tree.units
            for tally in self._tallies:
                tally.add(profile, period)

    def survey(self) -> Survey:
        closed = {unit.unit_id for unit in self.tree.units.values() if unit.closed}
        held = {key: places for key, places in self._quotas.items() if key[0] not in closed}
        quotas = usage(held, self._places, self.tree)
        return Survey(
            tables=[tally.table() for tally in self._tallies],
            turnover=self._turnover,
            quotas=[q for q in quotas if self._units is None or q.unit_id in self._units],
            grassroots=self._grassroots(),
            unplaced=self._unplaced,
        )

    def _grassroots(self) -> Grassroots:
        rule = self.choice.grassroots
        kinds = {kind.value for kind in rule.kinds}
        serving = there = 0
        for (unit_id, category), people in self._places.items():
            if category in rule.categories and (self._units is None or unit_id in self._units):
                serving += people
                line = [self.tree.units.get(above) for above in self.tree.line(unit_id)]
                there += people * any(unit is not None and unit.kind in kinds for unit in line)
        return Grassroots(serving, there, rule.percent_min)


def first_day_of_turnover(as_of: date, years: int) -> date:
    """The day after the same day so many years before: whole years end with `as_of`."""
    return next_day_after(as_of + ONE_DAY, -MONTHS * years)
