"""A recorded event as a Kafka record: CloudEvents' Kafka binding, binary mode. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from services.kernel import cloudevent
from services.kernel.cloudevent import Malformed
from services.kernel.event import Recorded
from services.kernel.follow.place import Condition, Item, Stop

_LINK = re.compile(rb"[0-9a-f]{64}")
Headers = list[tuple[str, bytes]]
_Count = Annotated[int, msgspec.Meta(ge=1)]
_any_json = msgspec.json.Decoder(msgspec.Raw)  # Checks the form, builds nothing.


def topic_of(room: str) -> str:
    """`roster.events`; what the gateway decides goes to `decision.events`."""
    return "decision.events" if room == "gateway" else f"{room}.events"


class _Told(msgspec.Struct, kw_only=True, gc=False, rename=lambda name: f"ce_{name}"):
    """Every header of ours, read in one pass."""

    pos: _Count
    id: UUID
    type: str
    streamid: str
    streamversion: _Count
    subject: str
    subjectseq: _Count
    effectiveon: date
    time: datetime
    actor: str
    commandid: UUID
    correlationid: str
    chain: str
    causationid: UUID | None = None
    corrects: UUID | None = None
    revokes: UUID | None = None
    basis: str = ""
    reason: str = ""


def to_record(event: Recorded) -> tuple[bytes, bytes, Headers]:
    """Key, value and headers: keyed by subject, so that a person's events keep their order."""
    wire = cloudevent.attributes(event)
    content_type = wire.pop("datacontenttype").encode()
    headers = [("content-type", content_type)]
    headers += [
        (f"ce_{name}", value.encode() if type(value) is str else b"%d" % value)
        for name, value in wire.items()
    ]
    return event.subject.encode(), event.data.encode(), headers


def from_record(value: bytes | None, headers: Iterable[tuple[str, bytes]]) -> Recorded:
    """Raises Malformed for anything but one of our events."""
    if value is None:
        raise Malformed("a record without a value")
    try:
        told = msgspec.convert(
            {name: raw.decode() for name, raw in headers}, type=_Told, strict=False
        )
        if told.time.tzinfo is None:
            raise Malformed("ce_time has no offset")
        return Recorded(
            pos=told.pos,
            event_id=told.id,
            type=told.type,
            stream_id=told.streamid,
            version=told.streamversion,
            subject=told.subject,
            subject_seq=told.subjectseq,
            effective_on=told.effectiveon,
            recorded_at=told.time.astimezone(UTC),
            actor=told.actor,
            command_id=told.commandid,
            correlation_id=told.correlationid,
            causation_id=told.causationid,
            corrects=told.corrects,
            revokes=told.revokes,
            basis=told.basis,
            reason=told.reason,
            data=_json_text(value),
            chain=bytes.fromhex(told.chain),
        )
    except (msgspec.MsgspecError, ValueError) as fault:
        raise Malformed(str(fault)) from fault


def _json_text(value: bytes) -> str:
    """The exact text, once it is known to be JSON: the column takes nothing else."""
    _any_json.decode(value)
    return value.decode()


def place_of(headers: Iterable[tuple[str, bytes]]) -> tuple[int, str] | None:
    """Position and chain (hex) of a record; None for one that is not ours."""
    found: Mapping[str, bytes] = dict(headers)
    if "ce_pos" not in found or "ce_chain" not in found:
        return None
    return int(found["ce_pos"]), found["ce_chain"].decode()


def item_from_record(
    where: tuple[int, int],
    key: bytes | None,
    value: bytes | None,
    headers: Iterable[tuple[str, bytes]],
) -> Item:
    """The event, or whom a record that is none of ours may be about: then that subject stops.

    `where`: partition and offset.
    """
    headers = list(headers)
    try:
        return from_record(value, headers)
    except Malformed as fault:
        told = dict(headers)
        subject = (key or told.get("ce_subject", b"")).decode(errors="replace")
        pos, chain = told.get("ce_pos", b""), told.get("ce_chain", b"")
        placed = pos.isdigit() and _LINK.fullmatch(chain) is not None
        return Stop(
            Condition.MALFORMED,
            f"partition {where[0]} offset {where[1]}: {fault}",
            int(pos) if placed else None,
            subject or None,
            bytes.fromhex(chain.decode()) if placed else None,
            repr((where, key, value, headers)).encode(),
        )
