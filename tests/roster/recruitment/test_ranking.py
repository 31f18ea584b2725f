"""Ranking is exact and the same in any order; ties are decided by the policy, else by people."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import Refused
from services.roster.recruitment.policy import TieUnresolved
from services.roster.recruitment.ranking import Contest, ahead, proposed, rank
from tests.roster.recruitment.places import place
from tests.roster.recruitment.streams import ALL_PASSED, application, filed, person, with_results

DUTY = place("shantou")[1].rules[0]  # 50 : 50, as many candidates as places.


def applicant(number, written, interview, *more, **told):
    scores = (("written", written), ("interview", interview))
    return application(with_results(filed(number, **told), DUTY, *scores, *more))


def order(places, applications, rules=DUTY):
    lines = rank([Contest("01", rules, places)], applications)
    return [(UUID(line.person).int, line.rank, line.candidate) for line in lines]


def test_by_total_then_by_the_tie_breakers_in_their_order():
    people = [
        applicant(1, 7000, 9000),  # 800000; the written score decides last but one.
        applicant(2, 9000, 7000),
        applicant(3, 8000, 8000, grounds=["veteran"]),  # Veterans first.
        applicant(4, 9000, 9000),
    ]
    assert order(2, people) == [(4, 1, True), (3, 2, True), (2, 3, False), (1, 4, False)]
    assert rank([Contest("01", DUTY, 2)], people)[0].total == 900000


def test_who_failed_or_lacks_a_score_is_not_ranked():
    only_written = application(with_results(filed(5), DUTY, ("written", 9000)))
    people = [
        applicant(1, 7000, 7000),
        applicant(2, 5999, 9900),
        applicant(3, 9000, 9000, ("medical", False)),
        applicant(4, 9000, 9000, post_no="02"),
        only_written,
    ]
    assert order(5, people) == [(1, 1, True)]


def test_equals_at_the_line_are_in_or_out_together():
    people = [applicant(1, 9000, 9000), applicant(2, 8000, 8000), applicant(3, 8000, 8000)]
    scoring = DUTY.scoring.model_copy(update={"tie_unresolved": TieUnresolved.EXCLUDE_GROUP})
    strict = DUTY.model_copy(update={"scoring": scoring})

    assert [line[1:] for line in order(2, people)] == [(1, True), (2, True), (2, True)]
    assert [line[1:] for line in order(2, people, strict)] == [(1, True), (2, False), (2, False)]


def test_more_candidates_than_places_where_the_place_says_so_rounded_up():
    r0 = place()[1].rules[0]  # One and a half for each place.
    people = [applicant(n, 9000 - n, 9000) for n in (1, 2, 3)]
    assert [line[2] for line in order(1, people, r0)] == [True, True, False]


@given(st.permutations(range(1, 8)), st.lists(st.integers(6000, 6003), min_size=14, max_size=14))
def test_the_order_of_arrival_does_not_matter(arrival, scores):
    people = {n: applicant(n, scores[2 * n - 2], scores[2 * n - 1]) for n in arrival}
    assert order(3, list(people.values())) == order(3, [people[n] for n in sorted(people)])


def _proposed(places, people, chosen=()):
    contests = [Contest("01", DUTY, places)]
    by_person = {one.person: one for one in people}
    found = proposed(contests, rank(contests, people), by_person, chosen)
    return [UUID(one.person).int for one in found]


def test_published_are_the_best_with_every_result_and_people_decide_equals():
    first = applicant(1, 9000, 9000, *ALL_PASSED)
    equals = [applicant(n, 8000, 8000, *ALL_PASSED) for n in (2, 3)]
    assert _proposed(1, [first, *equals]) == [1]
    assert _proposed(3, [first, *equals]) == [1, 2, 3]
    with pytest.raises(Refused, match="tie_at_the_last_place"):
        _proposed(2, [first, *equals])
    assert _proposed(2, [first, *equals], {person(3)}) == [1, 3]


def test_nobody_is_published_over_a_result_that_is_missing():
    with pytest.raises(Refused, match="results_missing") as no:
        _proposed(2, [applicant(1, 9000, 9000), applicant(2, 8000, 8000, *ALL_PASSED)])
    assert "体检" in no.value.text.zh
    with pytest.raises(Refused, match="nobody_to_publish"):
        _proposed(2, [])


def test_ahead_are_those_strictly_before():
    lines = rank([Contest("01", DUTY, 3)], [applicant(n, 8000, 8000 - n) for n in (1, 2, 3)])
    assert ahead(lines, person(3)) == {person(1), person(2)}
    assert ahead(lines, person(9)) is None
