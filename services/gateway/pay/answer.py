"""A slip as a decision like any other; and a month asked about without runs on record. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import msgspec

from services.gateway.decision.decision import Decision
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.question import Question, Reading
from services.gateway.pay.months import january, last_day, month_named, month_of, name_of
from services.gateway.pay.rules import PayRules
from services.gateway.pay.run import NAME, Run, run_all
from services.gateway.pay.slip import Slip
from services.kernel.fact import Fact
from services.kernel.policy import Shelf
from services.roster.events import (
    AuxiliaryLevelAwarded,
    ContractSigned,
    DutyPostAssigned,
    GrossGiven,
    PayItemSet,
)

_BEGINS = frozenset(
    kind.TYPE
    for kind in (PayItemSet, GrossGiven, AuxiliaryLevelAwarded, DutyPostAssigned, ContractSigned)
)


def as_decision(slip: Slip, reading: Reading = Reading.AS_IT_SHOULD_BE) -> Decision:
    """Kind, month, lines and totals; the question is the month and the instant of its closing."""
    return Decision(
        kind=NAME,
        person=slip.person,
        as_of=last_day(month_named(slip.month)),
        known_at=slip.closed_at,
        reading=reading.value,
        outcome=slip.outcome,
        findings=slip.findings,
        lines=slip.lines,
        totals=totals(slip),
        evidence=slip.evidence,
        facts_sha256=slip.facts_sha256,
        policies=slip.policies,
    )


def total(slips: Sequence[Slip]) -> Decision:
    """The sums of several runs; taxable income is cumulative anyway."""
    sums = {name: sum(totals(slip)[name] for slip in slips) for name in totals(slips[-1])}
    sums["taxable_fen"] = slips[-1].taxable_fen
    last = as_decision(slips[-1])
    lines = tuple(line for slip in slips for line in slip.lines)
    return msgspec.structs.replace(last, totals=sums, lines=lines)


def totals(slip: Slip) -> dict[str, int]:
    return {
        "gross_fen": slip.gross_fen,
        "own_fen": slip.own_fen,
        "taxable_fen": slip.taxable_fen,
        "tax_fen": slip.tax_fen,
        "damage_fen": slip.damage_fen,
        "repaid_fen": slip.repaid_fen,
        "advanced_fen": slip.advanced_fen,
        "net_fen": slip.net_fen,
        "unit_fen": slip.unit_fen,
    }


_RULES: dict[int, tuple[Shelf, PayRules]] = {}


def rules_of(shelf: Shelf) -> PayRules:
    """The same shelf is read only once; the latest few are kept."""
    found = _RULES.get(id(shelf))
    if found is None or found[0] is not shelf:
        if len(_RULES) > 8:  # noqa: PLR2004
            _RULES.clear()
        found = _RULES[id(shelf)] = (shelf, PayRules(shelf))
    return found[1]


def decide(question: Question, dossier: Dossier, shelf: Shelf) -> Decision:
    """The month of `as_of`, closed at `known_at` or on the closing day of the policy.

    The runs before it, back to January of last year, are taken to have closed on their own
    closing day, or at `known_at` where that is earlier. Read as known, all of them have known
    the same: the month is what it should be, and owes nothing to when others were closed.
    """
    rules = rules_of(shelf)
    facts = list(dossier.known.values())
    month = month_of(question.as_of)
    as_known = question.reading == Reading.AS_KNOWN
    runs = list((_as_known if as_known else _runs)(question, facts, rules, month))
    reading = Reading.AS_KNOWN if as_known else Reading.AS_IT_SHOULD_BE
    return as_decision(run_all(question.person, runs, facts, rules)[-1], reading)


def first_run(facts: Iterable[Fact], month: int) -> int:
    """Where runs that lead to a month begin: with the pay on file, or January of last year."""
    begun = [month_of(f.effective_on) for f in facts if f.type in _BEGINS]
    return min(max(january(month) - 12, min(begun, default=month)), month)


def _runs(question: Question, facts: Iterable[Fact], rules: PayRules, month: int) -> Iterator[Run]:
    for m in range(first_run(facts, month), month):
        closing = rules.closing_of(m)
        if question.known_at is not None:
            closing = min(closing, question.known_at)
        yield Run(name_of(m), closing)
    yield Run(name_of(month), question.known_at)


def _as_known(
    question: Question, facts: Iterable[Fact], rules: PayRules, month: int
) -> Iterator[Run]:
    """A later run is closed later, and yet knows the same."""
    known_at = question.known_at or rules.closing_of(month)
    for m in range(first_run(facts, month), month + 1):
        yield Run(name_of(m), known_at - timedelta(microseconds=month - m))
