"""An application is folded from the person's stream, each batch apart."""

from uuid import UUID

import pytest

from services.kernel.errors import Refused
from services.roster import events as e
from services.roster.recruitment.applicant import (
    Answer,
    Hand,
    answer_objection,
    application_of,
    file_application,
    is_same,
    object_to,
    passes,
)
from services.roster.recruitment.policy import ResultKind
from tests.roster.recruitment.places import DAY, place
from tests.roster.recruitment.streams import (
    BATCH,
    EXAMINER,
    SEALED,
    application,
    filed,
    person,
    recorded,
    with_results,
)

DUTY = place()[1].rules[0]


def test_one_application_a_batch_and_batches_apart():
    stream = filed()
    again = e.ApplicationFiled.model_validate_json(stream[0].data)
    with pytest.raises(Refused, match="applied_already"):
        file_application(person(1), again, DAY, "报名表")(stream)
    other = again.model_copy(update={"batch": UUID(int=8)})
    stream = recorded([file_application(person(1), other, DAY, "报名表")(stream)], stream)
    stream = with_results(stream, DUTY, ("written", 8000))

    assert application_of(stream, UUID(int=8)).results == {}
    assert application(stream).results[ResultKind.WRITTEN].data.score == 8000


def test_an_objection_is_open_until_answered_by_somebody_not_concerned():
    stream = filed(relatives=[person(2)])
    objected = e.CandidateObjected.model_validate({"batch": BATCH, "sealed": SEALED})
    stream = recorded([object_to(person(1), objected, DAY, "来信")(stream)], stream)
    (objection,) = application(stream).open_objections

    relative = Answer(objection, True, "核查报告", "属实", Hand("x", person(2)))
    with pytest.raises(Refused, match="must_withdraw"):
        answer_objection(person(1), BATCH, relative, DAY)(stream)
    answer = Answer(objection, True, "核查报告", "属实", EXAMINER)
    stream = recorded([answer_objection(person(1), BATCH, answer, DAY)(stream)], stream)
    found = application(stream)
    assert (found.open_objections, found.objection_upheld) == ({}, True)
    with pytest.raises(Refused, match="objection_not_found"):
        answer_objection(person(1), BATCH, answer, DAY)(stream)


def test_what_passes_is_said_by_the_place():
    at = with_results(filed(), DUTY, ("written", 6000))
    below = with_results(filed(), DUTY, ("written", 5999))
    failed = with_results(filed(), DUTY, ("fitness", False))

    assert passes(application(at).results[ResultKind.WRITTEN], DUTY)
    assert not passes(application(below).results[ResultKind.WRITTEN], DUTY)
    assert not passes(application(failed).results[ResultKind.FITNESS], DUTY)


def test_two_tokens_of_one_person_are_one_hand():
    assert is_same(Hand("a", "p"), Hand("b", "p"))
    assert is_same(Hand("a", None), Hand("a", "p"))
    assert not is_same(Hand("a", None), Hand("b", None))
