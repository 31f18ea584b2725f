"""What one month should be, as known at an instant: a list of lines that fills up. Pure."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from services.gateway.decision.finding import Cited, Finding
from services.gateway.decision.line import Line, PolicyUsed
from services.gateway.pay.items import ONCE, Part
from services.gateway.pay.months import name_of
from services.gateway.pay.rules import MonthRules
from services.gateway.pay.spells import Spell
from services.gateway.pay.timeline import Timeline

_ONCE = frozenset(item.value for item in ONCE)


class How(NamedTuple):
    """A formula over the names of its inputs."""

    formula: str
    inputs: dict[str, Any]


class Basis(NamedTuple):
    facts: tuple[Cited, ...] = ()
    policies: tuple[PolicyUsed, ...] = ()
    ref: UUID | None = None


@dataclass
class MonthPay:
    """The amounts of a month never depend on what was paid before."""

    timeline: Timeline
    month: int
    rules: MonthRules
    spell: Spell | None
    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    from_wage: bool = False  # Contributions follow the month's own wage: no base is on file.
    level_and_post_fen: int = 0  # 薪级 + 岗位 as paid this month: overtime and leave count by it.

    def add(self, part: Part, item: str, amount_fen: int, how: How, basis: Basis) -> None:
        self.lines.append(
            Line(
                part=part.value,
                item=item,
                month=name_of(self.month),
                amount_fen=amount_fen,
                formula=how.formula,
                inputs=how.inputs,
                facts=basis.facts,
                policies=basis.policies,
                ref=basis.ref,
            )
        )

    def wage_fen(self) -> int:
        """The month's wage without what is paid only once."""
        return sum(x.amount_fen for x in self.lines if x.part == Part.GROSS and x.item not in _ONCE)
