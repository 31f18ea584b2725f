"""The assessment file takes every kind of its room and no other."""

from services.assessment.rules import FILE
from services.kernel.event import event_types


def test_it_is_this_rooms_file_and_can_take_facts_back():
    assert FILE.room == "assessment"
    assert FILE.revoked.TYPE == "assessment.fact_revoked.v1"
    assert set(FILE.rules) <= set(event_types("assessment").values())
