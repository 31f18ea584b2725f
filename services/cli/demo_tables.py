"""The structure tables of field.md, counted from the roster's own facts as of a day. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.cli.demo_bureau.days import years_before
from services.kernel.fact import Fact, standing
from services.kernel.legal_dates import full_years
from services.roster.events import (
    AuxiliaryLevelAwarded,
    Category,
    DutyPostAssigned,
    EducationLevel,
    EducationRecorded,
    PersonRegistered,
    RankAwarded,
    ServiceEntered,
    ServiceLeft,
    UnitAssigned,
)

AUXILIARY = frozenset({Category.AUXILIARY_DUTY, Category.AUXILIARY_CLERICAL})
AGES = ((18, 25), (26, 39), (40, 99))
SERVICES = ((0, 0), (1, 2), (3, 9), (10, 99))
SERVICE_NAMES = ("<1", "1-3", "3-10", "10+")
EDUCATIONS = list(EducationLevel)
YEARS_OF_SEPARATIONS = 3
Table = Mapping[str, int]


@dataclass
class Card:
    """One person as of the day asked; later facts overwrite earlier ones."""

    category: Category | None = None
    birth_on: date | None = None
    entered_on: date | None = None
    left_on: date | None = None
    left_how: str = ""
    education: EducationLevel | None = None
    post: str | None = None
    unit: str = ""
    level: int | None = None
    rank: str | None = None

    def serves_on(self, day: date) -> bool:
        return self.entered_on is not None and (self.left_on is None or self.left_on >= day)


@dataclass
class Tables:
    """Counts by heading; the tables of auxiliaries leave everybody else out."""

    as_of: date
    category: Counter[str] = field(default_factory=Counter)
    age: Counter[str] = field(default_factory=Counter)
    education: Counter[str] = field(default_factory=Counter)
    service: Counter[str] = field(default_factory=Counter)
    post: Counter[str] = field(default_factory=Counter)
    level: Counter[str] = field(default_factory=Counter)
    rank: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, Any]:
        share = self.category["auxiliary"] / max(1, self.category.total())
        counts = {name: dict(value) for name, value in vars(self).items() if name != "as_of"}
        return {
            "as_of": self.as_of.isoformat(),
            **counts,
            "total": self.category.total(),
            "auxiliary_percent": round(100 * share, 1),
            "left_in_three_years": self.left.total(),
        }


def tables(files: Iterable[Sequence[Fact]], as_of: date, unit: str | None = None) -> Tables:
    """`files` hold all facts of one person each; `unit` takes in what is named after it."""
    found = Tables(as_of)
    since = years_before(as_of, YEARS_OF_SEPARATIONS)
    for facts in files:
        card = card_of(facts, as_of)
        if unit is not None and not f"{card.unit}-".startswith(f"{unit}-"):
            continue
        if card.serves_on(as_of):
            _count(found, card, as_of)
        elif card.left_on is not None and card.left_on > since:
            found.left[card.left_how] += 1
    return found


def card_of(facts: Sequence[Fact], as_of: date) -> Card:
    card = Card()
    for fact in standing(facts):
        if fact.effective_on <= as_of:
            _write(card, fact)
    return card


def _write(card: Card, fact: Fact) -> None:
    data = fact.data
    if fact.type == PersonRegistered.TYPE:
        card.category, card.birth_on = data.category, data.birth_on
    elif fact.type == ServiceEntered.TYPE:
        card.entered_on, card.left_on, card.category = fact.effective_on, None, data.category
    elif fact.type == ServiceLeft.TYPE:
        card.left_on, card.left_how = fact.effective_on, data.kind.value
    elif fact.type == EducationRecorded.TYPE:
        known = card.education
        if known is None or EDUCATIONS.index(data.level) > EDUCATIONS.index(known):
            card.education = data.level
    elif fact.type == DutyPostAssigned.TYPE:
        card.post = data.duty_post.value
    elif fact.type == UnitAssigned.TYPE:
        card.unit = data.unit_id
    elif fact.type == AuxiliaryLevelAwarded.TYPE:
        card.level = data.level
    elif fact.type == RankAwarded.TYPE:
        card.rank = data.rank.value


def _count(found: Tables, card: Card, as_of: date) -> None:
    is_auxiliary = card.category in AUXILIARY
    found.category["auxiliary" if is_auxiliary else str(card.category)] += 1
    if card.category == Category.OFFICER:
        found.rank[card.rank or "none"] += 1
    if not is_auxiliary:
        return
    if card.birth_on is not None:
        found.age[_age_name(full_years(card.birth_on, as_of))] += 1
    if card.entered_on is not None:
        served = full_years(card.entered_on, as_of)
        places = [low <= served <= high for low, high in SERVICES]
        found.service[SERVICE_NAMES[places.index(True)]] += 1
    found.education[_education_name(card.education)] += 1
    found.post[card.post or "none"] += 1
    found.level[str(card.level or "none")] += 1


def _age_name(age: int) -> str:
    for low, high in AGES:
        if low <= age <= high:
            return f"{low}-{high}" if high < AGES[-1][1] else f"{low}+"
    return "other"


def _education_name(level: EducationLevel | None) -> str:
    if level is None:
        return "unknown"
    is_high = EDUCATIONS.index(level) <= EDUCATIONS.index(EducationLevel.VOCATIONAL)
    return "senior_high_or_below" if is_high else level.value
