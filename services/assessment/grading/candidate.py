"""One person of a pool as grading sees him: score, tie-breakers, fault; the rank order. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.assessment.grading.policy import TieBreaker


@dataclass(frozen=True, slots=True)
class Candidate:
    """`score` in hundredths of a point, after every deduction, that of a hard fault included."""

    person: str
    score: int
    deductions: int = 0  # How many.
    public_review: int = 0  # Hundredths.
    hard_fault: str = ""  # What it was; empty for none.


def groups(pool: Iterable[Candidate], breakers: Sequence[TieBreaker]) -> list[list[Candidate]]:
    """Best first; those that nothing tells apart are one group, in order of their ids."""

    def key(one: Candidate) -> tuple[int, ...]:
        by = {
            TieBreaker.FEWER_DEDUCTIONS: -one.deductions,
            TieBreaker.HIGHER_PUBLIC_REVIEW: one.public_review,
        }
        return (one.score, *(by[breaker] for breaker in breakers))

    ordered = sorted(sorted(pool, key=lambda c: c.person), key=key, reverse=True)
    return [list(same) for _, same in groupby(ordered, key=key)]


def top(ranked: Sequence[Sequence[Candidate]], places: int) -> list[Candidate]:
    """As many as fit, from the best down; the first group that does not fit ends it."""
    chosen: list[Candidate] = []
    for same in ranked:
        if len(chosen) + len(same) > places:
            break
        chosen += same
    return chosen


def bottom(ranked: Sequence[Sequence[Candidate]], wanted: int) -> list[Candidate]:
    """At least as many as wanted, from the lowest up; a group that is reached is taken whole."""
    chosen: list[Candidate] = []
    for same in reversed(ranked):
        if len(chosen) >= wanted:
            break
        chosen += same
    return chosen
