"""The place a follower has reached: only what comes next, and only from the same history."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.kernel.chain import GENESIS
from services.kernel.follow.place import (
    Condition,
    Place,
    SourceHead,
    Stop,
    Stopped,
    check_head,
    continue_from,
    out_of_order,
)
from tests.kernel.samples import chained, changed

STORE, OTHER = UUID(int=1), UUID(int=2)
LOG = chained(6)


def after(pos: int) -> Place:
    return Place("training", STORE, pos, LOG[pos - 1].chain if pos else GENESIS)


def stopped(place: Place, events, algorithm: str = "sha256") -> tuple[Condition, str]:
    """What is sound before it is taken first."""
    try:
        for _ in range(9):
            place = continue_from(place, events, algorithm).place
    except Stopped as told:
        return told.condition, told.detail
    raise AssertionError("it went on")


def test_what_comes_next_is_taken_in_pages_or_at_once():
    first = continue_from(after(0), LOG[:2], "sha256").place
    by_pages = continue_from(first, LOG[2:], "sha256").place

    assert by_pages == continue_from(after(0), LOG, "sha256").place
    assert (by_pages.pos, by_pages.chain) == (6, LOG[-1].chain)
    assert (by_pages.recorded_at, by_pages.store_id) == (LOG[-1].recorded_at, STORE)


def test_no_events_is_no_movement():
    assert continue_from(after(3), [], "sha256").place == after(3)


@pytest.mark.parametrize("hole", [3, 4, 5])
def test_a_missing_position_is_a_loss_and_named(hole):
    events = [event for event in LOG[2:] if event.pos != hole]
    condition, detail = stopped(after(2), events)

    assert condition is Condition.LOSS
    assert f"expected {hole}, found {hole + 1}" in detail


def test_what_comes_again_is_left_out_and_what_is_swapped_put_in_order():
    found = continue_from(after(2), [LOG[0], LOG[3], LOG[2], LOG[3], *LOG[4:]], "sha256")

    assert (found.events, found.stops, found.place.pos) == (LOG[2:], [], 6)


def test_one_position_with_two_contents_stops_the_subject_of_the_false_one():
    false = changed(LOG[3], subject="p9", actor="x")
    for items in ([*LOG[2:], false], [LOG[2], false, *LOG[3:]]):
        found = continue_from(after(2), items, "sha256")
        (stop,) = found.stops

        assert found.events == LOG[2:]
        assert (stop.condition, stop.subject, stop.pos) == (Condition.REPETITION, "p9", None)


def poison(event, **more) -> Stop:
    return Stop(Condition.MALFORMED, "no date", event.pos, event.subject, event.chain, **more)


def test_past_an_unreadable_record_the_chain_goes_on_and_is_proved_by_the_next():
    found = continue_from(after(2), [LOG[2], poison(LOG[3]), *LOG[4:]], "sha256")

    assert found.events == [LOG[2], *LOG[4:]]
    assert found.stops == [poison(LOG[3])]
    assert (found.place.pos, found.place.chain) == (6, LOG[-1].chain)
    lying = replace(poison(LOG[3]), chain=bytes(32))
    assert stopped(after(2), [LOG[2], lying, *LOG[4:]])[0] is Condition.FORK


def test_an_unreadable_record_beside_the_right_one_is_mended_by_it():
    found = continue_from(after(2), [poison(LOG[2]), *LOG[2:]], "sha256")

    assert found.events == LOG[2:]
    assert [stop.mended for stop in found.stops] == ["republished"]


def test_a_loss_is_passed_only_where_somebody_let_it_be():
    hole = [LOG[2], *LOG[4:]]
    assert stopped(after(2), hole)[0] is Condition.LOSS
    assert continue_from(after(2), hole, "sha256", {4}).events == hole
    broken = [LOG[2], LOG[4], changed(LOG[5], actor="x")]
    assert continue_from(after(2), broken, "sha256", {4}).events == broken[:2]


def test_a_later_event_of_one_person_before_an_earlier_one_is_a_reordering():
    other = changed(LOG[4], subject="p2")
    (found,) = out_of_order([other, LOG[3], LOG[2], LOG[5]])

    assert (found.condition, found.pos, found.subject) == (Condition.REORDERING, 3, "p1")
    assert found.mended == "put_in_order"


@pytest.mark.parametrize(
    "change", [{"data": "{}"}, {"subject": "p9"}, {"actor": "x"}, {"chain": bytes(32)}]
)
def test_a_changed_event_does_not_continue_the_history(change):
    events = [LOG[2], changed(LOG[3], **change), LOG[4]]
    condition, detail = stopped(after(2), events)

    assert condition is Condition.FORK
    assert "position 4" in detail


def test_another_history_is_a_fork_where_it_joins():
    other = [changed(event, actor="other") for event in LOG]
    assert stopped(after(2), other[2:])[0] is Condition.FORK


def test_the_chain_is_of_one_hash():
    assert stopped(after(0), LOG, "sm3")[0] is Condition.FORK
    assert continue_from(after(0), chained(6, "sm3"), "sm3").place.pos == 6


@pytest.mark.parametrize(
    ("head", "condition"),
    [
        (SourceHead(OTHER, "sha256", 3, LOG[2].chain), Condition.OTHER_LOG),
        (SourceHead(STORE, "sha256", 2, LOG[1].chain), Condition.FORK),
        (SourceHead(STORE, "sha256", 3, bytes(32)), Condition.FORK),
    ],
    ids=["another store", "shorter than taken", "same place, other chain"],
)
def test_a_head_that_cannot_be_the_same_log_stops_it(head, condition):
    with pytest.raises(Stopped) as caught:
        check_head(after(3), head)

    assert caught.value.condition is condition


def test_a_head_that_can_be_the_same_log_does_not():
    check_head(after(3), SourceHead(STORE, "sha256", 3, LOG[2].chain))
    check_head(after(3), SourceHead(STORE, "sha256", 5, LOG[4].chain))
    check_head(Place("training"), SourceHead(OTHER, "sha256", 0, GENESIS))
