"""What a change does to one person: which way, by how much, where, and why. Pure."""

from collections.abc import Collection, Iterable, Iterator

import msgspec

from services.gateway.decision.decision import Decision
from services.gateway.decision.difference import Difference
from services.gateway.decision.finding import Cited
from services.gateway.decision.line import PolicyUsed
from services.gateway.payroll.variance import Change, Variance
from services.kernel.term import Term


class Direction(Term):
    """Which way it goes for the person."""

    WINNER = "winner", "受益"
    LOSER = "loser", "受损"
    CHANGED = "changed", "有变"
    UNCHANGED = "unchanged", "不变"


class Ground(Term):
    """What makes an answer another one."""

    SUPPOSED = "supposed_fact", "假设的事实"
    POLICY = "policy", "政策"
    FACT = "fact", "在案事实"
    FINDING = "finding", "判定理由"


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule or fact by name; of a finding its word."""

    ground: Ground
    fact: Cited | None = None
    policy: PolicyUsed | None = None
    word: str = ""


class Share(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a person costs his unit in one month; `before` and `after` may be in two units."""

    month: str
    unit: str | None
    before_fen: int = 0
    after_fen: int = 0


class PersonAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Both answers about one person. `shares` hold every month, also those that do not change.

    Pay: `before_fen` and `after_fen` are the nets of all months, `months` what differs in each.
    Otherwise they are the monthly amounts that the answers lead to.
    """

    person: str
    direction: Direction
    before_fen: int = 0
    after_fen: int = 0
    shares: tuple[Share, ...] = ()
    months: tuple[Variance, ...] = ()
    before: Decision | None = None
    after: Decision | None = None
    difference: Difference | None = None
    reasons: tuple[Reason, ...] = ()
    unanswered: str = ""  # Why there is no answer; nothing of the person is in any sum then.

    @property
    def difference_fen(self) -> int:
        return self.after_fen - self.before_fen


def by_amount(before_fen: int, after_fen: int, *, differs: bool) -> Direction:
    if after_fen != before_fen:
        return Direction.WINNER if after_fen > before_fen else Direction.LOSER
    return Direction.CHANGED if differs else Direction.UNCHANGED


def why_lines(changes: Iterable[Change], supposed: Collection[object]) -> Iterator[Reason]:
    """Of lines: the facts that came or went, and the policies that are others."""
    for change in changes:
        for cited in (*change.facts, *change.gone):
            ground = Ground.SUPPOSED if cited.event_id in supposed else Ground.FACT
            yield Reason(ground=ground, fact=cited)
        for policy in change.policies:
            yield Reason(ground=Ground.POLICY, policy=policy)


def why_decision(
    found: Difference, before: Decision, after: Decision, supposed: Collection[object]
) -> Iterator[Reason]:
    for change in found.facts:
        ground = Ground.SUPPOSED if change.fact.event_id in supposed else Ground.FACT
        yield Reason(ground=ground, fact=change.fact)
    then = set(before.policies)
    for policy in after.policies:
        if policy not in then:
            yield Reason(ground=Ground.POLICY, policy=policy)
    for word in after.reasons:
        if word not in before.reasons:
            yield Reason(ground=Ground.FINDING, word=word)


def each_once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Supposed facts and rules first: they are what was asked about."""
    order = list(Ground)
    found = {msgspec.json.encode(reason): reason for reason in reasons}
    return tuple(sorted(found.values(), key=lambda reason: order.index(reason.ground)))
