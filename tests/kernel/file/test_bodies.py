"""Bodies are typed by kind, take nothing unknown, and bound their rows."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from services.kernel.event import Receipt
from services.kernel.file.bodies import (
    IMPORT_ROWS_MAX,
    correction_body,
    import_body,
    receipted,
    record_body,
)
from services.kernel.file.kinds import FactKind
from services.training.events import CoursePassed

COURSE = FactKind(CoursePassed, "course_passed", "fact")
GOOD = {"effective_on": "2024-03-10", "basis": "证书", "data": {"course": "晋督训练"}}


def test_a_record_is_read_into_its_event():
    body = record_body(COURSE).model_validate(GOOD)

    assert isinstance(body.data, CoursePassed)


@pytest.mark.parametrize(
    "change",
    [
        {"more": 1},
        {"basis": ""},
        {"basis": " \u3000"},
        {"effective_on": 20240310},
        {"data": {"course": "跳伞"}},
        {"data": {"course": "晋督训练", "days": "3"}},
        {"data": {"course": "晋督训练", "days": True}},
    ],
)
def test_anything_else_is_refused(change):
    with pytest.raises(ValidationError):
        record_body(COURSE).model_validate(GOOD | change)


def test_a_correction_needs_its_reason():
    with pytest.raises(ValidationError):
        correction_body(COURSE).model_validate(GOOD)


@pytest.mark.parametrize("blank", ["", " ", "\u3000"])
def test_a_correction_does_not_take_a_blank_reason(blank):
    with pytest.raises(ValidationError, match="reason"):
        correction_body(COURSE).model_validate(GOOD | {"reason": blank})


def test_an_import_has_at_least_one_row_and_a_limit():
    row = {"subject": str(uuid4()), "effective_on": "2024-03-10", "data": {"course": "晋督训练"}}
    body = import_body(COURSE)

    assert len(body.model_validate({"basis": "x", "rows": [row]}).rows) == 1
    for rows in ([], [row] * (IMPORT_ROWS_MAX + 1)):
        with pytest.raises(ValidationError):
            body.model_validate({"basis": "x", "rows": rows})


def test_a_receipt_tells_the_version_of_its_stream():
    receipt = Receipt((), 7, {"person-p": 3})

    assert receipted("p", "person-p", receipt).version == 3
