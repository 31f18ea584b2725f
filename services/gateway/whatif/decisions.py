"""One decision about one person by both sides, on one day. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.gateway.decision.decision import Decision, Outcome
from services.gateway.decision.difference import difference
from services.gateway.decision.dossier import assemble
from services.gateway.decision.kind import DecisionKind
from services.gateway.decision.question import Question
from services.gateway.pay.months import month_of, name_of
from services.gateway.whatif.pay import shared, units
from services.gateway.whatif.person import (
    Direction,
    PersonAnswer,
    each_once,
    why_decision,
)
from services.gateway.whatif.side import Side
from services.kernel.fact import Fact
from services.kernel.policy import NoPolicyInForce, Policy

# From the best for the person to the worst; words that are not here are not worth less or more.
_BEST_FIRST = (
    Outcome.PROMOTE,
    Outcome.PROPOSE,
    Outcome.ELIGIBLE,
    Outcome.WAIT,
    Outcome.HOLD,
    Outcome.BLOCKED,
)


@dataclass(frozen=True, slots=True)
class DayQuestion:
    kind: DecisionKind
    as_of: date
    before: Side
    after: Side


def compare(person: str, facts: Sequence[Fact], asked: DayQuestion) -> PersonAnswer:
    """`facts`: everything on file, in any order."""
    sides = (asked.before, asked.after)
    files = [side.file(person, facts) for side in sides]
    questions = [
        Question(kind=asked.kind.name, person=person, as_of=asked.as_of, known_at=side.known_at)
        for side in sides
    ]
    dossiers = [assemble(f, q) for f, q in zip(files, questions, strict=True)]
    try:
        old, new = (
            asked.kind.decide(q, d, side.shelf)
            for q, d, side in zip(questions, dossiers, sides, strict=True)
        )
    except NoPolicyInForce as missing:
        return PersonAnswer(
            person=person,
            direction=Direction.UNCHANGED,
            unanswered=f"{missing.text.zh} / {missing.text.en}",
        )
    found = difference((old, dossiers[0]), (new, dossiers[1]), _policies(asked))
    amounts = [monthly_fen(decision) for decision in (old, new)]
    month = month_of(asked.as_of)
    (was,), (is_,) = (units(file, range(month, month + 1)) for file in files)
    shares = shared(name_of(month), (was, is_), (amounts[0], amounts[1]))
    if not found.results and not found.findings:
        return PersonAnswer(
            person=person,
            direction=Direction.UNCHANGED,
            before_fen=amounts[0],
            after_fen=amounts[1],
            shares=shares,
        )
    supposed = {fact.event_id for fact in asked.after.supposed.get(person, ())}
    return PersonAnswer(
        person=person,
        direction=direction(old, new),
        before_fen=amounts[0],
        after_fen=amounts[1],
        shares=shares,
        before=old,
        after=new,
        difference=found,
        reasons=each_once(why_decision(found, old, new, supposed)),
    )


def _policies(asked: DayQuestion) -> list[Policy]:
    """Those of the question on both shelves; one that does not begin by then is left out."""
    found = []
    for side in (asked.before, asked.after):
        for kind in asked.kind.policies:
            try:
                found.append(side.shelf.in_force(kind.name, asked.as_of))
            except NoPolicyInForce:
                continue
    return found


def monthly_fen(decision: Decision) -> int:
    """By how much the steps that are owed raise the monthly pay."""
    return sum(
        change.to_fen - change.from_fen for step in decision.steps for change in step.changes
    )


def direction(old: Decision, new: Decision) -> Direction:
    """By the amount, then by the word, then by the day: earlier is better."""
    for then, now in (
        (monthly_fen(old), monthly_fen(new)),
        (-_place(old, new), -_place(new, old)),
        (-_day(old), -_day(new)),
    ):
        if then != now:
            return Direction.WINNER if now > then else Direction.LOSER
    return Direction.CHANGED


def _place(one: Decision, other: Decision) -> int:
    if one.outcome not in _BEST_FIRST or other.outcome not in _BEST_FIRST:
        return 0
    return _BEST_FIRST.index(one.outcome)


def _day(decision: Decision) -> int:
    day = decision.effective_on or decision.earliest_on or decision.blocked_until
    return day.toordinal() if day is not None else date.max.toordinal()
