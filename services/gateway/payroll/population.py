"""Who belongs to a run, from roster facts as of the month: unit, category, name, account. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway.payroll.events import RunCategory, RunScope
from services.gateway.payroll.tree import Tree
from services.kernel.fact import Fact, standing
from services.roster.events import (
    BankAccountSet,
    Category,
    FactRevoked,
    PersonRegistered,
    ServiceEntered,
    UnitAssigned,
)

TYPES = tuple(
    kind.TYPE
    for kind in (PersonRegistered, ServiceEntered, UnitAssigned, BankAccountSet, FactRevoked)
)
_OF: Mapping[Category, RunCategory] = {
    Category.OFFICER: RunCategory.OFFICER,
    Category.CIVIL: RunCategory.CIVIL,
    Category.AUXILIARY_DUTY: RunCategory.AUXILIARY,
    Category.AUXILIARY_CLERICAL: RunCategory.AUXILIARY,
}


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the rolls, as of the last day of the month."""

    person: str
    name: str = ""
    number: str = ""  # 警号
    unit: str | None = None
    category: RunCategory | None = None
    account: Any = None  # BankAccountSet, or its lean twin.


def member(person: str, facts: Iterable[Fact], on: date) -> Member:
    """Later facts stand over earlier ones; `facts` may hold other kinds too."""
    found: dict[str, Any] = {}
    for fact in standing(facts):
        data = fact.data
        if fact.type == PersonRegistered.TYPE:
            # Whoever is registered late was the same person before.
            found |= {"name": data.name, "number": data.police_number or ""}
            found.setdefault("category", _OF[data.category])
        elif fact.effective_on > on:
            continue
        elif fact.type == ServiceEntered.TYPE:
            found["category"] = _OF[data.category]
        elif fact.type == UnitAssigned.TYPE:
            found["unit"] = data.unit_id
        elif fact.type == BankAccountSet.TYPE:
            found["account"] = data
    return Member(person, **found)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the bureau a run pays."""

    scope: RunScope
    unit: str | None
    category: RunCategory


def members(
    files: Mapping[str, Iterable[Fact]], part: Part, units: Tree, on: date
) -> Iterator[Member]:
    """In order of id. Of the whole bureau also those whom no unit or category claims."""
    for person in sorted(files):
        one = member(person, files[person], on)
        in_category = part.category in {RunCategory.ALL, one.category}
        if in_category and _in_scope(one, part, units):
            yield one


def _in_scope(one: Member, part: Part, units: Tree) -> bool:
    if part.scope == RunScope.BUREAU:
        return True
    assert part.unit is not None  # noqa: S101  refused at the edge otherwise
    if part.scope == RunScope.UNIT:
        return one.unit == part.unit
    return units.within(one.unit, part.unit)
