"""Reads the real history some people at a time and compares both answers, beside the event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.gateway.facts import store as facts
from services.gateway.facts.wholeness import refuse_stopped
from services.gateway.pay.months import last_day
from services.gateway.pay.run import NAME as PAY
from services.gateway.payroll import read
from services.gateway.payroll.events import RunScope
from services.gateway.payroll.population import TYPES, Member, Part, members
from services.gateway.payroll.tree import TYPES as TREE_TYPES
from services.gateway.payroll.tree import Tree
from services.gateway.whatif import decisions, pay
from services.gateway.whatif.asked import Compared, wrong_field
from services.gateway.whatif.person import Direction, PersonAnswer
from services.gateway.whatif.sums import Sums
from services.kernel.errors import FieldError, Text, conflict, invalid
from services.kernel.fact import Fact

PEOPLE_AT_ONCE = 20  # A caller who has gone is noticed between two of these parts.
Gone = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Found:
    sums: Sums
    names: Mapping[str, Member]
    units: Tree


async def answer(pool: Any, asked: Compared, is_gone: Gone) -> Found:  # noqa: ANN401
    """Everybody of the part, or Refused. Nothing is written; whoever has gone is not waited for."""
    places = await facts.places(pool)
    refuse_stopped(place.condition for place in places.values())
    positions = (places["roster"].pos, places["assessment"].pos, places["training"].pos)
    known = read.Known(asked.after.known_at, positions)
    page = await read.page_of_types(pool, (*TYPES, *TREE_TYPES), known)
    everybody, units = await asyncio.to_thread(_roll, page, asked)
    asked.refuse_too_many(len(everybody))
    names = {member.person: member for member in everybody}
    _refuse_strangers(asked, names)
    sums = Sums()
    for start in range(0, len(everybody), PEOPLE_AT_ONCE):
        if await is_gone():
            raise conflict("caller_gone", "询问者已离开", "whoever asked has gone")
        some = [member.person for member in everybody[start : start + PEOPLE_AT_ONCE]]
        page = await read.page_of_people(pool, some, known)
        sums.add(await asyncio.to_thread(_compared, page, some, asked))
    return Found(sums, names, units)


def _roll(page: str, asked: Compared) -> tuple[list[Member], Tree]:
    """Who stands in the part on the last day that is asked about."""
    body, on = asked.body, last_day(asked.months.stop - 1)
    people, made = read.rolls_of(page, on)
    if body.unit_id is not None and body.unit_id not in made.units:
        zh, en = f"{on} 没有单位 {body.unit_id}", f"there is no unit {body.unit_id} on {on}"
        raise wrong_field("unit_id", "unit_not_found", zh, en)
    scope = RunScope.BUREAU if body.unit_id is None else RunScope.SUBTREE
    found = members(people, Part(scope, body.unit_id, body.category), made, on)
    only = set(body.people)
    return [member for member in found if not only or member.person in only], made


def _refuse_strangers(asked: Compared, names: Mapping[str, Member]) -> None:
    """A fact supposed of somebody who is not looked at would change nothing and go unnoticed."""
    named = [(f"/facts/{n}/person_id", f.person_id) for n, f in enumerate(asked.body.facts)]
    named += [(f"/people/{n}", person) for n, person in enumerate(asked.body.people)]
    text = Text("不在所问范围内", "is not in the part that is asked about")
    errors = [
        FieldError(pointer, "person_not_in_part", text)
        for pointer, person in named
        if person not in names
    ]
    if errors:
        raise invalid("person_not_in_part", text.zh, text.en, errors=errors[:50])


def _compared(page: str, some: Sequence[str], asked: Compared) -> list[PersonAnswer]:
    files = read.files_of(page)
    return [
        _unanswered(person, "fact_unreadable")
        if person in files.unreadable
        else compared(person, files.facts.get(person, []), asked)
        for person in some
    ]


def compared(person: str, known: Sequence[Fact], asked: Compared) -> PersonAnswer:
    """A draft that is valid by itself may still not fit the history: then this person is named."""
    try:
        if asked.kind.name == PAY:
            months = pay.PayQuestion(asked.months, asked.before, asked.after, asked.changed_from)
            return pay.compare(person, known, months)
        day = decisions.DayQuestion(asked.kind, asked.as_of, asked.before, asked.after)
        return decisions.compare(person, known, day)
    except (LookupError, ArithmeticError, ValueError) as misfit:
        if not asked.draft.names:
            raise
        return _unanswered(person, f"draft_does_not_fit: {type(misfit).__name__} {misfit}"[:200])


def _unanswered(person: str, why: str) -> PersonAnswer:
    return PersonAnswer(person=person, direction=Direction.UNCHANGED, unanswered=why)
