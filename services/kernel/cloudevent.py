"""A recorded event on the wire: CloudEvents 1.0, structured JSON and back. Pure.

Extension attributes carry the rest of the envelope; `docs/log-format.md` lists them.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from services.kernel.chain import canonical_instant
from services.kernel.event import Recorded

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"

# Attribute on the wire -> field of Recorded; text both ways. CloudEvents allows only [a-z0-9].
_TEXT = {
    "streamid": "stream_id",
    "actor": "actor",
    "correlationid": "correlation_id",
    "basis": "basis",
    "reason": "reason",
}
_OPTIONAL_IDS = {"causationid": "causation_id", "corrects": "corrects", "revokes": "revokes"}


def attributes(event: Recorded) -> dict[str, Any]:
    """Every CloudEvents attribute except the data; absent ones left out."""
    wire: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(event.event_id),
        "source": f"/jingheng/{event.room}",
        "type": event.type,
        "subject": event.subject,
        "time": canonical_instant(event.recorded_at),
        "datacontenttype": "application/json",
        "pos": event.pos,
        "streamversion": event.version,
        "subjectseq": event.subject_seq,
        "effectiveon": event.effective_on.isoformat(),
        "commandid": str(event.command_id),
        "chain": event.chain.hex(),
    }
    for name, field in _TEXT.items():
        if value := getattr(event, field):
            wire[name] = value
    for name, field in _OPTIONAL_IDS.items():
        if (value := getattr(event, field)) is not None:
            wire[name] = str(value)
    return wire


def to_json(event: Recorded) -> bytes:
    """One structured-mode document; `data` is the attested text, byte for byte."""
    wire = attributes(event)
    wire["data"] = msgspec.Raw(event.data.encode())
    return msgspec.json.encode(wire)


class Malformed(ValueError):
    """Not one of our events: which attribute, and why."""


class _Wire(msgspec.Struct, kw_only=True):
    specversion: str
    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str
    pos: int
    streamversion: int
    subjectseq: int
    effectiveon: date
    commandid: UUID
    chain: str
    streamid: str
    actor: str
    correlationid: str
    data: msgspec.Raw
    basis: str = ""
    reason: str = ""
    causationid: UUID | None = None
    corrects: UUID | None = None
    revokes: UUID | None = None

    def recorded(self) -> Recorded:
        return Recorded(
            pos=self.pos,
            event_id=self.id,
            type=self.type,
            stream_id=self.streamid,
            version=self.streamversion,
            subject=self.subject,
            subject_seq=self.subjectseq,
            effective_on=self.effectiveon,
            recorded_at=self.time,
            actor=self.actor,
            command_id=self.commandid,
            correlation_id=self.correlationid,
            causation_id=self.causationid,
            corrects=self.corrects,
            revokes=self.revokes,
            basis=self.basis,
            reason=self.reason,
            data=bytes(self.data).decode(),
            chain=bytes.fromhex(self.chain),
        )


_decoder = msgspec.json.Decoder(_Wire)
_page_decoder = msgspec.json.Decoder(list[_Wire])


def from_json(document: bytes) -> Recorded:
    """Raises Malformed; unknown attributes are let pass, as CloudEvents asks."""
    try:
        return _decoder.decode(document).recorded()
    except (msgspec.MsgspecError, ValueError) as fault:
        raise Malformed(str(fault)) from fault


def page_from_json(document: bytes) -> list[Recorded]:
    """A JSON array of structured-mode documents (the batch format). Raises Malformed."""
    try:
        return [wire.recorded() for wire in _page_decoder.decode(document)]
    except (msgspec.MsgspecError, ValueError) as fault:
        raise Malformed(str(fault)) from fault
