"""What stands of a file does not depend on arrival, and mending can be mended."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.kernel.fact import read_fact, standing
from tests.kernel.samples import recorded


def _ids(*events):
    return [fact.event_id.int for fact in standing(read_fact(event) for event in events)]


def test_a_correction_stands_in_place_of_what_it_corrects():
    assert _ids(recorded(1), recorded(2, corrects=UUID(int=1))) == [2]


def test_a_revocation_removes_and_is_no_fact_itself():
    assert _ids(recorded(1), recorded(2, revokes=UUID(int=1))) == []


def test_a_revoked_correction_brings_the_first_record_back():
    assert _ids(
        recorded(1), recorded(2, corrects=UUID(int=1)), recorded(3, revokes=UUID(int=2))
    ) == [1]


def test_a_revoked_revocation_brings_the_fact_back():
    assert _ids(
        recorded(1), recorded(2, revokes=UUID(int=1)), recorded(3, revokes=UUID(int=2))
    ) == [1]


def test_a_correction_of_a_correction_leaves_the_last():
    assert _ids(
        recorded(1), recorded(2, corrects=UUID(int=1)), recorded(3, corrects=UUID(int=2))
    ) == [3]


@given(st.permutations(range(6)))
def test_the_order_of_arrival_does_not_matter(order):
    events = [
        recorded(1),
        recorded(2, corrects=UUID(int=1)),
        recorded(3),
        recorded(4, revokes=UUID(int=3)),
        recorded(5, revokes=UUID(int=4)),
        recorded(6),
    ]

    assert _ids(*(events[i] for i in order)) == _ids(*events) == [2, 3, 6]
