"""Months of pay of one person by both sides, each month as it should be by what that side knows.

Pure. No month owes anything to another one's late closing: all are closed knowing the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from services.gateway.pay.answer import first_run
from services.gateway.pay.months import last_day, name_of
from services.gateway.pay.run import Run, run
from services.gateway.pay.slip import Slip
from services.gateway.payroll.variance import variance
from services.gateway.whatif.person import (
    Direction,
    Ground,
    PersonAnswer,
    Reason,
    Share,
    by_amount,
    each_once,
    why_lines,
)
from services.gateway.whatif.side import Side
from services.kernel.fact import Fact, standing
from services.kernel.policy import NoPolicyInForce
from services.roster.events import FactRevoked, UnitAssigned

_OF_UNIT = frozenset({UnitAssigned.TYPE, FactRevoked.TYPE})
_TICK = timedelta(microseconds=1)  # A later run is closed later, and yet knows the same.


@dataclass(frozen=True, slots=True)
class PayQuestion:
    """`changed_from`: the first month that the rules may change; None where they are the same."""

    months: range
    before: Side
    after: Side
    changed_from: int | None = None


def compare(person: str, facts: Sequence[Fact], asked: PayQuestion) -> PersonAnswer:
    """`facts`: everything on file, in any order."""
    old, new = asked.before.file(person, facts), asked.after.file(person, facts)
    try:
        start = min(first_run(old, asked.months.start), first_run(new, asked.months.start))
        before = _slips(person, old, asked.before, range(start, asked.months.stop))
        shared = _shared(person, before, asked, start)
        after = _slips(person, new, asked.after, range(start, asked.months.stop), shared)
    except NoPolicyInForce as missing:
        return PersonAnswer(
            person=person,
            direction=Direction.UNCHANGED,
            unanswered=f"{missing.text.zh} / {missing.text.en}",
        )
    skipped = asked.months.start - start
    return _answer(person, (before[skipped:], after[skipped:]), (old, new), asked)


def _slips(
    person: str, facts: Sequence[Fact], side: Side, months: range, begun: Sequence[Slip] = ()
) -> list[Slip]:
    slips = list(begun)
    for month in months[len(begun) :]:
        closed_at = side.known_at + _TICK * (month - months.start)
        slips.append(run(person, Run(name_of(month), closed_at), facts, side.rules, slips))
    return slips


def _shared(person: str, before: Sequence[Slip], asked: PayQuestion, start: int) -> list[Slip]:
    """Months that both sides have in common: before any rule differs, of the same facts."""
    if person in asked.after.supposed or asked.before.known_at != asked.after.known_at:
        return []
    until = len(before) if asked.changed_from is None else max(asked.changed_from - start, 0)
    common = list(before[:until])
    if common:  # Settled by the other side's rules too: there is nothing to look at again.
        sha256 = asked.after.rules.sha256
        common[-1] = msgspec.structs.replace(common[-1], rules_sha256=sha256)
    return common


def _answer(
    person: str,
    slips: tuple[Sequence[Slip], Sequence[Slip]],
    files: tuple[Sequence[Fact], Sequence[Fact]],
    asked: PayQuestion,
) -> PersonAnswer:
    pairs = list(zip(*slips, strict=True))
    found = [variance(now, then) for then, now in pairs if differs(then, now)]
    net = [sum(slip.net_fen for slip in side) for side in slips]
    supposed = {fact.event_id for fact in asked.after.supposed.get(person, ())}
    reasons = [reason for one in found for reason in why_lines(one.changes, supposed)]
    reasons += _held(pairs)
    return PersonAnswer(
        person=person,
        direction=by_amount(net[0], net[1], differs=bool(found)),
        before_fen=net[0],
        after_fen=net[1],
        shares=tuple(_shares(pairs, files, asked.months)),
        months=tuple(found),
        reasons=each_once(reasons),
    )


def differs(then: Slip, now: Slip) -> bool:
    """In amounts or outcome; the same money on other grounds is no difference."""
    return then.outcome != now.outcome or _amounts(then) != _amounts(now)


def _amounts(slip: Slip) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for line in slip.lines:
        key = (line.part, line.item)
        found[key] = found.get(key, 0) + line.amount_fen
    return {key: amount for key, amount in found.items() if amount}


def _held(pairs: Iterable[tuple[Slip, Slip]]) -> Iterator[Reason]:
    for then, now in pairs:
        if then.outcome != now.outcome:
            for word in now.reasons:
                yield Reason(ground=Ground.FINDING, word=word)


def _shares(
    pairs: Sequence[tuple[Slip, Slip]], files: tuple[Sequence[Fact], Sequence[Fact]], months: range
) -> Iterator[Share]:
    """What the bureau pays: wages before deductions, and the unit's contributions."""
    old, new = (list(units(file, months)) for file in files)
    for (then, now), was, is_ in zip(pairs, old, new, strict=True):
        before, after = (slip.gross_fen + slip.unit_fen for slip in (then, now))
        yield from shared(then.month, (was, is_), (before, after))


def shared(
    month: str, unit: tuple[str | None, str | None], fen: tuple[int, int]
) -> tuple[Share, ...]:
    """Both amounts in one unit, or each in its own."""
    if unit[0] == unit[1]:
        return (Share(month=month, unit=unit[0], before_fen=fen[0], after_fen=fen[1]),)
    return (
        Share(month=month, unit=unit[0], before_fen=fen[0]),
        Share(month=month, unit=unit[1], after_fen=fen[1]),
    )


def units(facts: Iterable[Fact], months: range) -> Iterator[str | None]:
    """The unit on the last day of each month; None before the first."""
    moves = [
        (fact.effective_on, fact.data.unit_id)
        for fact in standing(fact for fact in facts if fact.type in _OF_UNIT)
    ]
    unit, at = None, 0
    for month in months:
        while at < len(moves) and moves[at][0] <= last_day(month):
            unit = moves[at][1]
            at += 1
        yield unit
