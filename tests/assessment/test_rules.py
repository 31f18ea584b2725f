"""The assessment file takes every kind of its room and no other."""

from datetime import date

import pytest

from services.assessment.events import AnnualGradeDecided
from services.assessment.rules import FILE
from services.kernel.errors import Refused
from services.kernel.event import event_types
from services.kernel.file.commands import RecordFact
from services.kernel.file.file import File, decide


def test_it_is_this_rooms_file_and_can_take_facts_back():
    assert FILE.room == "assessment"
    assert FILE.revoked.TYPE == "assessment.fact_revoked.v1"
    assert set(FILE.rules) <= set(event_types("assessment").values())


@pytest.mark.parametrize(
    ("day", "code"),
    [("2027-01-05", "effective_on_in_the_future"), ("2025-12-31", "graded_before_the_year")],
)
def test_a_year_is_graded_once_it_has_begun_and_not_in_advance(day, code):
    command = RecordFact(
        AnnualGradeDecided(year=2026, grade="competent"), date.fromisoformat(day), "x"
    )
    with pytest.raises(Refused) as refused:
        decide(FILE, "p", date(2026, 11, 24), File(), command)

    assert refused.value.code == code
