"""Every refusal of the roster, one row each; the order of recording does not matter."""

from datetime import date
from uuid import UUID

import pytest

from services.kernel.errors import Refused
from services.kernel.file.commands import RecordFact
from services.kernel.file.file import File, decide, decide_history, file_of
from services.kernel.protect.sealing import SealedSection
from services.roster import events as e
from services.roster.rules import FILE
from tests.kernel.samples import recorded

TODAY = date(2026, 11, 24)
PERSON = e.PersonRegistered(name="张三", sex=e.Sex.MALE, category=e.Category.OFFICER)
WARNING = e.SanctionImposed(kind=e.SanctionKind.WARNING)


def _file(*facts) -> File:
    events = [
        recorded(n, event=event, effective_on=date.fromisoformat(day))
        for n, (event, day) in enumerate(facts, start=1)
    ]
    return file_of(events)


def _try(file: File, event, day: str):
    return decide(FILE, "p", TODAY, file, RecordFact(event, date.fromisoformat(day), "x"))


REGISTERED = (PERSON, "2010-01-01")
REFUSED = [
    ("person_not_registered", [], WARNING, "2024-01-01"),
    (
        "person_registered_already",
        [REGISTERED],
        e.PersonRegistered(name="李四", sex=e.Sex.MALE, category=e.Category.OFFICER),
        "2011-01-01",
    ),
    (
        "registered_before_birth",
        [],
        PERSON.model_copy(update={"birth_on": date(2030, 1, 1)}),
        "2010-01-01",
    ),
    (
        "leave_beyond_month",
        [REGISTERED],
        e.AttendanceMonthRecorded(month="2024-01", sick_leave_half_days=62, absent_half_days=2),
        "2024-01-20",
    ),
    (
        "months_in_wrong_order",
        [REGISTERED],
        e.SpecialDeductionDeclared(
            kind=e.DeductionKind.RENT,
            monthly_fen=1,
            first_month="2024-02",
            last_month="2024-01",
        ),
        "2024-01-20",
    ),
    ("effective_on_in_the_future", [REGISTERED], WARNING, "2026-11-25"),
    ("already_recorded", [REGISTERED, (WARNING, "2024-01-01")], WARNING, "2024-01-01"),
    (
        "lowest_rank_cannot_be_reduced",
        [REGISTERED, (e.RankAwarded(rank=e.PoliceRank.CONSTABLE_2), "2020-01-01")],
        e.RankReductionImposed(),
        "2024-01-01",
    ),
    ("sanction_not_found", [REGISTERED], e.SanctionLifted(sanction=UUID(int=77)), "2024-01-01"),
    (
        "sanction_not_found",
        [REGISTERED],
        e.SanctionLifted(sanction=UUID(int=1)),
        "2024-01-01",
    ),
    (
        "lifted_before_imposed",
        [REGISTERED, (WARNING, "2024-01-01")],
        e.SanctionLifted(sanction=UUID(int=2)),
        "2023-12-31",
    ),
    (
        "case_opened_already",
        [REGISTERED, (e.CaseOpened(case_no="1"), "2024-01-01")],
        e.CaseOpened(case_no="1"),
        "2024-02-01",
    ),
    (
        "case_not_found",
        [REGISTERED],
        e.CaseClosed(case_no="1", result=e.CaseResult.CLEARED),
        "2024-01-01",
    ),
    (
        "closed_before_opened",
        [REGISTERED, (e.CaseOpened(case_no="1"), "2024-01-02")],
        e.CaseClosed(case_no="1", result=e.CaseResult.CLEARED),
        "2024-01-01",
    ),
    (
        "leave_ends_before_it_begins",
        [REGISTERED],
        e.LeaveTaken(kind=e.LeaveKind.SICK, last_day=date(2024, 1, 1), half_days=2),
        "2024-01-02",
    ),
    (
        "left_before_entering",
        [REGISTERED],
        e.ServiceLeft(kind=e.LeavingKind.RESIGNED),
        "2024-01-02",
    ),
    (
        "effective_on_too_far_ahead",
        [REGISTERED],
        e.RankAwarded(rank=e.PoliceRank.CONSTABLE_1),
        "2029-01-01",
    ),
]


@pytest.mark.parametrize(("code", "before", "event", "day"), REFUSED)
def test_refused(code, before, event, day):
    with pytest.raises(Refused) as caught:
        _try(_file(*before), event, day)

    assert caught.value.code == code
    assert caught.value.text.zh
    assert caught.value.text.en


ACCEPTED = [
    (
        [REGISTERED, (e.RankAwarded(rank=e.PoliceRank.CONSTABLE_1), "2020-01-01")],
        e.RankReductionImposed(),
        "2024-01-01",
    ),
    (
        [REGISTERED, (WARNING, "2024-01-01")],
        e.SanctionLifted(sanction=UUID(int=2)),
        "2024-01-01",
    ),
    (
        [REGISTERED, (e.CaseOpened(case_no="1"), "2024-01-01")],
        e.CaseClosed(case_no="1", result=e.CaseResult.CLEARED),
        "2024-01-01",
    ),
    ([REGISTERED, (WARNING, "2024-01-01")], WARNING, "2024-01-02"),
    ([REGISTERED], WARNING, "2026-11-24"),
    ([REGISTERED], e.RankAwarded(rank=e.PoliceRank.CONSTABLE_1), "2028-12-31"),
]


@pytest.mark.parametrize(("before", "event", "day"), ACCEPTED)
def test_accepted(before, event, day):
    (draft,) = _try(_file(*before), event, day)

    assert draft.data == event


def test_two_ranks_of_one_day_are_kept_and_left_for_the_decision_to_flag():
    before = [REGISTERED, (e.RankAwarded(rank=e.PoliceRank.CONSTABLE_1), "2020-01-01")]

    assert _try(_file(*before), e.RankAwarded(rank=e.PoliceRank.CONSTABLE_2), "2020-01-01")


def test_history_may_name_the_end_before_the_beginning():
    rows = [
        RecordFact(e.CaseClosed(case_no="1", result=e.CaseResult.CLEARED), date(2024, 2, 1), "x"),
        RecordFact(e.CaseOpened(case_no="1"), date(2024, 1, 1), "x"),
    ]
    results = decide_history(FILE, "p", TODAY, _file(REGISTERED), rows)

    assert not any(isinstance(result, Refused) for result in results)


def test_what_has_been_erased_is_not_collected_again():
    section = SealedSection(alg="sm4-gcm", mark="m", text="t")
    erased = e.PersonDataErased(
        classes=["s3"], ground="retention_ended", legal_basis="x", proposal=UUID(int=7)
    )
    before = _file(REGISTERED, (erased, "2021-01-01"))

    with pytest.raises(Refused) as refused:
        _try(before, e.ContactRecorded(sealed=section), "2022-01-01")
    assert refused.value.code == "personal_data_erased"
    assert _try(before, e.HealthCheckRecorded(conclusion="fit", sealed=section), "2022-01-01")
