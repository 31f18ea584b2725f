"""A person's facts are whole, or the answer says why not and what was left out."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.gateway.facts.wholeness import refuse_stopped, skipped
from services.kernel.errors import Refused
from services.kernel.follow.stops import NotedStop
from tests.kernel.samples import chained

LOG = chained(5)
REACHED = {"roster": 9, "assessment": 0, "training": 5}
AT = datetime(2026, 3, 1, tzinfo=UTC)


def stop(pos: int | None, subject: str | None = "p1", how: str | None = None, **more) -> NotedStop:
    told = {"condition": "malformed", "room": "training"} | more
    by = ("me", "why", AT) if how else (None, None, None)
    number = UUID(int=pos or 0)
    return NotedStop(number, told["room"], pos, subject, told["condition"], "d", None, AT, how, *by)


def ask(events, *stops):
    return skipped("p1", events, stops, REACHED)


def test_nothing_amiss_is_nothing_to_say():
    assert ask(LOG) == []
    assert ask([]) == []


@pytest.mark.parametrize("one", [stop(3), stop(None), stop(3, condition="repetition")])
def test_an_open_stop_is_named(one):
    with pytest.raises(Refused) as refused:
        ask(LOG, one)

    assert refused.value.code == "facts_incomplete"
    assert f"training are not whole ({one.condition}" in refused.value.text.en


@pytest.mark.parametrize(
    "one", [stop(3, "p2"), stop(6), stop(3, condition="unknown_type"), stop(3, how="republished")]
)
def test_of_another_not_reached_yet_left_to_reading_or_mended_it_stops_nobody(one):
    assert ask(LOG, one) == []


@pytest.mark.parametrize("hole", [[1], [3], [2, 3]])
def test_a_hole_in_the_count_stops_unless_as_many_were_skipped_in_it(hole):
    left = [event for event in LOG if event.pos not in hole]
    enough = [stop(pos, None, "skipped", condition="loss") for pos in hole]
    for few in (
        enough[1:],
        [stop(5, None, "skipped")],
        [stop(hole[0], None, "skipped", room="roster")],
    ):
        with pytest.raises(Refused, match="loss"):
            ask(left, *few)

    assert ask(left, *enough) == enough


def test_a_skip_that_may_be_anybodys_is_only_told_to_whom_it_concerned():
    assert ask(LOG, stop(9, None, "skipped")) == []
    assert ask(LOG, stop(None, "p1", "skipped")) == [stop(None, "p1", "skipped")]


def test_one_log_that_stands_stops_what_needs_them_all():
    refuse_stopped([None, None, None])
    with pytest.raises(Refused, match="facts_incomplete.*fork"):
        refuse_stopped([None, "fork", None])
