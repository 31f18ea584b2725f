"""The whole language is found, wherever a room keeps its events."""

from services.cli.published import published
from services.kernel.event import Event
from services.kernel.settings import ROOMS
from services.kernel.values import ShortText


class NobodysRoom(Event, room="test", zh="试"):
    text: ShortText


def test_every_room_is_in_it_and_what_tests_make_is_not():
    found = published()

    assert {event.ROOM for event in found.values()} == set(ROOMS)
    assert list(found) == sorted(found)
    assert "roster.person_registered.v1" in found
    assert "gateway.decision_recorded.v1" in found  # Deep inside the gateway.
    assert NobodysRoom.TYPE not in found
