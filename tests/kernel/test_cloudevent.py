"""What leaves as a CloudEvent comes back the same, and the SDK agrees that it is one."""

from uuid import uuid4

import msgspec
import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from cloudevents.core.formats.json import JSONFormat

from services.kernel import chain
from services.kernel.cloudevent import Malformed, from_json, page_from_json, to_json
from tests.kernel.samples import chained, recorded, relinked


def test_round_trip_keeps_every_field():
    event = relinked(
        recorded(7, causation_id=uuid4(), corrects=uuid4(), revokes=uuid4(), reason="更正"),
        b"\x01" * 32,
    )

    assert from_json(to_json(event)) == event


def test_the_chain_still_verifies_after_the_wire():
    page = b"[" + b",".join(map(to_json, chained(5))) + b"]"

    assert chain.verify(page_from_json(page)) == (5, chained(5)[-1].chain)


def test_the_sdk_reads_it():
    event = chained(1)[0]
    message = HTTPMessage({"content-type": "application/cloudevents+json"}, to_json(event))

    seen = from_structured_event(message, JSONFormat())

    assert seen.get_type() == event.type
    assert seen.get_subject() == event.subject
    assert seen.get_extension("pos") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"{}",
        b"[]",
        to_json(chained(1)[0]).replace(b'"pos":1', b'"pos":"1"'),
        to_json(chained(1)[0]).replace(
            b'"effectiveon":"2024-03-10"', b'"effectiveon":"2024-02-30"'
        ),
    ],
)
def test_what_is_not_ours_is_refused(wrong):
    with pytest.raises(Malformed):
        from_json(wrong)


def test_an_unknown_attribute_is_let_pass():
    tree = msgspec.json.decode(to_json(chained(1)[0]))

    assert from_json(msgspec.json.encode(tree | {"vendor": "x"})).pos == 1
