"""An event survives the Kafka record, and what is not ours is refused."""

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event
from cloudevents.core.formats.json import JSONFormat

from services.kernel.cloudevent import Malformed
from services.kernel.stream.binding import from_record, place_of, to_record, topic_of
from tests.kernel.samples import chained


def test_round_trip_keeps_every_field_and_the_exact_text():
    for event in chained(3):
        key, value, headers = to_record(event)
        assert key == event.subject.encode()
        assert from_record(value, headers) == event


def test_the_sdk_reads_it():
    event = chained(1)[0]
    key, value, headers = to_record(event)

    seen = from_binary_event(KafkaMessage(dict(headers), key, value), JSONFormat())

    assert seen.get_id() == str(event.event_id)
    assert seen.get_type() == event.type


def test_the_place_is_in_the_headers():
    event = chained(2)[1]

    assert place_of(to_record(event)[2]) == (2, event.chain.hex())
    assert place_of([("other", b"x")]) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda _value, headers: (None, headers),
        lambda _value, headers: (b"{", headers),
        lambda value, _headers: (value, []),
        lambda value, headers: (value, [h for h in headers if h[0] != "ce_pos"]),
        lambda value, headers: (value, [*headers, ("ce_pos", b"x")]),
        lambda value, headers: (value, [*headers, ("ce_chain", b"zz")]),
        lambda value, headers: (value, [*headers, ("ce_id", b"zz")]),
    ],
)
def test_what_is_not_ours_is_refused(change):
    _, value, headers = to_record(chained(1)[0])
    with pytest.raises(Malformed):
        from_record(*change(value, headers))


def test_decisions_have_a_topic_of_their_own():
    assert (topic_of("roster"), topic_of("gateway")) == ("roster.events", "decision.events")
