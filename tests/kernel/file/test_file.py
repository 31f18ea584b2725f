"""The File aggregate: given facts, when a command, then one event or a refusal."""

from datetime import date
from uuid import UUID

import pytest

from services.kernel.errors import Refused
from services.kernel.event import Draft
from services.kernel.file.commands import CorrectFact, RecordFact, RevokeFact
from services.kernel.file.file import File, FileKind, decide, decide_history, decider, file_of
from services.training import events as e
from tests.kernel.samples import course, recorded

FILE = FileKind("training", e.FactRevoked, {})
TODAY, DAY = date(2026, 11, 24), date(2024, 3, 10)
FAILED = e.CourseFailed(course=e.CourseKind.ANNUAL)


def _given(*events) -> File:
    return file_of(events)


def _code(file: File, command) -> str:
    with pytest.raises(Refused) as caught:
        decide(FILE, "p1", TODAY, file, command)
    return caught.value.code


SLUG = "course_passed"


def test_a_fact_is_recorded_with_its_day_and_basis():
    (draft,) = decide(FILE, "p1", TODAY, File(), RecordFact(course(), DAY, "证书"))

    assert draft == Draft(course(), "p1", DAY, basis="证书")


def test_a_correction_names_what_it_corrects_and_why():
    command = CorrectFact(UUID(int=1), course("新"), date(2024, 4, 1), "证书", "日期有误")
    (draft,) = decide(FILE, "p1", TODAY, _given(recorded(1)), command)

    assert (draft.corrects, draft.effective_on, draft.reason) == (
        UUID(int=1),
        date(2024, 4, 1),
        "日期有误",
    )


def test_a_revocation_keeps_the_day_of_what_it_revokes():
    command = RevokeFact(UUID(int=1), "通知", "人员有误", SLUG)
    (draft,) = decide(FILE, "p1", TODAY, _given(recorded(1)), command)

    assert draft.data == e.FactRevoked()
    assert (draft.revokes, draft.effective_on) == (UUID(int=1), DAY)


MENDED = (recorded(1), recorded(2, revokes=UUID(int=1)))
REFUSED = [
    ("already_recorded", (recorded(1, event=course()),), RecordFact(course(), DAY, "x")),
    ("fact_not_found", (), RevokeFact(UUID(int=9), "x", "y", SLUG)),
    ("fact_already_mended", MENDED, RevokeFact(UUID(int=1), "x", "y", SLUG)),
    ("fact_already_mended", MENDED, CorrectFact(UUID(int=1), course(), DAY, "x", "y")),
    ("correction_of_other_type", (recorded(1),), CorrectFact(UUID(int=1), FAILED, DAY, "x", "y")),
    # Leave to mend one kind is no leave to revoke another through its path.
    ("revocation_of_other_type", (recorded(1),), RevokeFact(UUID(int=1), "x", "y", "exam_result")),
    ("effective_on_too_far_ahead", (), RecordFact(course(), date(2029, 1, 1), "x")),
]


@pytest.mark.parametrize(("code", "given", "command"), REFUSED)
def test_refused(code, given, command):
    assert _code(_given(*given), command) == code


def test_what_was_revoked_may_be_recorded_again():
    again = RecordFact(course("第1期"), DAY, "x")

    assert decide(FILE, "p1", TODAY, _given(*MENDED), again)


def test_a_rule_sees_the_whole_file_with_the_new_fact_in_it():
    seen = []
    kind = FileKind("training", e.FactRevoked, {e.CoursePassed: (lambda *a: seen.append(a),)})
    decide(kind, "p1", TODAY, _given(recorded(1)), RecordFact(course("新"), DAY, "x"))
    ((whole, new),) = seen

    assert len(whole) == 2
    assert new.data.title == "新"


def test_history_is_judged_row_by_row_and_as_a_whole():
    rows = [
        RecordFact(course("第1期"), DAY, "x"),
        RecordFact(course("新"), DAY, "x"),
        RecordFact(course("远"), date(2099, 1, 1), "x"),
    ]
    results = decide_history(FILE, "p1", TODAY, _given(recorded(1)), rows)

    assert [getattr(result, "code", "draft") for result in results] == [
        "already_recorded",
        "draft",
        "effective_on_too_far_ahead",
    ]


def test_the_decider_folds_events_to_the_same_file():
    events = [recorded(1), recorded(2)]

    assert decider(FILE, "p1", TODAY).fold(events) == file_of(events)
