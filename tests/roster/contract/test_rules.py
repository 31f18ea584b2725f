"""A contract that no paper can say is refused with its clause; a forbidden ending only ahead."""

from datetime import date

import pytest

from services.kernel.errors import Kind, Refused
from services.kernel.file.commands import RecordFact
from services.kernel.file.file import File, decide, file_of
from services.roster import events as e
from services.roster.rules import file_kind
from tests.kernel.samples import recorded
from tests.roster.on_file import bounds

TODAY = date(2026, 11, 24)
FILE = file_kind(bounds())
WOMAN = e.PersonRegistered(name="李四", sex=e.Sex.FEMALE, category=e.Category.AUXILIARY_DUTY)
NO_FAULT = e.ContractEnded(path=e.EndingPath.NO_FAULT_40)


def _file(*lines) -> File:
    known = [("2010-01-01", WOMAN), *lines]
    return file_of(
        [
            recorded(n, event=event, effective_on=date.fromisoformat(day))
            for n, (day, event) in enumerate(known, start=1)
        ]
    )


def _try(event, day: str, *before):
    return decide(FILE, "p", TODAY, _file(*before), RecordFact(event, date.fromisoformat(day), "x"))


def _contract(kind: str, last_day: str | None, probation: int = 0):
    end = date.fromisoformat(last_day) if last_day else None
    return e.ContractSigned(kind=kind, last_day=end, probation_months=probation)


REFUSED = [
    ("fixed_contract_without_last_day", "last_day", _contract("fixed", None)),
    ("open_contract_with_last_day", "last_day", _contract("open", "2027-06-30")),
    ("contract_ends_before_it_begins", "last_day", _contract("fixed", "2024-06-30")),
    ("probation_too_long", "probation_months", _contract("fixed", "2025-06-30", 6)),
    ("probation_too_long", "probation_months", _contract("fixed", "2024-09-29", 1)),
    ("probation_too_long", "probation_months", _contract("fixed", "2025-06-29", 2)),
    ("probation_too_long", "probation_months", _contract("fixed", "2027-06-29", 3)),
    (
        "bar_ends_before_it_begins",
        "last_day",
        e.DismissalBarBegan(bar=e.BarKind.PREGNANCY, last_day=date(2024, 6, 30)),
    ),
]


@pytest.mark.parametrize(("code", "field", "event"), REFUSED)
def test_what_no_paper_can_say_is_refused_at_its_field(code, field, event):
    with pytest.raises(Refused) as caught:
        _try(event, "2024-07-01")

    assert (caught.value.kind, caught.value.code) == (Kind.INVALID, code)
    assert [error.pointer for error in caught.value.errors] == [f"/data/{field}"]


@pytest.mark.parametrize(
    "event",
    [
        _contract("fixed", "2024-09-29"),  # A day short of three months: no probation.
        _contract("fixed", "2024-09-30", 1),
        _contract("fixed", "2025-06-30", 2),
        _contract("fixed", "2027-06-30", 6),
        _contract("open", None, 6),
    ],
)
def test_the_longest_probation_of_each_term_is_accepted(event):
    assert _try(event, "2024-07-01")


def test_before_the_labour_contract_law_only_six_months_counted():
    assert _try(_contract("fixed", "2007-06-30", 6), "2006-07-01")


@pytest.mark.parametrize(
    ("event", "bar"),
    [
        (NO_FAULT, e.BarKind.PREGNANCY),
        (NO_FAULT, e.BarKind.NEAR_RETIREMENT),
        (e.ServiceLeft(kind=e.LeavingKind.DISMISSED), e.BarKind.MEDICAL_PERIOD),
    ],
)
def test_what_the_law_forbids_is_not_done_from_today_on_and_kept_where_it_has_been_done(event, bar):
    before = [
        ("2020-01-01", e.ServiceEntered(category=e.Category.AUXILIARY_DUTY)),
        ("2020-01-01", e.DismissalBarBegan(bar=bar)),
    ]

    for day in ("2026-11-24", "2026-12-31"):
        with pytest.raises(Refused) as caught:
            _try(event, day, *before)
        assert (caught.value.kind, caught.value.code) == (Kind.CONFLICT, "dismissal_barred")
        assert "条" in caught.value.text.zh
    assert _try(event, "2026-11-23", *before)
    assert _try(event, "2026-11-24", before[0])
