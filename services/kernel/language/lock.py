"""What was published: every wire type with each shape it ever had, only ever added to. Pure.

`schemas/events.lock.json` holds it: types in order of publication, shapes of a type in order.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.kernel.event import Event
from services.kernel.language.compatibility import transitive_breaches
from services.kernel.language.shape import Shape, shape_of

Types = Mapping[str, type[Event]]


@dataclass(frozen=True, slots=True)
class Published:
    """One shape as it was published."""

    sha256: str
    shape: Shape


Lock = Mapping[str, Sequence[Published]]  # Wire type -> its shapes, oldest first.


@dataclass(frozen=True, slots=True)
class Finding:
    """How the code and the lock differ. Only additions can be written."""

    wire_name: str
    problem: str
    addition: bool = False

    def __str__(self) -> str:
        return f"{self.wire_name}: {self.problem}"


def canonical(shape: Shape) -> str:
    return json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def publish(shape: Shape) -> Published:
    return Published(hashlib.sha256(canonical(shape).encode()).hexdigest(), shape)


def read(text: str) -> Lock:
    """Raises ValueError when a line was edited: its hash no longer fits, or comes twice."""
    lock: dict[str, list[Published]] = {}
    for entry in json.loads(text)["types"]:
        shapes = [publish(version["shape"]) for version in entry["versions"]]
        for made, version in zip(shapes, entry["versions"], strict=True):
            if made.sha256 != version["sha256"]:
                raise ValueError(f"{entry['type']}: a published shape was edited")
        if entry["type"] in lock or not shapes:
            raise ValueError(f"{entry['type']}: listed twice, or without a shape")
        lock[entry["type"]] = shapes
    return lock


def write(lock: Lock) -> str:
    tree: dict[str, Any] = {
        "about": "Published event payloads. Made by `jingheng events lock --write`; never edited.",
        "types": [
            {
                "type": name,
                "versions": [{"sha256": one.sha256, "shape": one.shape} for one in versions],
            }
            for name, versions in lock.items()
        ],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def compare(lock: Lock, types: Types) -> list[Finding]:
    """Empty when the code says what the lock says. Every pair of shapes of a type is compared."""
    found = [
        Finding(name, "published, and no longer in the code") for name in lock if name not in types
    ]
    for name, event in types.items():
        shape = shape_of(event)
        versions = lock.get(name, ())
        if not versions:
            found.append(Finding(name, "not yet published", addition=True))
            continue
        shapes = [one.shape for one in versions]
        broken = transitive_breaches(shapes, shape)
        for older, newer, breach in broken:
            which = "now" if newer == len(shapes) else f"shape {newer + 1}"
            found.append(Finding(name, f"shape {older + 1} and {which}: {breach}"))
        if not broken and publish(shape).sha256 != versions[-1].sha256:
            found.append(Finding(name, "has new optional fields", addition=True))
    return found


def extend(lock: Lock, types: Types) -> Lock:
    """The lock with new types and new optional fields added. Raises ValueError for any change."""
    refused = [finding for finding in compare(lock, types) if not finding.addition]
    if refused:
        raise ValueError("\n".join(map(str, refused)))
    grown = {name: list(versions) for name, versions in lock.items()}
    for finding in compare(lock, types):
        shape = shape_of(types[finding.wire_name])
        grown.setdefault(finding.wire_name, []).append(publish(shape))
    return grown


def only_added(before: Lock, after: Lock) -> list[Finding]:
    """What `after` no longer says as `before` did: types, shapes and their order are for ever."""
    found = []
    if list(after)[: len(before)] != list(before):
        found.append(Finding("lock", "a published type was removed or moved"))
    for name, versions in before.items():
        kept = [one.sha256 for one in after.get(name, ())][: len(versions)]
        if kept != [one.sha256 for one in versions]:
            found.append(Finding(name, "a published shape was changed or removed"))
    return found
