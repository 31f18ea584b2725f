"""The policies known at an instant: the shipped ones, and what was published by then.

Every process of the gateway asks the log for publications after the last one it has: so a
publication counts everywhere as soon as it is recorded, and an earlier instant never sees it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.gateway.publication.events import PolicyPublished
from services.kernel.errors import Kind, Refused, Text
from services.kernel.event import Recorded, decode_fast
from services.kernel.policy import PolicyKind, Shelf, Version
from services.kernel.policy_files import read_version
from services.kernel.store.rows import SELECT, from_rows
from services.kernel.yaml_tree import SourceWrong

LAYER: Final = "bureau"  # Law is shipped.
_AFTER = "select pos from policy_versions where pos > $1 order by pos"
_AT = f"{SELECT} where pos = any($1::bigint[]) order by pos"


@dataclass(frozen=True, slots=True)
class Publication:
    """One version that was published: its event, and what it says."""

    event: Recorded
    data: Any  # PolicyPublished, or its lean twin.
    version: Version


@dataclass(frozen=True, slots=True)
class Known:
    """`pos` is of the last publication in it, 0 without any: with it, the same shelf again."""

    shelf: Shelf
    pos: int


class Shelves:
    """One shelf for each number of publications; they are few, and never change."""

    def __init__(self, pool: Any, shipped: Shelf, kinds: Sequence[PolicyKind]) -> None:  # noqa: ANN401
        """`kinds` are those that may be published."""
        self.shipped = shipped
        self._pool = pool
        self._kinds = {kind.name: kind for kind in kinds}
        self._found: list[Publication] = []
        self._shelves = [shipped]  # With so many publications.
        self._reached = 0

    async def known(self, at: datetime | None = None, up_to: int | None = None) -> Known:
        """What is known now, or was at an instant, or up to a position of the gateway's log."""
        found = await self.publications()
        count = len(found)
        while count and not _is_known(found[count - 1], at, up_to):
            count -= 1
        return Known(self._shelves[count], found[count - 1].event.pos if count else 0)

    async def publications(self) -> Sequence[Publication]:
        """Of this bureau, in order. Raises Refused when one cannot be read by this build."""
        places = [row["pos"] for row in await self._pool.fetch(_AFTER, self._reached)]
        for event in from_rows(await self._pool.fetch(_AT, places)) if places else ():
            if event.pos > self._reached:  # Another question may have taken it meanwhile.
                self._take(event)
        return tuple(self._found)

    def _take(self, event: Recorded) -> None:
        data = decode_fast(PolicyPublished.TYPE, event.data)
        if data.bureau == self.shipped.bureau:
            one = Publication(event, data, self._version(data))
            shelf = self._shelves[-1].with_version(data.policy, LAYER, one.version)
            self._found.append(one)
            self._shelves.append(shelf)
        self._reached = event.pos

    def _version(self, data: Any) -> Version:  # noqa: ANN401
        name = f"{data.policy} {data.effective_from}"
        kind = self._kinds.get(data.policy)
        try:
            if kind is not None:
                return read_version(data.text, name, kind, bureau=data.bureau)
            why = Text("没有这种政策", "there is no such policy")
        except SourceWrong as error:
            why = error.mistakes[0].text
        raise Refused(
            Kind.UNAVAILABLE,
            "published_policy_unreadable",
            Text(
                f"已发布的政策 {name} 无法由本版本读取: {why.zh}",
                f"the published policy {name} cannot be read by this build: {why.en}",
            ),
        )


def _is_known(one: Publication, at: datetime | None, up_to: int | None) -> bool:
    event = one.event
    return (at is None or event.recorded_at <= at) and (up_to is None or event.pos <= up_to)
