"""Sets a place aside with the proposal that takes it, or refuses the proposal for want of one.

Everybody's places are one stream: of two proposals for the last place, one loses the race.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.gateway.decision.dossier import Dossier, assemble
from services.gateway.decision.question import Question
from services.gateway.facts import store as facts
from services.gateway.level.policy import AUXILIARY_LEVEL
from services.gateway.level.quota import Places, places
from services.gateway.level.surroundings import surroundings
from services.gateway.level.wording import GROUPS
from services.gateway.places.count import groups_entered, holders, taken
from services.gateway.places.events import LevelPlaceReserved
from services.gateway.proposal.proposal import OPEN, Stage
from services.gateway.proposal.standing import Bench, Recalled
from services.kernel.decider import StreamWrite
from services.kernel.errors import conflict
from services.kernel.event import Draft, Recorded, decode_fast
from services.kernel.fact import Fact, read_fact
from services.roster.events import (
    AuxiliaryLevelAwarded,
    FactRevoked,
    PersonRegistered,
    ServiceEntered,
    ServiceLeft,
)

PLACES_STREAM: Final = "level-places"
_KEEPS: Final = (*(stage.value for stage in OPEN), Stage.ORDERED.value)
_TYPES: Final = tuple(
    kind.TYPE
    for kind in (
        AuxiliaryLevelAwarded,
        FactRevoked,
        PersonRegistered,
        ServiceEntered,
        ServiceLeft,
    )
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose place, of which proposal, on which day."""

    person: str
    proposal: UUID
    day: date


async def reserve(bench: Bench, recalled: Recalled, proposal: UUID, day: date) -> list[StreamWrite]:
    """What is to be written together with the proposal; nothing where its place is set aside.

    Raises Refused `level_quota_full`, and `level_quota_not_stated` where nobody knows the quota.
    """
    groups = groups_entered(recalled.then)
    if not groups:
        return []
    asked = _Asked(recalled.event.subject, proposal, day)
    events = await bench.store.read_stream(PLACES_STREAM)
    stated, quota = await _stated(bench, asked)
    files = await _files(bench)
    drafts: list[Draft] = []
    for group in groups:
        own = next((e for e in events if _is_of(e, group, proposal)), None)
        ahead = [e for e in events if own is None or e.version < own.version]
        reserved = await _reserved(bench, ahead, group)
        place = quota[group]
        count = taken(
            place, stated.effective_on, holders(files, group, day), reserved, asked.person
        )
        if count >= place.allowed:
            raise _full(place, count)
        if own is None:
            told = LevelPlaceReserved(
                proposal=proposal, group=group, allowed=place.allowed, taken=count
            )
            drafts.append(Draft(told, asked.person, day, basis="engine"))
    version = events[-1].version if events else 0
    return [StreamWrite(PLACES_STREAM, version, tuple(drafts))] if drafts else []


def _is_of(event: Recorded, group: str, proposal: UUID) -> bool:
    data = decode_fast(event.type, event.data)
    return bool(data.group == group and data.proposal == proposal)


async def _stated(bench: Bench, asked: _Asked) -> tuple[Fact, dict[str, Places]]:
    """The quota as last stated to this person: what the decision rests on."""
    policy = (await bench.shelves.known()).shelf.in_force(AUXILIARY_LEVEL.name, asked.day)
    s = surroundings(await _dossier(bench, asked), policy)
    stated = s.quota_stated(asked.day)
    if stated is None:
        raise conflict(
            "level_quota_not_stated",
            "该人员档案没有层级职数情况 (level_quota_stated), 无从判断是否超职数, 请先登记",
            "nothing on file states the level quota (level_quota_stated): record it first, "
            "or nobody can tell whether it is exceeded",
        )
    return stated, {place.group: place for place in places(stated, s.choice.quotas)}


async def _dossier(bench: Bench, asked: _Asked) -> Dossier:
    events = await facts.facts_of(bench.pool, asked.person)
    question = Question(kind="level_quota", person=asked.person, as_of=asked.day)
    return assemble([read_fact(event) for event in events], question)


async def _files(bench: Bench) -> dict[str, list[Fact]]:
    """Of everybody who has ever had a level: what says whether it is held."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for event in await facts.of_those_with(bench.pool, AuxiliaryLevelAwarded.TYPE, _TYPES):
        found[event.subject].append(read_fact(event))
    return found


async def _reserved(bench: Bench, events: Sequence[Recorded], group: str) -> list[str]:
    """For whom a place is set aside still."""
    by_proposal = {
        str(data.proposal): event.subject
        for event in events
        if (data := decode_fast(event.type, event.data)).group == group
    }
    rows = await bench.pool.fetch(
        "select proposal_id from proposals "
        "where proposal_id = any($1::text[]) and stage = any($2::text[])",
        list(by_proposal),
        list(_KEEPS),
    )
    return [by_proposal[row["proposal_id"]] for row in rows]


def _full(place: Places, count: int) -> Exception:
    zh = GROUPS[place.group]
    return conflict(
        "level_quota_full",
        f"{zh}职数 {place.allowed} 个, 已有人任职或已被其他拟办占用 {count} 个 ({place.source}), "
        "须待职数空出或重新核定后再办",
        f"{place.group} has {place.allowed} places, {count} are held or set aside by other "
        f"proposals ({place.source}): wait until one is free, or the quota is stated anew",
    )
