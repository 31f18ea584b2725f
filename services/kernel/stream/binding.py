"""A recorded event as a Kafka record: CloudEvents' Kafka binding, binary mode. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from services.kernel import cloudevent
from services.kernel.cloudevent import Malformed
from services.kernel.event import Recorded
from services.kernel.follow.place import Condition, Item, Stop

_LINK = re.compile(rb"[0-9a-f]{64}")
Headers = list[tuple[str, bytes]]
_any_json = msgspec.json.Decoder(msgspec.Raw)  # Checks the form, builds nothing.


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
    try:
        told = {name: raw.decode() for name, raw in headers}
        return Recorded(
            pos=_number(told["ce_pos"]),
            event_id=UUID(told["ce_id"]),
            type=told["ce_type"],
            stream_id=told["ce_streamid"],
            version=_number(told["ce_streamversion"]),
            subject=told["ce_subject"],
            subject_seq=_number(told["ce_subjectseq"]),
            effective_on=date.fromisoformat(told["ce_effectiveon"]),
            recorded_at=_instant(told["ce_time"]),
            actor=told["ce_actor"],
            command_id=UUID(told["ce_commandid"]),
            correlation_id=told["ce_correlationid"],
            causation_id=_optional_id(told.get("ce_causationid")),
            corrects=_optional_id(told.get("ce_corrects")),
            revokes=_optional_id(told.get("ce_revokes")),
            basis=told.get("ce_basis", ""),
            reason=told.get("ce_reason", ""),
            data=_json_text(value),
            chain=bytes.fromhex(told["ce_chain"]),
        )
    except KeyError as fault:
        raise Malformed(f"header {fault} is missing") from fault
    except ValueError as fault:
        raise Malformed(str(fault)) from fault


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise Malformed(f"{text[:20]!r} is no number")
    return int(text)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise Malformed("ce_time has no offset")
    return instant.astimezone(UTC)


def _optional_id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


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
    where: str, key: bytes | None, value: bytes | None, headers: Iterable[tuple[str, bytes]]
) -> Item:
    """The event, or whom a record that is none of ours may be about: then that subject stops."""
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
            f"{where}: {fault}",
            int(pos) if placed else None,
            subject or None,
            bytes.fromhex(chain.decode()) if placed else None,
            repr((where, key, value, headers)).encode(),
        )
