"""Rows that open a file: somebody new, or somebody who is on file already. Pure.

A wrong no is mended in a minute; a wrong yes makes one person of two, or two of one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.kernel.errors import Text
from services.kernel.file.called import Called, Unclear
from services.kernel.file.sheet import EFFECTIVE_ON, NEW, SUBJECT
from services.roster.candidate import Candidate, shown

_COMPARED = ("sex", "category", "birth_on", "police_number")


def opened_by(
    called: Sequence[Called],
    people: Mapping[str, Sequence[Candidate]],
    held: Mapping[str, Sequence[Any]],
) -> dict[int, str | Unclear]:
    """By the number of the line: the id of the file it opens, or why that is not plain."""
    alike: dict[str, list[int]] = defaultdict(list)
    for one in called:
        if one.data is not None and getattr(one.data, "police_number", None) is None:
            alike[one.line.content].append(one.line.number)
    return {
        one.line.number: _alike(lines)
        if len(lines := alike.get(one.line.content, [])) > 1
        else _opened(one, people, held)
        for one in called
    }


def _alike(lines: Sequence[int]) -> Unclear:
    rows = ", ".join(map(str, lines))
    text = Text(
        f"第 {rows} 行内容相同, 不能确定是同一人重复还是两个人: 同一人的删去重复行, "
        "不同的人分别填警号(辅警编号)或人员编号",
        f"the rows {rows} are alike, one person twice or two people: delete the repeated one, "
        "or give each a police number or person id",
    )
    return Unclear("rows_alike", text)


def _opened(
    called: Called,
    people: Mapping[str, Sequence[Candidate]],
    held: Mapping[str, Sequence[Any]],
) -> str | Unclear:
    data: Any = called.data
    if data is None:
        return called.line.new_id()  # Told by cell already.
    namesakes = people.get(data.name, ())
    new_id = called.line.new_id("" if called.name != NEW else f" {called.day}")
    if any(one.person_id == new_id and _from(one, called) for one in namesakes):
        return new_id
    holders = {term["person_id"] for term in held.get(data.police_number or "", ())}
    same = [one for one in namesakes if one.person_id in holders]
    if len(same) == 1:
        return same[0].person_id  # Who bears this number and this name: what differs is told.
    near = [one for one in namesakes if _may_be(one, called)]
    if not near or (called.name == NEW and not any(_is_exactly(one, called) for one in near)):
        return new_id
    return _looks_recorded(called, near)


def _from(candidate: Candidate, called: Called) -> bool:
    """Registered by this very file: sent again, it changes nothing."""
    file = _file_of(called.line.basis)
    return any(file and file == _file_of(basis) for _, basis in candidate.registered)


def _file_of(basis: str) -> str:
    return basis.rpartition("[xlsx sha256=")[2][:64] if "[xlsx sha256=" in basis else ""


def _may_be(candidate: Candidate, called: Called) -> bool:
    """Of one name, and nothing says that they are two: numbers, or birth date and first day."""
    data: Any = called.data
    if data.police_number and candidate.police_number:
        return bool(data.police_number == candidate.police_number)
    if data.birth_on is None or candidate.birth_on is None:
        return True
    return data.birth_on == candidate.birth_on or called.day in _days(candidate)


def _is_exactly(candidate: Candidate, called: Called) -> bool:
    return not _differing(candidate, called)


def _days(candidate: Candidate) -> set[date]:
    return {day for day, _ in candidate.registered}


def _differing(candidate: Candidate, called: Called) -> list[str]:
    found = [n for n in _COMPARED if getattr(candidate, n) != getattr(called.data, n)]
    return found if called.day in _days(candidate) else [*found, EFFECTIVE_ON]


def _looks_recorded(called: Called, near: Sequence[Candidate]) -> Unclear:
    differing = _differing(near[0], called) if len(near) == 1 else []
    zh = "已有同名人员, 可能是同一人: 是同一人的填其人员编号 (有误则更正原记载), "
    zh += f"是另一人的填警号(辅警编号), 或在人员列填 {NEW} (内容完全相同的不行)"
    en = "somebody of this name is on file: give that person's id if it is the same (and correct "
    en += f"the record if wrong), else a police number, or {NEW} as the subject (not if all agree)"
    return Unclear(
        "looks_recorded",
        Text(f"{zh}。已有: {shown(near, 'zh')}", f"{en}. On file: {shown(near, 'en')}"),
        tuple(differing) or (SUBJECT,),
    )
