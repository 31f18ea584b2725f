"""The facts of a certificate: read from their log lines, and which of them stand on a day.

Written from docs/certificate.md; shares no code with the product.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Iterable  # noqa: UP035  So that Python 3.9 runs it.

GRADE_DECIDED = "assessment.annual_grade_decided.v1"


@dataclass(frozen=True)
class Fact:
    """One event about the person."""

    id: str
    type: str
    room: str
    seq: int
    day: date  # From which it is true.
    time: str  # When it was recorded; sorts as text.
    corrects: str | None
    revokes: str | None
    data: Any


def read_fact(raw: dict[str, str]) -> Fact:
    """From the members of a log line. Raises ValueError or KeyError."""
    told = {name: json.loads(text) for name, text in raw.items()}
    return Fact(
        id=told["id"],
        type=told["type"],
        room=told["type"].partition(".")[0],
        seq=told["subjectseq"],
        day=date.fromisoformat(told["effectiveon"]),
        time=told["time"],
        corrects=told.get("corrects"),
        revokes=told.get("revokes"),
        data=told["data"],
    )


def versions(fact: Fact, known: dict[str, Fact]) -> list[Fact]:
    """The fact, what it corrects, what that corrects ..., as far as the file reaches."""
    found = [fact]
    while found[-1].corrects in known and len(found) <= len(known):
        found.append(known[str(found[-1].corrects)])
    return found


def standing(known: dict[str, Fact]) -> list[Fact]:
    """Neither corrected nor revoked by an event that is itself not revoked; in legal order."""
    revoked_by: dict[str, list[Fact]] = {}
    for fact in known.values():
        if fact.revokes is not None:
            revoked_by.setdefault(fact.revokes, []).append(fact)

    def is_void(fact: Fact, depth: int = 0) -> bool:
        by = revoked_by.get(fact.id, [])
        return depth <= len(known) and any(not is_void(one, depth + 1) for one in by)

    live = [fact for fact in known.values() if not is_void(fact)]
    corrected = {fact.corrects for fact in live}
    found = [
        _from_the_start(fact, known)
        for fact in live
        if fact.revokes is None and fact.id not in corrected
    ]
    return sorted(found, key=lambda fact: (fact.day, fact.time, fact.room, fact.seq))


def _from_the_start(fact: Fact, known: dict[str, Fact]) -> Fact:
    """A grade changed on appeal counts from the day of the first result."""
    first = versions(fact, known)[-1]
    if fact.type != GRADE_DECIDED or first.type != GRADE_DECIDED:
        return fact
    same = first.data.get("grade") == fact.data.get("grade")
    return fact if same else replace(fact, day=first.day)


def facts_sha256(facts: Iterable[Fact], as_of: date) -> str:
    """Of the facts that stand and are effective on a day, in their order."""
    lines = (f"{fact.id} {fact.type} {fact.day}\n" for fact in facts if fact.day <= as_of)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
