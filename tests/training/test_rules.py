"""The training file takes every kind of its room and no other."""

from services.kernel.event import event_types
from services.training.rules import FILE


def test_it_is_this_rooms_file_and_can_take_facts_back():
    assert FILE.room == "training"
    assert FILE.revoked.TYPE == "training.fact_revoked.v1"
    assert set(FILE.rules) <= set(event_types("training").values())
