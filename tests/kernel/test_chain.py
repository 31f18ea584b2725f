"""The chain notices every change to what it attests, and names the first wrong position."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import uuid4

import pytest

from services.kernel import chain
from tests.kernel.samples import chained, changed, recorded, relinked

OTHER = {
    "pos": 99,
    "event_id": uuid4(),
    "type": "training.course_failed.v1",
    "stream_id": "person-x",
    "version": 77,
    "subject": "p2",
    "subject_seq": 55,
    "effective_on": date(2020, 1, 1),
    "recorded_at": datetime(2020, 1, 1, tzinfo=UTC),
    "actor": "somebody",
    "command_id": uuid4(),
    "correlation_id": "c2",
    "causation_id": uuid4(),
    "corrects": uuid4(),
    "revokes": uuid4(),
    "basis": "",
    "reason": "x",
    "data": "{}",
}


@pytest.mark.parametrize("algorithm", chain.HASHES)
def test_an_untouched_log_verifies_to_its_last_link(algorithm):
    log = chained(20, algorithm)

    assert chain.verify(log, algorithm=algorithm) == (20, log[-1].chain)


@pytest.mark.parametrize("field", chain.FIELDS)
def test_a_change_of_any_attested_field_is_found_where_it_is(field):
    log = chained(10)
    log[4] = changed(log[4], **{field: OTHER[field]})

    found = chain.verify(log)

    assert isinstance(found, chain.Broken)
    assert found.pos == 5


def test_every_field_but_the_link_itself_is_attested():
    from services.kernel.event import Recorded

    assert set(chain.FIELDS) == set(Recorded.__struct_fields__) - {"chain"}


@pytest.mark.parametrize(
    ("name", "tamper"),
    [
        ("deleted", lambda log: log[:4] + log[5:]),
        ("swapped", lambda log: [*log[:4], log[5], log[4], *log[6:]]),
        ("repeated", lambda log: [*log[:5], log[4], *log[5:]]),
    ],
)
def test_a_missing_swapped_or_repeated_event_is_found(name, tamper):
    found = chain.verify(tamper(chained(10)))

    assert isinstance(found, chain.Broken)
    assert found.pos in {5, 6}


def test_a_change_relinked_by_itself_breaks_at_the_next_event():
    log = chained(10)
    log[4] = relinked(changed(log[4], actor="x"), log[3].chain)

    found = chain.verify(log)

    assert isinstance(found, chain.Broken)
    assert found.pos == 6


def test_fields_cannot_flow_into_one_another():
    one = recorded(1, basis="ab", reason="c")
    two = recorded(1, basis="a", reason="bc")

    assert chain.canonical_bytes(one) != chain.canonical_bytes(two)


def test_an_instant_has_one_spelling():
    there = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))

    assert chain.canonical_instant(there) == "2026-01-01T00:00:00.000000Z"


def test_known_vector():
    """Fixed for ever: other people's verifiers rely on these bytes."""
    event = recorded(1)

    assert (
        chain.canonical_bytes(event)[:60]
        == b"1:1,36:00000000-0000-0000-0000-000000000001,25:training.cour"
    )
    assert chain.next_link(chain.GENESIS, event).hex() == VECTOR


VECTOR = "4938ea75978b73c9393c24ec932c653c3e95a9574e4e355b66423c314039653d"


def test_an_unknown_hash_is_named():
    with pytest.raises(ValueError, match="md5.*sha256, sm3"):
        chain.linker("md5")
