"""Contracts that overlap, ended in the wrong way or twice, and endings that the law forbids."""

from datetime import date

import pytest

from services.roster import events as e
from tests.roster.on_file import doubts, told


def fixed(last_day: str, probation: int = 0):
    return e.ContractSigned(
        kind=e.ContractKind.FIXED,
        last_day=date.fromisoformat(last_day),
        probation_months=probation,
    )


def ended(path: str):
    return e.ContractEnded(path=e.EndingPath(path))


OPEN = e.ContractSigned(kind=e.ContractKind.OPEN)
FIRST = ("2018-07-01", fixed("2021-06-30", 6))
SECOND = ("2021-07-01", fixed("2024-06-30"))
EXPIRED, AGREED = ended("expiry"), ended("agreement")


def bar(last_day: str | None = None, kind: e.BarKind = e.BarKind.PREGNANCY):
    return e.DismissalBarBegan(
        bar=kind, last_day=date.fromisoformat(last_day) if last_day else None
    )


CASES = [
    ("one after the other", (FIRST, SECOND), set()),
    ("overlapping", (FIRST, ("2021-06-30", OPEN)), {("contracts_overlap", (1, 2))}),
    ("inside an open one", (("2018-07-01", OPEN), SECOND), {("contracts_overlap", (1, 2))}),
    ("the first ended early", (FIRST, ("2020-01-31", AGREED), ("2020-02-01", OPEN)), set()),
    ("ended as the next begins", (FIRST, ("2020-02-01", AGREED), ("2020-02-01", OPEN)), set()),
    (
        "left and came back",
        (
            ("2018-07-01", e.ServiceEntered(category="auxiliary_duty")),
            FIRST,
            ("2019-12-31", e.ServiceLeft(kind="resigned")),
            ("2020-02-01", e.ServiceEntered(category="auxiliary_duty")),
            ("2020-02-01", OPEN),
        ),
        set(),
    ),
    (
        "a second probation",
        (FIRST, ("2021-07-01", fixed("2024-06-30", 1))),
        {("second_probation", (1, 2))},
    ),
    ("no contract", (("2020-01-31", AGREED),), {("ending_without_contract", (1,))}),
    ("before it began", (FIRST, ("2018-06-30", AGREED)), {("ending_without_contract", (2,))}),
    (
        "ended twice",
        (FIRST, ("2019-01-31", AGREED), ("2019-02-28", ended("fault_39"))),
        {("contract_ended_twice", (2, 3))},
    ),
    ("expired in time", (FIRST, ("2021-06-30", EXPIRED), SECOND), set()),
    ("in mid-term", (FIRST, ("2020-06-30", EXPIRED)), {("expired_in_mid_term", (1, 2))}),
    ("open", (("2018-07-01", OPEN), ("2020-06-30", EXPIRED)), {("expired_in_mid_term", (1, 2))}),
    ("long run out", (FIRST, ("2021-09-30", EXPIRED)), {("ended_after_expiry", (1, 2))}),
    (
        "run on while barred",
        (FIRST, ("2021-01-01", bar("2021-09-30")), ("2021-09-30", EXPIRED)),
        set(),
    ),
    (
        "no fault while pregnant",
        (FIRST, ("2020-01-01", bar()), ("2020-06-30", ended("no_fault_40"))),
        {("let_go_while_barred", (2, 3))},
    ),
    ("fault", (FIRST, ("2020-01-01", bar()), ("2020-06-30", ended("fault_39"))), set()),
    (
        "no fault after it",
        (FIRST, ("2020-01-01", bar("2020-06-29")), ("2020-06-30", ended("no_fault_40"))),
        set(),
    ),
    (
        "an officer dismissed in the medical period",
        (
            ("2018-07-01", e.ServiceEntered(category="officer")),
            ("2020-01-01", bar(kind=e.BarKind.MEDICAL_PERIOD)),
            ("2020-06-30", e.ServiceLeft(kind="dismissed")),
        ),
        {("let_go_while_barred", (2, 3))},
    ),
]


@pytest.mark.parametrize(("lines", "found"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_is_doubted(lines, found):
    assert told(*lines) == found


@pytest.mark.parametrize(
    ("code", "holds"),
    [
        ("overlapping", True),
        ("ended twice", True),
        ("in mid-term", True),
        ("a second probation", False),
        ("no fault while pregnant", False),
        ("no contract", False),
    ],
)
def test_what_may_have_happened_though_it_should_not_holds_nothing(code, holds):
    lines = next(case[1] for case in CASES if case[0] == code)

    assert [one.holds for one in doubts(*lines)] == [holds]
