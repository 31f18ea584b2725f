"""Whom a row names: by id, by police number on the fact's day, by a name with a second mark.

Never by a name alone: two people may bear it, and one of them may have died long ago.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import Request

from services.kernel.errors import Text
from services.kernel.file.called import Called, Unclear
from services.kernel.file.sheet import MARK, NEW
from services.roster import events as e
from services.roster.candidate import Candidate, shown
from services.roster.identity.id_number import LENGTH
from services.roster.opening import opened_by

_HELD = "select person_id, number, from_on, last_day from police_numbers where number = any($1)"
_CARDS = """
select person_id, name, sex, category, birth_on, police_number from person_cards
where name = any($1::text[]) or person_id = any($2::text[])
"""
_SERVED = "select person_id, from_on, last_day from service_periods where person_id = any($1)"
_POSTED = """
select a.person_id, a.effective_on, a.unit_id, coalesce(v.name, a.unit_id) as name
from unit_assignments a left join unit_versions v on v.unit_id = a.unit_id
where a.person_id = any($1::text[]) order by a.effective_on
"""
_REGISTERED = """
select subject, effective_on, basis from events where type = $1 and subject = any($2::text[])
"""


async def people_called(request: Request, called: Sequence[Called]) -> Sequence[str | Unclear]:
    """In the order of the lines: ids as they are, a number before a name."""
    pool = request.app.state.pool
    names = {one.name for one in called}
    names |= {getattr(one.data, "name", "") for one in called if one.opens}
    numbers = {getattr(one.data, "police_number", None) for one in called if one.opens}
    held: dict[str, list[Any]] = defaultdict(list)
    for row in await pool.fetch(_HELD, [n for n in names | numbers if n]):
        held[row["number"]].append(row)
    holders = {row["person_id"] for rows in held.values() for row in rows}
    people: dict[str, list[Candidate]] = defaultdict(list)
    for one in await _candidates(pool, names, holders):
        people[one.name].append(one)
    openings = opened_by([row for row in called if _is_new(row)], people, held)
    return [
        openings[row.line.number] if _is_new(row) else the_one(row, people, held) for row in called
    ]


def _is_new(called: Called) -> bool:
    return called.opens and called.name in {"", NEW}


async def _candidates(pool: Any, names: Iterable[str], ids: Iterable[str]) -> list[Candidate]:  # noqa: ANN401
    cards = await pool.fetch(_CARDS, list(names), list(ids))
    found = [card["person_id"] for card in cards]
    served: dict[str, list[Any]] = defaultdict(list)
    for row in await pool.fetch(_SERVED, found):
        served[row["person_id"]].append((row["from_on"], row["last_day"]))
    posted: dict[str, list[Any]] = defaultdict(list)
    for row in await pool.fetch(_POSTED, found):
        posted[row["person_id"]].append((row["effective_on"], row["unit_id"], row["name"]))
    registered: dict[str, list[Any]] = defaultdict(list)
    for row in await pool.fetch(_REGISTERED, e.PersonRegistered.TYPE, found):
        registered[row["subject"]].append((row["effective_on"], row["basis"]))
    return [
        Candidate(
            **dict(card),
            served=tuple(served[card["person_id"]]),
            posted=tuple(posted[card["person_id"]]),
            registered=tuple(registered[card["person_id"]]),
        )
        for card in cards
    ]


def the_one(
    called: Called,
    people: Mapping[str, Sequence[Candidate]],
    held: Mapping[str, Sequence[Any]],
) -> str | Unclear:
    """Pure. The person the line names on its day."""
    if person_id := called.person_id():
        return person_id
    if len(called.name) == LENGTH and called.name[:-1].isdigit():
        text = Text(
            "此处不用公民身份号码: 请按号码查找到本人后填人员编号",
            "no ID numbers here: search for the person by it, then give the person id",
        )
        return Unclear("id_number_here", text)
    if called.name in held:
        return _holder(called, held[called.name])
    return _named(called, people.get(called.name, ()))


def _holder(called: Called, terms: Sequence[Any]) -> str | Unclear:
    """Whoever holds the number on the day; the one who ever did, where nobody else did."""
    ever = {term["person_id"] for term in terms}
    on_day = {term["person_id"] for term in terms if _covers(term, called.day)}
    for found in (on_day, ever):
        if len(found) == 1:
            return str(next(iter(found)))
    text = Text(
        f"该警号先后由 {len(ever)} 人使用, {called.day or '该'}日无人使用: 请填人员编号",
        f"{len(ever)} people have held this number, nobody on {called.day}: give the person id",
    )
    return Unclear("number_held_by_nobody_that_day", text)


def _covers(term: Any, day: date | None) -> bool:  # noqa: ANN401  asyncpg's record
    return (
        day is not None
        and term["from_on"] <= day
        and (term["last_day"] is None or day <= term["last_day"])
    )


def _named(called: Called, people: Sequence[Candidate]) -> str | Unclear:
    if not people:
        text = Text("没有此人: 应为人员编号、警号或姓名", "nobody by this id, number or name")
        return Unclear("subject_unknown", text)
    mark, day = called.line.mark, called.day
    if not mark:
        text = _say("仅凭姓名不能确定是谁", "a name alone says nobody", people)
        return Unclear("second_mark_required", text, (MARK,))
    agreeing = [one for one in people if one.agrees(mark, day)]
    if not agreeing:
        zh, en = "核对列的单位或出生日期与同名者都不符", "the unit or birth date fits nobody"
        return Unclear("second_mark_differs", _say(zh, en, people), (MARK,))
    serving = [one for one in agreeing if day is None or one.serves_on(day)]
    if not serving:
        zh, en = f"{day} 不在职, 不能用姓名", f"not serving on {day}: a name is not enough"
        return Unclear("not_serving_that_day", _say(zh, en, agreeing))
    if len(serving) > 1:
        text = _say("同名且核对信息相同的不止一人", "more than one agree", serving)
        return Unclear("subject_ambiguous", text)
    return serving[0].person_id


def _say(zh: str, en: str, people: Sequence[Candidate]) -> Text:
    """Who it could be, as lists of people show them."""
    return Text(
        f"{zh}; 请填人员编号或警号, 或在核对列填单位或出生日期。可能是: {shown(people, 'zh')}",
        f"{en}: give the person id or the police number, or the unit or birth date in {MARK}. "
        f"It may be: {shown(people, 'en')}",
    )
