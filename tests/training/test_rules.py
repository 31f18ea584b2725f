"""The training file takes every kind of its room and no other."""

from datetime import date

import pytest

from services.kernel.errors import Refused
from services.kernel.event import event_types
from services.kernel.file.commands import RecordFact
from services.kernel.file.file import File, decide
from services.training.events import CoursePassed
from services.training.rules import FILE


def test_it_is_this_rooms_file_and_can_take_facts_back():
    assert FILE.room == "training"
    assert FILE.revoked.TYPE == "training.fact_revoked.v1"
    assert set(FILE.rules) <= set(event_types("training").values())


def test_no_course_is_passed_in_advance():
    today = date(2026, 11, 24)
    course = CoursePassed(course="special")
    with pytest.raises(Refused, match="effective_on_in_the_future"):
        decide(FILE, "p", today, File(), RecordFact(course, date(2026, 11, 25), "x"))

    assert len(decide(FILE, "p", today, File(), RecordFact(course, today, "x"))) == 1
