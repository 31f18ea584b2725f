"""What this build cannot read, and what it has learnt to read since."""

from dataclasses import replace

import pytest

from services.gateway.facts.unreadable import is_readable, stops_somebody, unreadable
from services.kernel.follow.place import Condition
from tests.gateway.facts.test_wholeness import stop
from tests.kernel.samples import changed, recorded


def test_a_type_and_a_payload_that_cannot_be_read_stop_their_subject():
    good = recorded(1)
    future = changed(recorded(2), type="training.exam_dreamt.v9")
    empty = changed(recorded(3), data='{"course":7}')
    found = unreadable([good, future, empty])

    assert [(stop.condition, stop.pos, stop.subject) for stop in found] == [
        (Condition.UNKNOWN_TYPE, 2, "p1"),
        (Condition.MALFORMED, 3, "p1"),
    ]
    assert found[0].detail == "training.exam_dreamt.v9"


def test_every_type_of_every_room_is_known_where_facts_are_kept():
    assert is_readable("roster.rank_awarded.v1")
    assert is_readable("assessment.annual_grade_decided.v1")
    assert not is_readable("training.exam_dreamt.v9")


@pytest.mark.parametrize(
    ("condition", "detail", "how", "stops"),
    [
        ("malformed", "x", None, True),
        ("malformed", "x", "skipped", False),
        ("unknown_type", "training.exam_dreamt.v9", None, True),
        ("unknown_type", "roster.rank_awarded.v1", None, False),
    ],
)
def test_a_type_learnt_since_stops_nobody(condition, detail, how, stops):
    noted = replace(stop(1, how=how, condition=condition), detail=detail)

    assert stops_somebody(noted) is stops
