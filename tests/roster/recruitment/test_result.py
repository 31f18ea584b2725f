"""Results come once, from outside, and are corrected with a reason by nobody concerned."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.kernel.errors import Refused
from services.roster import events as e
from services.roster.recruitment.applicant import Hand, withdraw
from services.roster.recruitment.policy import ResultKind
from services.roster.recruitment.result import Recording, correct_result, record_result
from tests.roster.recruitment.places import DAY, place
from tests.roster.recruitment.streams import (
    BATCH,
    EXAMINER,
    PAPER,
    application,
    filed,
    person,
    recorded,
    result,
    with_results,
)

DUTY, CLERICAL = place()[1].rules[:2]


def attempt(stream, outcome, *, rules=DUTY, held_on=DAY, hand=EXAMINER):
    recording = Recording(person(1), outcome, held_on, PAPER, hand)
    return record_result(recording, rules, DAY)(stream)


def test_a_result_is_recorded_once():
    stream = with_results(filed(), DUTY, ("written", 8000))
    with pytest.raises(Refused, match="result_recorded_already"):
        attempt(stream, result("written", 9000, DUTY))
    attempt(stream, result("interview", 9000, DUTY))  # The other part is another result.


def test_a_correction_stands_in_its_place_and_both_recorders_are_known():
    stream = with_results(filed(), DUTY, ("written", 8000), actor="first")
    wrong = stream[-1].event_id
    recording = Recording(person(1), result("written", 9000, DUTY), DAY, PAPER, EXAMINER)
    with pytest.raises(Refused, match="result_not_found"):
        correct_result(recording, UUID(int=1), "录入错误", DUTY, DAY)(stream)
    draft = correct_result(recording, wrong, "录入错误", DUTY, DAY)(stream)
    stream = recorded([draft], stream, "second")

    found = application(stream)
    assert found.results[ResultKind.WRITTEN].data.score == 9000
    assert {hand.sub for hand in found.recorders} == {"first", "second"}


REFUSED = [
    ("held_on_out_of_range", "written", {"held_on": DAY + timedelta(days=1)}),
    ("held_on_out_of_range", "written", {"held_on": DAY - timedelta(days=1)}),
    ("result_not_demanded", "fitness", {"rules": CLERICAL}),
    ("must_withdraw", "written", {"hand": Hand("x", person(1))}),
    ("must_withdraw", "written", {"hand": Hand("x", person(2))}),
    ("must_withdraw", "written", {"hand": Hand("x", person(3))}),
]


@pytest.mark.parametrize(("code", "kind", "more"), REFUSED)
def test_who_and_what_is_refused(code, kind, more):
    stream = filed(relatives=[person(2)], recommended_by=person(3))
    value = 8000 if kind == "written" else True
    with pytest.raises(Refused, match=code):
        attempt(stream, result(kind, value, DUTY), **more)


def test_fitness_has_every_item_once_and_vetting_does_not_contradict_itself():
    two = [{"item": "shuttle_run", "passed": True}] * 2
    one = e.FitnessTested.model_validate({"batch": BATCH, "items": two})
    with pytest.raises(Refused, match="fitness_items_differ"):
        attempt(filed(), one)
    bars = (e.RecruitmentBar.DETENTION,)
    with pytest.raises(Refused, match="vetting_contradicts_itself"):
        attempt(filed(), e.ApplicantVetted(batch=BATCH, passed=True, bars=bars))


def test_nothing_is_recorded_of_whom_has_withdrawn_or_never_applied():
    gone = withdraw(person(1), BATCH, DAY, "本人申请", "另有安排")(filed())
    with pytest.raises(Refused, match="application_withdrawn"):
        attempt(recorded([gone], filed()), result("written", 1, DUTY))
    with pytest.raises(Refused, match="application_not_found"):
        attempt((), result("written", 1, DUTY))
