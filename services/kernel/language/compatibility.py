"""May one shape of a payload stand for another: compared, and shown by a payload. Pure.

A published type may gain optional fields and nothing else. Backward: whatever was written under
the old shape is accepted by the new one. Forward: whatever is written under the new one is
accepted by a reader of the old one that passes over fields it does not know.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from services.kernel.language.shape import Shape, Value, accepts

Direction = Literal["backward", "forward", "wording"]
WHOLE = "payload"  # Named when no single field is at fault.
_UNHEARD_OF = "nobody_has_heard_of_this"
_ABSENT = object()
# Tried against every text with a pattern or format: one of them tells most rules apart.
_TEXTS = (
    *("", "a", "甲", "2024-06", "2024-13", "1899-01", "2024-03-10", "2024-03-10T08:00:00.000000Z"),
    *("012345", "6217000000000000000", "0a" * 32),
)
_TEXTS_OF_IDS = ("01a20f9d-365a-7051-a117-0dcbbf8f4d41",)


@dataclass(frozen=True, slots=True)
class Breach:
    """What one side accepts and the other refuses; `wording` when no payload was found."""

    direction: Direction
    field: str
    payload: str | None  # Canonical JSON, checked against both shapes.

    def __str__(self) -> str:
        if self.payload is None:
            return f"{self.field}: said in other words, and only additions are allowed"
        told = {
            "backward": "accepted when it was written, refused now",
            "forward": "accepted now, refused by a reader of the published shape",
            "wording": "",
        }
        return f"{self.field}: {told[self.direction]}: {self.payload}"


def breaches(old: Shape, new: Shape) -> list[Breach]:
    """One for each field and direction; empty when `new` only adds optional fields to `old`."""
    if old == new:
        return []
    best: dict[tuple[str, Direction], tuple[int, int, str]] = {}
    for payload in _probes_of_object(old, new):
        direction: Direction
        if accepts(old, payload) and not accepts(new, payload):
            direction, guilty = "backward", _guilty(new, payload, tolerant=False)
        elif accepts(new, payload) and not accepts(old, payload, unknown_fields=True):
            direction, guilty = "forward", _guilty(old, payload, tolerant=True)
        else:
            continue
        shown = json.dumps(payload, ensure_ascii=False, sort_keys=True)
        for field in guilty:  # The payload with the fewest faults tells most; then the shortest.
            rank = (len(guilty), len(shown), shown)
            best[field, direction] = min(rank, best.get((field, direction), rank))
    found = [Breach(direction, field, rank[2]) for (field, direction), rank in best.items()]
    told = {breach.field for breach in found}
    reworded = dict.fromkeys(_reworded(old, new))
    found += [Breach("wording", field, None) for field in reworded if field not in told]
    return found


def _guilty(refusing: Shape, payload: Mapping[str, Value], *, tolerant: bool) -> list[str]:
    """The fields for which this side refuses the payload."""
    parts = refusing.get("properties", {})
    lets_in = tolerant or refusing.get("additionalProperties") is not False
    fields = [field for field in refusing.get("required", []) if field not in payload]
    for field, value in payload.items():
        known = field in parts
        if not (accepts(parts[field], value, unknown_fields=tolerant) if known else lets_in):
            fields.append(field)
    return fields or [WHOLE]


def transitive_breaches(versions: Sequence[Shape], current: Shape) -> list[tuple[int, int, Breach]]:
    """Every pair of shapes that ever stood, and the current one: (older, newer, what breaks)."""
    every = [*versions, current]
    return [
        (older, newer, breach)
        for newer in range(1, len(every))
        for older in range(newer)
        for breach in breaches(every[older], every[newer])
    ]


def _reworded(old: Shape, new: Shape) -> Iterator[str]:
    """Fields of `old` whose shape differs at all in `new`, defaults included."""
    olds, news = old.get("properties", {}), new.get("properties", {})
    for field, part in olds.items():
        if field not in news or news[field] != part:
            yield field
    outside = {"properties", "required"}
    if {k: v for k, v in old.items() if k not in outside} != {
        k: v for k, v in new.items() if k not in outside
    }:
        yield WHOLE
    for field in set(old.get("required", [])) ^ set(new.get("required", [])):
        yield field


def _probes_of_object(old: Shape, new: Shape) -> Iterator[dict[str, Value]]:
    """Payloads near the edges of both shapes."""
    olds, news = old.get("properties", {}), new.get("properties", {})
    for base in _bases(old, new):
        yield base
        yield base | {_UNHEARD_OF: 1}
        for field in {**olds, **news}:
            yield {name: value for name, value in base.items() if name != field}
            for value in _probes(olds.get(field), news.get(field)):
                yield base | {field: value}


def _bases(old: Shape, new: Shape) -> Iterator[dict[str, Value]]:
    """The least and the most of each side, filled with values that side accepts."""
    for side in (old, new):
        parts: Mapping[str, Shape] = side.get("properties", {})
        full = {field: _accepted(part) for field, part in parts.items()}
        full = {field: value for field, value in full.items() if value is not _ABSENT}
        yield {field: value for field, value in full.items() if field in side.get("required", [])}
        yield full


def _accepted(part: Shape) -> Value:
    """Any value this shape accepts, rather a real one than null; _ABSENT when none was found."""
    fitting = [value for value in _probes(part, None) if accepts(part, value)]
    return next((value for value in fitting if value is not None), None if fitting else _ABSENT)


def _probes(one: Shape | None, other: Shape | None) -> Iterator[Value]:
    """Values at the edges of either side."""
    sides = [side for side in (one, other) if side is not None]
    branches = [part for side in sides for part in side.get("anyOf", [side])]
    objects = [part for part in branches if part.get("type") == "object"]
    for first in objects:
        for second in objects:
            yield from _probes_of_object(first, second)
    for part in branches:
        yield from part.get("enum", [])
        yield from _edges(part)
        if part.get("type") == "array":
            yield from _lists(part, branches)
    yield from (None, True, 0, 1, "1", 1.5, *_TEXTS, *_TEXTS_OF_IDS, [], {})


def _edges(part: Shape) -> Iterator[Any]:
    for bound in ("minimum", "maximum"):
        if bound in part:
            yield from (part[bound], part[bound] - 1, part[bound] + 1)
    for bound in ("minLength", "maxLength"):
        if bound in part:
            for length in (part[bound], part[bound] - 1, part[bound] + 1):
                yield "甲" * max(length, 0)


def _lists(part: Shape, branches: Sequence[Shape]) -> Iterator[list[Value]]:
    items = [branch["items"] for branch in branches if "items" in branch]
    for item in items:
        for value in _probes(part.get("items"), item):
            yield [value]
    filler = _accepted(part["items"]) if "items" in part else 0
    for bound in ("minItems", "maxItems"):
        if bound in part:
            for length in (part[bound], part[bound] - 1, part[bound] + 1):
                yield [filler] * max(length, 0)
