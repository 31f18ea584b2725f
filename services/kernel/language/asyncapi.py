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
from services.kernel.stream.binding import to_record, topic_of

Tree = dict[str, Any]

FED = ".fed"  # After the wire name: the same event as the HTTP feed tells it.

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
# As a header every attribute is text.
_NUMBER_AS_TEXT: Tree = {"type": "string", "pattern": "^[1-9][0-9]*$"}


def document(room: str, types: Mapping[str, type[Event]], *, version: str) -> Tree:
    """`types` by wire name, as `event_types(room)` gives them.

    Two ways to the same facts: Kafka (binary mode: attributes in headers, the payload as it is),
    and the room's HTTP feed (structured mode: one document holds both).
    """
    topic = topic_of(room)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"警衡 {room} events",
            "version": version,
            "description": "Facts as they are recorded, in commit order, each one the next. "
            "A published type only ever gains optional fields; anything else is a new type.",
        },
        "defaultContentType": "application/json",
        "servers": _servers(),
        "channels": {
            topic: _channel(types, topic, server="kafka", suffix="")
            | {
                "description": "Keyed by subject: one person's facts arrive in order. Read "
                "committed; gaps and repetitions show in ce_pos and ce_subjectseq.",
                "bindings": {"kafka": {"topic": topic, "bindingVersion": "0.5.0"}},
            },
            "feed": _channel(types, "/v1/feed", server="http", suffix=FED)
            | {
                "description": "GET with `after` (a position), `limit` and `wait` (seconds): an "
                "array of these documents, in order, each one the next.",
            },
        },
        "operations": {
            "publish": _operation(topic, "Tells on Kafka what has been recorded."),
            "feed": _operation("feed", "Tells over HTTP what has been recorded."),
        },
        "components": {
            "messages": {name: _record(name, event) for name, event in types.items()}
            | {f"{name}{FED}": _fed(name, event) for name, event in types.items()},
            "messageTraits": {"record": _record_trait(room)},
            "schemas": {
                name: shape_of(event) | {"title": event.ZH} for name, event in types.items()
            }
            | {"cloudevent": _structured(room)},
        },
    }


def _servers() -> Tree:
    return {
        "kafka": {
            "host": "{bootstrap}",
            "protocol": "kafka",
            "description": "The brokers of KAFKA_BOOTSTRAP_SERVERS, where the bureau runs Kafka.",
            "variables": {"bootstrap": {"default": "localhost:9092"}},
        },
        "http": {
            "host": "{room}",
            "protocol": "http",
            "description": "The room that served this document. Bearer token of a service.",
            "variables": {"room": {"default": "localhost"}},
        },
    }


def _channel(types: Mapping[str, type[Event]], address: str, *, server: str, suffix: str) -> Tree:
    names = [f"{name}{suffix}" for name in types]
    return {
        "address": address,
        "servers": [{"$ref": f"#/servers/{server}"}],
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
    }


def _operation(channel: str, summary: str) -> Tree:
    """About all messages of the channel."""
    return {"action": "send", "channel": {"$ref": f"#/channels/{channel}"}, "summary": summary}


def _record_trait(room: str) -> Tree:
    properties = {f"ce_{name}": _as_text(part) for name, part in _ATTRIBUTES.items()}
    del properties["ce_datacontenttype"]  # The binding's own header says it.
    properties["content-type"] = {"const": "application/json"}
    properties["ce_source"] = {"const": f"/jingheng/{room}"}
    return {
        "contentType": "application/json",
        "headers": {
            "type": "object",
            "required": [name for name in properties if name.removeprefix("ce_") not in OPTIONAL],
            "properties": properties,
        },
        "correlationId": {"location": "$message.header#/ce_correlationid"},
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": "The subject."},
                "bindingVersion": "0.5.0",
            }
        },
    }


def _as_text(part: Tree) -> Tree:
    if part.get("type") != "integer":
        return part
    kept = {name: value for name, value in part.items() if name != "minimum"}
    return kept | _NUMBER_AS_TEXT


def _record(name: str, event: type[Event]) -> Tree:
    """On Kafka: the payload, with the attributes in headers."""
    examples = []
    for number, data in enumerate(samples(event), start=1):
        _, value, headers = to_record(_example(event, data))
        shown = {header: text.decode() for header, text in headers}
        payload = msgspec.json.decode(value)
        examples.append({"name": f"sample{number}", "headers": shown, "payload": payload})
    return _described(name, event) | {
        "traits": [{"$ref": "#/components/messageTraits/record"}],
        "payload": {"$ref": f"#/components/schemas/{name}"},
        "examples": examples,
    }


def _fed(name: str, event: type[Event]) -> Tree:
    """Over HTTP: one structured-mode document."""
    own = {"type": {"const": name}, "data": {"$ref": f"#/components/schemas/{name}"}}
    return _described(f"{name}{FED}", event) | {
        "contentType": CONTENT_TYPE,
        "correlationId": {"location": "$message.payload#/correlationid"},
        "payload": {
            "allOf": [{"$ref": "#/components/schemas/cloudevent"}, {"properties": own}],
        },
        "examples": [
            {"name": f"sample{number}", "payload": msgspec.json.decode(to_json(one))}
            for number, one in enumerate(
                (_example(event, data) for data in samples(event)), start=1
            )
        ],
    }


def _structured(room: str) -> Tree:
    names = [name for name in (*_ATTRIBUTES, "data") if name not in OPTIONAL]
    source = {"source": {"const": f"/jingheng/{room}"}}
    return {"type": "object", "required": names, "properties": {**_ATTRIBUTES, **source}}


def _described(name: str, event: type[Event]) -> Tree:
    described: Tree = {"name": name, "title": event.ZH}
    if event.__doc__ and event.__doc__ != Event.__doc__:
        described["summary"] = event.__doc__.strip().splitlines()[0]
    return described


def _example(event: type[Event], data: str) -> Recorded:
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
    return msgspec.structs.replace(recorded, chain=next_link(GENESIS, recorded))
