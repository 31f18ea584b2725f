"""Accounting totals of a run by unit and item, adding up to the fen. Pure.

Of each unit: gross - own - tax - damage + advanced - repaid = net.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.gateway.pay.items import TERMS, Part
from services.gateway.pay.slip import Slip
from services.gateway.payroll.variance import SIGN

NET = "net"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of one unit; `lines` counts those that are summed up."""

    unit: str
    part: str
    item: str
    lines: int
    amount_fen: int

    @property
    def zh(self) -> str:
        return "实发" if self.part == NET else TERMS.get(self.item, self.item)


@dataclass
class Ledger:
    """Slips are added one by one; nothing of them is kept."""

    people: int = 0
    _sums: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)

    def add(self, slip: Slip, unit: str | None) -> None:
        """A held slip counts as nobody: nothing is paid by it."""
        if slip.is_held:
            return
        self.people += 1
        for line in slip.lines:
            self._sum(unit or "", line.part, line.item, line.amount_fen)

    def _sum(self, unit: str, part: str, item: str, fen: int) -> None:
        found = self._sums.setdefault((unit, part, item), [0, 0])
        found[0] += 1
        found[1] += fen

    def entries(self) -> list[Entry]:
        """By unit, in the order of the parts; the net of each unit last."""
        order = {part.value: at for at, part in enumerate(Part)} | {NET: len(Part)}
        nets = self.net_by_unit()
        lines = [Entry(*key, *sums) for key, sums in self._sums.items()]
        lines += [Entry(unit, NET, NET, 1, fen) for unit, fen in nets.items()]
        return sorted(lines, key=lambda e: (e.unit, order[e.part], e.item))

    def net_by_unit(self) -> dict[str, int]:
        """Reckoned from the lines alone."""
        nets: dict[str, int] = {}
        for (unit, part, _item), (_count, fen) in self._sums.items():
            nets[unit] = nets.get(unit, 0) + SIGN.get(Part(part), 0) * fen
        return nets

    @property
    def net_fen(self) -> int:
        return sum(self.net_by_unit().values())


def totals(entries: Iterable[Entry]) -> dict[str, int]:
    """Sums of the whole bureau by part."""
    found: dict[str, int] = {}
    for entry in entries:
        found[entry.part] = found.get(entry.part, 0) + entry.amount_fen
    return found
