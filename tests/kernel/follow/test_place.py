"""The place a follower has reached: only what comes next, and only from the same history."""

from uuid import UUID

import pytest

from services.kernel.chain import GENESIS
from services.kernel.follow.place import (
    Condition,
    Place,
    SourceHead,
    Stopped,
    check_head,
    continue_from,
)
from tests.kernel.samples import chained, changed

STORE, OTHER = UUID(int=1), UUID(int=2)
LOG = chained(6)


def after(pos: int) -> Place:
    return Place("training", STORE, pos, LOG[pos - 1].chain if pos else GENESIS)


def stopped(place: Place, events, algorithm: str = "sha256") -> tuple[Condition, str]:
    with pytest.raises(Stopped) as caught:
        continue_from(place, events, algorithm)
    return caught.value.condition, caught.value.detail


def test_what_comes_next_is_taken_in_pages_or_at_once():
    by_pages = continue_from(continue_from(after(0), LOG[:2], "sha256"), LOG[2:], "sha256")

    assert by_pages == continue_from(after(0), LOG, "sha256")
    assert (by_pages.pos, by_pages.chain) == (6, LOG[-1].chain)
    assert (by_pages.recorded_at, by_pages.store_id) == (LOG[-1].recorded_at, STORE)


def test_no_events_is_no_movement():
    assert continue_from(after(3), [], "sha256") == after(3)


@pytest.mark.parametrize("hole", [3, 4, 5])
def test_a_missing_position_is_a_loss_and_named(hole):
    events = [event for event in LOG[2:] if event.pos != hole]
    condition, detail = stopped(after(2), events)

    assert condition is Condition.LOSS
    assert f"expected {hole}, found {hole + 1}" in detail


@pytest.mark.parametrize("again", [1, 2])
def test_a_position_that_comes_again_is_a_repetition(again):
    condition, detail = stopped(after(2), [LOG[again - 1], *LOG[2:]])

    assert condition is Condition.REPETITION
    assert f"position {again} came again" in detail


def test_two_events_swapped_are_no_order():
    assert stopped(after(2), [LOG[3], LOG[2]])[0] is Condition.LOSS


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
    assert continue_from(after(0), chained(6, "sm3"), "sm3").pos == 6


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
