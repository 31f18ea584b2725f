"""Wire names, encoding, upcasting, and the quick decoder's agreement with the strict one."""

import json
from pathlib import Path

import msgspec
import pytest
from pydantic import BaseModel, ValidationError

import services.assessment.events
import services.gateway.events
import services.roster.events
import services.training.events  # noqa: F401  the language is registered by being imported
from services.kernel.event import (
    Event,
    UnknownType,
    decode,
    decode_fast,
    encode,
    event_type,
    event_types,
)
from services.kernel.settings import ROOMS
from services.kernel.values import ShortText

SAMPLES = Path(__file__).parents[1] / "wire"


class NoteTaken(Event, room="test", zh="记录"):
    text: ShortText


class NoteTakenTwo(Event, room="test", zh="记录", name="note_taken", version=2):
    body: ShortText


class OldNote(Event, room="test", zh="记录", name="old_note"):
    text: ShortText

    @classmethod
    def upcast(cls, data):
        return "test.note_taken.v2", {"body": data["text"]} if data else {}


def test_the_wire_name_comes_from_room_class_and_version():
    assert (NoteTaken.TYPE, NoteTakenTwo.TYPE) == ("test.note_taken.v1", "test.note_taken.v2")


def test_an_old_payload_is_read_in_todays_words():
    assert decode("test.old_note.v1", '{"text":"x"}') == NoteTakenTwo(body="x")
    assert decode_fast("test.old_note.v1", '{"text":"x"}') == NoteTakenTwo(body="x")


def test_an_unknown_name_is_an_error_of_its_own():
    with pytest.raises(UnknownType, match="test.nothing.v1"):
        event_type("test.nothing.v1")


def test_an_unknown_field_is_refused():
    with pytest.raises(ValidationError):
        decode("test.note_taken.v1", '{"text":"x","more":1}')


def test_encoding_is_canonical():
    assert encode(NoteTaken(text="张三")) == '{"text":"张三"}'


def test_two_classes_cannot_claim_one_name():
    with pytest.raises(TypeError, match=r"test\.note_taken\.v1"):
        type(
            "NoteTaken",
            (Event,),
            {"__module__": "elsewhere", "__annotations__": {"text": str}},
            room="test",
            zh="x",
        )


def _plain(value: object) -> object:
    """A part of a payload without its class: the lean decoder has classes of its own."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    kind = type(value)
    names = getattr(kind, "__struct_fields__", None) or getattr(kind, "model_fields", None)
    return {name: _plain(getattr(value, name)) for name in names} if names else value


@pytest.mark.parametrize("name", [n for n in event_types() if n.partition(".")[0] in ROOMS])
def test_every_sample_decodes_for_ever(name):
    """`tests/wire/<type>.json` holds payloads as they were written; never edited."""
    lines = (SAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        event = decode(name, line)
        lean = decode_fast(name, line)
        written, read = json.loads(line), json.loads(encode(event))
        # Written before an optional field was added: that one is now there with its default.
        assert msgspec.json.encode({field: read[field] for field in written}).decode() == line
        for field in read.keys() - written.keys():
            default = type(event).model_fields[field].get_default()
            assert read[field] == msgspec.json.decode(msgspec.json.encode(default))
        for field in type(event).model_fields:
            assert _plain(getattr(lean, field)) == _plain(getattr(event, field))


@pytest.mark.parametrize("name", [n for n in event_types() if not n.startswith("test.")])
def test_numbers_and_flags_are_strict_everywhere(name):
    for field, info in _all_fields(event_type(name)):
        shown = json.dumps(_schema_of(info), sort_keys=True)
        if '"integer"' in shown or '"boolean"' in shown:
            assert _is_strict(info), f"{name}.{field} would take a string for a number"


def _all_fields(model: type[BaseModel]):
    return list(model.model_fields.items())


def _schema_of(info):
    from pydantic import TypeAdapter

    return TypeAdapter(info.rebuild_annotation()).json_schema()


def _is_strict(info) -> bool:
    from pydantic import TypeAdapter

    adapter = TypeAdapter(info.rebuild_annotation())
    for text in ("1", "true"):
        try:
            adapter.validate_python(text)
        except ValidationError:
            continue
        return False
    return True
