"""A batch goes through its stages, and gives no place twice, whatever is asked in which order."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import Refused
from services.roster import events as e
from services.roster.recruitment.batch import (
    Act,
    Stage,
    cancel,
    close,
    conclude,
    fill,
    open_batch,
    publish,
    record_ranking,
)
from tests.roster.recruitment.places import DAY, place
from tests.roster.recruitment.streams import person, played

CHOICE = place()[1]
ACT = Act(str(UUID(int=7)), DAY, "局务会纪要")
LATER = Act(ACT.batch, DAY + timedelta(days=7), "录用审批表")
POST = {"post_no": "01", "unit_id": "u", "category": "auxiliary_duty", "places": 1}
POST |= {"duty_post": "frontline"}
SHA = "0" * 64


def opened(**more):
    told = {"title": "一批", "last_day": DAY, "posts": [POST]} | more
    return open_batch(e.RecruitmentBatchOpened.model_validate(told), CHOICE, ACT)


def ranked(policy="p"):
    return record_ranking(e.ApplicantsRanked(policy=policy, policy_sha256=SHA, standings=()), ACT)


def published(state, *numbers, last_day=LATER.today - timedelta(days=1)):
    lines = [{"person": person(n), "post_no": "01", "rank": 1} for n in numbers]
    told = {"ranking": state.ranking, "last_day": last_day, "proposed": lines}
    return publish(e.CandidatesPublished.model_validate(told), ACT)


def filled(number, act=LATER, post_no="01"):
    return fill(e.PlaceFilled(post_no=post_no, person=person(number)), act)


@pytest.fixture
def shown():
    """A batch of one place, two of whose candidates are published."""
    state, stream = played([opened(), close(ACT), ranked()])
    return played([published(state, 1, 2)], stream)


def test_a_place_is_given_once_and_after_publication_only(shown):
    state, stream = shown
    with pytest.raises(Refused, match="publicity_running") as no:
        filled(1, Act(ACT.batch, LATER.today - timedelta(days=1), "x"))(state)
    assert f"{LATER.today}" in no.value.text.zh
    with pytest.raises(Refused, match="not_published"):
        filled(3)(state)
    state, stream = played([filled(1)], stream)
    with pytest.raises(Refused, match="hired_already"):
        filled(1)(state)
    with pytest.raises(Refused, match="no_place_left"):
        filled(2)(state)
    with pytest.raises(Refused, match="hired_from_it"):
        cancel(ACT)(state)
    assert played([conclude(ACT)], stream)[0].stage == Stage.CONCLUDED


def test_a_later_ranking_asks_for_publication_but_not_twice_for_the_same_person(shown):
    state, stream = shown
    old = published(state, 1)
    state, stream = played([ranked("q")], stream)
    with pytest.raises(Refused, match="ranking_outdated"):
        old(state)
    assert filled(1)(state)  # Was published under the first.
    state, _ = played([published(state, 3, last_day=LATER.today + timedelta(days=9))], stream)
    with pytest.raises(Refused, match="publicity_running"):
        filled(3)(state)


WRONG = [
    ({"posts": [POST, POST]}, "post_no_twice"),
    ({"posts": [POST | {"category": "civil"}]}, "category_not_recruited"),
    ({"posts": [POST | {"category": "officer"}]}, "duty_post_of_auxiliaries"),
    ({"last_day": DAY - timedelta(days=1)}, "last_day_past"),
]


@pytest.mark.parametrize(("more", "code"), WRONG)
def test_a_batch_that_cannot_be_is_refused(more, code):
    with pytest.raises(Refused, match=code):
        played([opened(**more)])


def test_what_is_not_the_stage_says_which_would_be():
    state, _ = played([opened()])
    for step in (conclude(ACT), ranked(), filled(1)):
        with pytest.raises(Refused, match="wrong_stage") as no:
            step(state)
        assert "报名中" in no.value.text.zh
    with pytest.raises(Refused, match="batch_not_found"):
        close(ACT)(played([])[0])


_STEPS = st.sampled_from(["close", "rank", "publish", "fill", "conclude", "cancel"])


@given(
    st.integers(1, 3),
    st.lists(st.tuples(_STEPS, st.integers(1, 6)), max_size=30),
)
def test_never_more_hires_than_places(places, asked):
    state, stream = played([opened(posts=[POST | {"places": places}])])
    for name, number in [("close", 1), ("rank", 1), ("publish", 1), *asked]:
        steps = {
            "close": close(ACT),
            "rank": ranked(),
            "fill": filled(number),
            "conclude": conclude(ACT),
            "cancel": cancel(ACT),
        }
        try:
            step = published(state, *range(1, 7)) if name == "publish" else steps[name]
            state, stream = played([step], stream)
        except Refused:
            continue
        assert len(state.filled) <= places
        assert len({hired for _, hired in state.filled}) == len(state.filled)
