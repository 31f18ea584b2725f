"""A recorded event as a Kafka record: CloudEvents' Kafka binding, binary mode. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from services.kernel import cloudevent
from services.kernel.cloudevent import Malformed
from services.kernel.event import Recorded

_NUMBERS = ("pos", "streamversion", "subjectseq")
Headers = list[tuple[str, bytes]]


def topic_of(room: str) -> str:
    """`roster.events`; what the gateway decides goes to `decision.events`."""
    return "decision.events" if room == "gateway" else f"{room}.events"


def to_record(event: Recorded) -> tuple[bytes, bytes, Headers]:
    """Key, value and headers: keyed by subject, so that a person's events keep their order."""
    wire = cloudevent.attributes(event)
    headers = [("content-type", wire.pop("datacontenttype").encode())]
    headers += [(f"ce_{name}", str(value).encode()) for name, value in wire.items()]
    return event.subject.encode(), event.data.encode(), headers


def from_record(value: bytes | None, headers: Iterable[tuple[str, bytes]]) -> Recorded:
    """Raises Malformed for anything but one of our events."""
    if value is None:
        raise Malformed("a record without a value")
    tree: dict[str, Any] = {}
    for name, raw in headers:
        text = raw.decode()
        if name == "content-type":
            tree["datacontenttype"] = text
        elif name.startswith("ce_"):
            tree[name.removeprefix("ce_")] = text
    for name in _NUMBERS:
        if not tree.get(name, "").isdecimal():
            raise Malformed(f"header ce_{name} is missing or no number")
        tree[name] = int(tree[name])
    tree["data"] = msgspec.Raw(value)
    return cloudevent.from_json(msgspec.json.encode(tree))


def place_of(headers: Iterable[tuple[str, bytes]]) -> tuple[int, str] | None:
    """Position and chain (hex) of a record; None for one that is not ours."""
    found: Mapping[str, bytes] = dict(headers)
    if "ce_pos" not in found or "ce_chain" not in found:
        return None
    return int(found["ce_pos"]), found["ce_chain"].decode()
