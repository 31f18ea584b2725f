"""A place set aside as it is published."""

from uuid import UUID

import pytest

from services.gateway.places.events import LevelPlaceReserved
from services.kernel.event import decode, encode


def test_a_count_is_whole_and_bounded():
    told = {"proposal": UUID(int=1), "group": "level_1", "allowed": 18, "taken": 17}
    written = encode(LevelPlaceReserved(**told))
    assert decode(LevelPlaceReserved.TYPE, written).taken == 17
    for wrong in (-1, 1.5, 1_000_001, True):
        with pytest.raises(ValueError, match="taken"):
            LevelPlaceReserved(**told | {"taken": wrong})
