"""Winners and losers counted, and the cost by unit and month: sums of the persons. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from services.gateway.whatif.person import Direction, PersonAnswer


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One unit in one month; `people` are those whose month there is another one."""

    unit_id: str | None
    month: str
    people: int
    before_fen: int
    after_fen: int
    difference_fen: int


@dataclass(slots=True)
class _Sum:
    people: set[str] = field(default_factory=set)
    before_fen: int = 0
    after_fen: int = 0


@dataclass
class Sums:
    """Built up some people at a time; `changed` are those whose answers differ."""

    counts: dict[Direction, int] = field(default_factory=lambda: dict.fromkeys(Direction, 0))
    before_fen: int = 0  # Of the persons: their nets, or their monthly amounts.
    after_fen: int = 0
    changed: list[PersonAnswer] = field(default_factory=list)
    unanswered: list[PersonAnswer] = field(default_factory=list)
    _cells: dict[tuple[str, str | None], _Sum] = field(default_factory=dict)

    def add(self, answers: Iterable[PersonAnswer]) -> None:
        for answer in answers:
            if answer.unanswered:
                self.unanswered.append(answer)
                continue
            self.counts[answer.direction] += 1
            self.before_fen += answer.before_fen
            self.after_fen += answer.after_fen
            if answer.direction is not Direction.UNCHANGED:
                self.changed.append(answer)
            for share in answer.shares:
                cell = self._cells.setdefault((share.month, share.unit), _Sum())
                cell.before_fen += share.before_fen
                cell.after_fen += share.after_fen
                if share.before_fen != share.after_fen:
                    cell.people.add(answer.person)

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    def cells(self) -> list[Cell]:
        """By month, then unit; people in no unit last. Nothing is left out of the sums."""
        return [
            Cell(
                unit_id=unit,
                month=month,
                people=len(one.people),
                before_fen=one.before_fen,
                after_fen=one.after_fen,
                difference_fen=one.after_fen - one.before_fen,
            )
            for (month, unit), one in sorted(
                self._cells.items(),
                key=lambda item: (item[0][0], item[0][1] is None, item[0][1] or ""),
            )
        ]

    def cost_fen(self) -> tuple[int, int]:
        """Before and after."""
        found = self._cells.values()
        return sum(c.before_fen for c in found), sum(c.after_fen for c in found)

    def most_changed(self, count: int) -> list[PersonAnswer]:
        """The greatest differences first; equal ones in order of id."""
        return sorted(self.changed, key=lambda a: (-abs(a.difference_fen), a.person))[:count]
