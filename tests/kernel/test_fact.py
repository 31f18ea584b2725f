"""What stands of a file does not depend on arrival, and mending can be mended."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.assessment.events import AnnualGradeDecided, Grade
from services.kernel.fact import contradictions, read_fact, standing
from services.roster.events import PoliceRank, RankAwarded
from tests.kernel.samples import DAY, recorded


def _ids(*events):
    return [fact.event_id.int for fact in standing(read_fact(event) for event in events)]


def test_a_correction_stands_in_place_of_what_it_corrects():
    assert _ids(recorded(1), recorded(2, corrects=UUID(int=1))) == [2]


def test_a_revocation_removes_and_is_no_fact_itself():
    assert _ids(recorded(1), recorded(2, revokes=UUID(int=1))) == []


def test_a_revoked_correction_brings_the_first_record_back():
    assert _ids(
        recorded(1), recorded(2, corrects=UUID(int=1)), recorded(3, revokes=UUID(int=2))
    ) == [1]


def test_a_revoked_revocation_brings_the_fact_back():
    assert _ids(
        recorded(1), recorded(2, revokes=UUID(int=1)), recorded(3, revokes=UUID(int=2))
    ) == [1]


def test_a_correction_of_a_correction_leaves_the_last():
    assert _ids(
        recorded(1), recorded(2, corrects=UUID(int=1)), recorded(3, corrects=UUID(int=2))
    ) == [3]


@given(st.permutations(range(6)))
def test_the_order_of_arrival_does_not_matter(order):
    events = [
        recorded(1),
        recorded(2, corrects=UUID(int=1)),
        recorded(3),
        recorded(4, revokes=UUID(int=3)),
        recorded(5, revokes=UUID(int=4)),
        recorded(6),
    ]

    assert _ids(*(events[i] for i in order)) == _ids(*events) == [2, 3, 6]


def _rank(pos: int, rank: str, day: date = DAY, **more):
    return recorded(pos, event=RankAwarded(rank=PoliceRank(rank)), effective_on=day, **more)


def _against(*events) -> dict[int, list[int]]:
    found = contradictions(standing(read_fact(event) for event in events))
    return {one.int: [other.int for other in others] for one, others in found.items()}


def test_two_ranks_of_one_day_contradict_each_other_and_neither_wins():
    first, second = _rank(1, "superintendent_2"), _rank(2, "superintendent_1")

    assert _against(first, second) == {1: [2], 2: [1]}
    assert _against(first, _rank(2, "superintendent_1", date(2024, 3, 11))) == {}
    assert _against(first, _rank(2, "superintendent_2")) == {}  # Said twice.


def test_once_a_person_has_said_which_nothing_contradicts():
    first, second = _rank(1, "superintendent_2"), _rank(2, "superintendent_1")

    assert _against(first, second, recorded(3, revokes=UUID(int=2))) == {}
    assert _against(first, second, _rank(3, "superintendent_2", corrects=UUID(int=2))) == {}


def test_the_grades_of_two_years_decided_on_one_day_are_no_contradiction():
    def of(pos, year, grade):
        return recorded(pos, event=AnnualGradeDecided(year=year, grade=grade))

    assert _against(of(1, 2022, Grade.COMPETENT), of(2, 2023, Grade.EXCELLENT)) == {}
    assert _against(of(1, 2022, Grade.COMPETENT), of(2, 2022, Grade.EXCELLENT)) == {1: [2], 2: [1]}
