"""Every version of a policy there is or was: shipped with the software, or published here."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from services.gateway.shelf.known import LAYER, Publication, Shelves
from services.kernel.errors import not_found
from services.kernel.policy import Version


@dataclass(frozen=True, slots=True)
class TextVersion:
    """`by` is None for a shipped one; `until` is when another of its day took its place."""

    policy: str
    layer: str
    version: Version
    text: str
    by: Publication | None = None
    until: datetime | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def effective_from(self) -> date:
        return self.version.effective_from


async def versions_of(shelves: Shelves, policy: str) -> list[TextVersion]:
    """In order of layer, day and recording. Raises Refused for a policy nobody knows."""
    found = list(_shipped(shelves, policy))
    published = [one for one in await shelves.publications() if one.data.policy == policy]
    found += [TextVersion(policy, LAYER, one.version, one.data.text, one) for one in published]
    if not found:
        names = ", ".join(sorted({name for name, _ in shelves.shipped.layers}))
        raise not_found(
            "policy_not_found",
            f"没有政策 {policy}; 有: {names}",
            f"there is no policy {policy}; there are: {names}",
        )
    found.sort(key=lambda one: (one.layer != "law", one.effective_from, _pos(one)))
    return [_until(one, found[at + 1 :]) for at, one in enumerate(found)]


def _pos(one: TextVersion) -> int:
    return one.by.event.pos if one.by is not None else 0


def _until(one: TextVersion, later: Sequence[TextVersion]) -> TextVersion:
    """The next of the same layer and day, if there is one, stands in its place."""
    place = (one.layer, one.effective_from)
    next_ = next((v for v in later if (v.layer, v.effective_from) == place), None)
    if next_ is None or next_.by is None:
        return one
    until: Any = next_.by.event.recorded_at
    return TextVersion(one.policy, one.layer, one.version, one.text, one.by, until)


def _shipped(shelves: Shelves, policy: str) -> Iterator[TextVersion]:
    for layer in ("law", LAYER):
        for version in shelves.shipped.layers.get((policy, layer), ()):
            text = Path(version.source).read_text(encoding="utf-8")
            yield TextVersion(policy, layer, version, text)


def named(found: Sequence[TextVersion], sha256: str) -> TextVersion:
    """Of several that say the same the newest. Raises Refused."""
    one = next((v for v in reversed(found) if v.sha256 == sha256), None)
    if one is None:
        raise not_found(
            "version_not_found",
            f"没有 SHA-256 为 {sha256[:12]} 的版本",
            f"there is no version with the SHA-256 {sha256[:12]}",
        )
    return one
