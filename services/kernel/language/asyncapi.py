"""The AsyncAPI 3.0 document of one room's events, made from their classes. Pure."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec

from services.kernel.chain import GENESIS, next_link
from services.kernel.cloudevent import CONTENT_TYPE, to_json
from services.kernel.event import Event, Recorded
from services.kernel.language.samples import samples
from services.kernel.language.shape import shape_of

Tree = dict[str, Any]

_UUID: Tree = {"type": "string", "format": "uuid"}
_TEXT: Tree = {"type": "string"}
_COUNT: Tree = {"type": "integer", "minimum": 1}
# Every attribute of `cloudevent.attributes`; the extension attributes are described.
_ATTRIBUTES: Mapping[str, Tree] = {
    "specversion": {"const": "1.0"},
    "id": _UUID | {"description": "The event's id (UUIDv7): the key for taking it once."},
    "source": _TEXT,
    "type": _TEXT,
    "subject": {"type": "string", "minLength": 1, "description": "Whom or what it is about."},
    "time": {
        "type": "string",
        "format": "date-time",
        "description": "When the bureau learned it: UTC, from the database, never running back.",
    },
    "datacontenttype": {"const": "application/json"},
    "pos": _COUNT | {"description": "Dense position in the room's log: a missing one is a loss."},
    "streamid": _TEXT | {"description": "The consistency boundary it was decided in."},
    "streamversion": _COUNT | {"description": "Dense position in its stream."},
    "subjectseq": _COUNT | {"description": "Dense position in the room's file on the subject."},
    "effectiveon": {
        "type": "string",
        "format": "date",
        "description": "The day from which it is true in the world.",
    },
    "commandid": _UUID | {"description": "The command (Idempotency-Key) that wrote it."},
    "actor": _TEXT | {"description": "Who recorded it."},
    "correlationid": _TEXT | {"description": "The chain of causes it belongs to."},
    "chain": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "Hash of the previous event's chain and of this event: docs/log-format.md.",
    },
    "basis": _TEXT | {"description": "依据: the document, paper or system that says so."},
    "reason": _TEXT | {"description": "Why it corrects or revokes an earlier event."},
    "causationid": _UUID | {"description": "The event that caused it."},
    "corrects": _UUID | {"description": "The event it replaces."},
    "revokes": _UUID | {"description": "The event it takes back."},
}
OPTIONAL = frozenset({"basis", "reason", "causationid", "corrects", "revokes"})


def document(room: str, types: Mapping[str, type[Event]], *, version: str) -> Tree:
    """`types` by wire name, as `event_types(room)` gives them."""
    channel = f"{room}.events"
    refer = {name: {"$ref": f"#/components/messages/{name}"} for name in types}
    spoken = [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in types]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"警衡 {room} events",
            "version": version,
            "description": "Facts as they are recorded, in commit order, each one the next. "
            "A published type only ever gains optional fields; anything else is a new type.",
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "kafka": {
                "host": "{bootstrap}",
                "protocol": "kafka",
                "description": "The broker of KAFKA_BOOTSTRAP_SERVERS. Without one, the same "
                "documents come from GET /v1/feed?after=POSITION of this room.",
                "variables": {"bootstrap": {"default": "localhost:9092"}},
            }
        },
        "channels": {
            channel: {
                "address": channel,
                "title": f"{room}: all facts",
                "description": "Keyed by subject: one person's facts arrive in order.",
                "messages": refer,
                "bindings": {"kafka": {"topic": channel, "bindingVersion": "0.5.0"}},
            }
        },
        "operations": {
            "sendEvents": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{channel}"},
                "summary": "The room tells what it has recorded.",
                "messages": spoken,
            }
        },
        "components": {
            "messages": {name: _message(name, event) for name, event in types.items()},
            "messageTraits": {"cloudevent": _trait()},
        },
    }


def _trait() -> Tree:
    return {
        "contentType": CONTENT_TYPE,
        "headers": {
            "type": "object",
            "description": "On Kafka. Consumers must pass over headers they do not know.",
            "properties": {"content-type": {"const": CONTENT_TYPE}},
        },
        "correlationId": {"location": "$message.payload#/correlationid"},
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": "The subject."},
                "bindingVersion": "0.5.0",
            }
        },
    }


def _message(name: str, event: type[Event]) -> Tree:
    message: Tree = {
        "name": name,
        "title": event.ZH,
        "traits": [{"$ref": "#/components/messageTraits/cloudevent"}],
        "payload": _payload(name, event),
        "examples": [
            {"name": f"sample{number}", "payload": msgspec.json.decode(_example(event, data))}
            for number, data in enumerate(samples(event), start=1)
        ],
    }
    if event.__doc__ and event.__doc__ != Event.__doc__:
        message["summary"] = event.__doc__.strip().splitlines()[0]
    return message


def _payload(name: str, event: type[Event]) -> Tree:
    """One structured-mode CloudEvent whose data is of this type."""
    own: dict[str, Tree] = {
        "source": {"const": f"/jingheng/{event.ROOM}"},
        "type": {"const": name},
        "data": shape_of(event) | {"title": event.ZH},
    }
    return {
        "type": "object",
        "required": [name for name in (*_ATTRIBUTES, "data") if name not in OPTIONAL],
        "properties": {**_ATTRIBUTES, **own},
    }


def _example(event: type[Event], data: str) -> bytes:
    recorded = Recorded(
        pos=1,
        event_id=UUID("01a20f9d-365a-7051-a117-0dcbbf8f4d41"),
        type=event.TYPE,
        stream_id=f"{event.ABOUT}-3f2c8a52-0b61-4f0e-9a6e-1d2a8f2f7c11",
        version=1,
        subject="3f2c8a52-0b61-4f0e-9a6e-1d2a8f2f7c11",
        subject_seq=1,
        effective_on=date(2024, 3, 10),
        recorded_at=datetime(2024, 3, 11, 1, 30, tzinfo=UTC),
        actor="user:hr-7",
        command_id=UUID("01a20f9d-365a-7051-a117-0dcbbf8f4d40"),
        correlation_id="5b0c4c1f",
        causation_id=None,
        corrects=None,
        revokes=None,
        basis="培训证书",
        reason="",
        data=data,
        chain=b"",
    )
    return to_json(msgspec.structs.replace(recorded, chain=next_link(GENESIS, recorded)))
