"""What somebody still owes after a run: wages overpaid, advances and damage not taken yet. Pure.

It is said on every slip until it is settled; whoever has left goes on having a slip that says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.gateway.decision.finding import Cited, Finding
from services.gateway.decision.line import Line
from services.gateway.pay.damage import outstanding
from services.gateway.pay.settle import Money
from services.gateway.pay.slip import Carried
from services.gateway.pay.timeline import Timeline
from services.kernel.fact import Fact

REASON = "STILL_OWED"


@dataclass(frozen=True, slots=True)
class Debt:
    """By what it is for; none of it is below zero."""

    wages_fen: int  # Overpaid, and not taken back yet.
    advanced_fen: int
    damage_fen: int

    @property
    def total_fen(self) -> int:
        return self.wages_fen + self.advanced_fen + self.damage_fen

    def findings(self, timeline: Timeline, retro: Sequence[Line]) -> Iterator[Finding]:
        """`retro`: differences of earlier months before anything of them was left for later."""
        if not self.total_fen:
            return
        found = {
            "wages_fen": self.wages_fen,
            "advanced_fen": self.advanced_fen,
            "damage_fen": self.damage_fen,
        }
        yield Finding(
            claim="nothing_owed",
            met=False,
            reason=REASON,
            found={"owed_fen": self.total_fen} | {k: v for k, v in found.items() if v},
            facts=_causes(retro) if self.wages_fen else timeline.cite(*_served(timeline)),
        )


def debt_of(timeline: Timeline, month: int, money: Money, before: Carried) -> Debt:
    ordered, _ = outstanding(timeline, month)
    return Debt(
        wages_fen=money.left_fen,
        advanced_fen=before.advanced_fen + money.advanced_fen - money.repaid_fen,
        damage_fen=max(ordered - before.damage_fen - money.damage_fen, 0),
    )


def _causes(retro: Sequence[Line]) -> tuple[Cited, ...]:
    """The facts by which less was due than had been paid, each once."""
    taken = [line for line in retro if line.amount_fen < 0]
    cited = [c.by or c.fact for line in taken for c in line.causes]
    return tuple({c.event_id: c for c in cited if c is not None}.values())


def _served(timeline: Timeline) -> list[Fact]:
    return [fact for spell in timeline.spells[-1:] for fact in spell.facts]
