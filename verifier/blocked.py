"""Periods in which nobody is promoted: sanctions with their merging, a failed year, open cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any  # So that Python 3.9 runs it.

from evidence import GRADE_DECIDED, Fact, versions
from periods import after_months
from words import SANCTIONS, code


@dataclass(frozen=True)
class Blocked:
    """Both days are blocked."""

    reason: str
    first: date
    last: date


def blocked_periods(
    facts: list[Fact], known: dict[str, Fact], law: dict[str, Any], choice: dict[str, Any]
) -> list[Blocked]:
    found = [*_sanctions(facts, known, law["sanctions"]), *_failed_years(facts, choice)]
    return sorted(found, key=lambda one: (one.first, one.last))


def _sanctions(facts: list[Fact], known: dict[str, Fact], law: dict[str, Any]) -> list[Blocked]:
    """政务处分法 art. 8, 15; 处分条例 art. 10: the rest of the old period, then the new one."""
    lengths = {code(SANCTIONS, kind): months for kind, months in law["periods_months"].items()}
    longest, weight = law["running_months_max"], list(SANCTIONS)
    days: dict[date, list[Fact]] = {}
    for fact in facts:
        if fact.type == "roster.sanction_imposed.v1" and fact.data["kind"] in lengths:
            days.setdefault(fact.day, []).append(fact)
    found, old_free = [], date.min
    for day in sorted(days):
        kind = max((one.data["kind"] for one in days[day]), key=weight.index)
        heaviest = [one for one in days[day] if one.data["kind"] == kind]
        stated = max(one.data.get("stated_months") or 0 for one in heaviest)
        months = min(max(lengths[kind], stated), longest)
        free = min(after_months(max(day, old_free), months), after_months(day, longest))
        ended = [_lifted(one, facts, known) for one in heaviest]
        if None not in ended and day < max(e for e in ended if e) < free:
            free = max(old_free, *(e for e in ended if e))
        if free > day:
            found.append(Blocked("SANCTION", day, free - timedelta(days=1)))
        old_free = free
    return found


def _lifted(sanction: Fact, facts: list[Fact], known: dict[str, Fact]) -> date | None:
    names = {one.id for one in versions(sanction, known)}
    papers = (fact for fact in facts if fact.type == "roster.sanction_lifted.v1")
    return next((paper.day for paper in papers if paper.data["sanction"] in names), None)


def per_year(facts: list[Fact]) -> dict[int, Fact]:
    """The latest result of each year."""
    return {fact.data["year"]: fact for fact in facts if fact.type == GRADE_DECIDED}


def _failed_years(facts: list[Fact], choice: dict[str, Any]) -> list[Blocked]:
    lengths = {
        "incompetent": choice["incompetent_grade_block_months"]["value"],
        "basically_competent": choice["basic_competent_block_months"]["value"],
    }
    return [
        Blocked("ASSESSMENT", fact.day, after_months(fact.day, months) - timedelta(days=1))
        for fact in per_year(facts).values()
        if (months := lengths.get(fact.data["grade"], 0))
    ]


def _cases(facts: list[Fact]) -> list[tuple[Fact, Fact | None]]:
    """Each opening with its closing."""
    closings = [fact for fact in facts if fact.type == "roster.case_closed.v1"]
    return [
        (
            opened,
            next(
                (
                    closed
                    for closed in closings
                    if closed.data["case_no"] == opened.data["case_no"] and closed.day >= opened.day
                ),
                None,
            ),
        )
        for opened in facts
        if opened.type == "roster.case_opened.v1"
    ]


def open_cases(facts: list[Fact], day: date) -> list[Fact]:
    """Open from the opening day on, no longer on the closing day."""
    return [
        opened
        for opened, closed in _cases(facts)
        if opened.day <= day and (closed is None or day < closed.day)
    ]


def is_awaited(facts: list[Fact]) -> bool:
    """A case ended with a sanction that is not on file: nobody knows yet what blocks."""
    imposed = [fact.day for fact in facts if fact.type == "roster.sanction_imposed.v1"]
    return any(
        closed is not None
        and closed.data["result"] == "sanctioned"
        and not any(day >= opened.day for day in imposed)
        for opened, closed in _cases(facts)
    )
