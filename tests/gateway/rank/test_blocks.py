"""Periods in which nobody is promoted: lengths, merging, lifting, cases, failed years."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.dossier import assemble
from services.gateway.decision.grades import grades_by_year
from services.gateway.rank.blocks import (
    SANCTION,
    Block,
    blocks,
    open_cases,
    sanction_periods,
    sanctions_awaited,
    without_blocked_days,
)
from services.kernel.legal_dates import next_day_after
from services.roster.events import SanctionKind
from tests.gateway.on_file import DAY, SHELF, dossier, on_file, question

POLICY = SHELF.in_force("police_rank", DAY("2024-06-01"))
LAW, CHOICE = POLICY.law, POLICY.choice


def periods(*lines: str, as_of: str = "2040-01-01"):
    found = sanction_periods(dossier(as_of, *lines), LAW.sanctions)
    return [(str(b.first_day), str(b.last_day)) for b in found]


def sanction(kind: str, on: str, more: str = "") -> str:
    return f"{{sanction_imposed: {kind}, on: {on}{more}}}"


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("警告", "2024-09-09"),
        ("记过", "2025-03-09"),
        ("记大过", "2025-09-09"),
        ("降级", "2026-03-09"),
        ("撤职", "2026-03-09"),
    ],
)
def test_lengths(kind, last):
    assert periods(sanction(kind, "2024-03-10")) == [("2024-03-10", last)]


def test_expulsion_has_no_period():
    assert periods(sanction("开除", "2024-03-10")) == []


def test_rest_of_the_old_and_the_new_at_most_48_months_from_the_new():
    assert periods(
        sanction("降级", "2022-01-01"),
        sanction("降级", "2022-02-01"),
        sanction("记过", "2022-03-01"),
    )[-1] == ("2022-03-01", "2026-02-28")


def test_a_stated_period_is_never_shorter_than_the_law_and_never_longer_than_48():
    for stated, last in ((1, "2025-03-09"), (20, "2025-11-09"), (48, "2028-03-09")):
        line = sanction("记过", "2024-03-10", f", stated_months: {stated}")
        assert periods(line) == [("2024-03-10", last)]


def test_an_earlier_one_lifted_shortens_what_runs_on():
    first = "{id: a, sanction_imposed: 警告, on: 2024-01-01}"
    second = sanction("记过", "2024-03-01")
    lifted = "{sanction_lifted: a, on: 2024-04-01}"
    assert periods(first, second)[-1] == ("2024-03-01", "2025-06-30")
    assert periods(first, second, lifted)[-1] == ("2024-03-01", "2025-03-31")


def test_lifting_follows_a_corrected_sanction():
    assert periods(
        "{id: a, sanction_imposed: 警告, on: 2024-01-01}",
        "{sanction_imposed: 记过, corrects: a, recorded: 2024-02-01}",
        "{sanction_lifted: a, on: 2024-04-01}",
    ) == [("2024-01-01", "2024-03-31")]


kinds = st.sampled_from([k.zh for k in SanctionKind if k is not SanctionKind.EXPULSION])
days = st.dates(DAY("2020-01-01"), DAY("2025-01-01"))


@given(st.lists(st.tuples(kinds, days), min_size=1, max_size=6))
@settings(max_examples=80)
def test_no_period_is_shorter_than_its_law_nor_longer_than_48_months(drawn):
    lines = [sanction(kind, str(day)) for kind, day in drawn]
    found = sanction_periods(dossier("2040-01-01", *lines), LAW.sanctions)
    assert len(found) == len({day for _, day in drawn})
    for block in found:
        free = block.last_day + timedelta(days=1)
        assert free <= next_day_after(block.first_day, 48)
        months = LAW.sanctions.periods_months[block.facts[0].data.kind]
        assert free >= next_day_after(block.first_day, months)
    assert [b.last_day for b in found] == sorted(b.last_day for b in found)


def test_a_failed_year_blocks_from_its_result():
    file = dossier("2026-01-01", "{annual_grade_decided: 2023 不称职, on: 2024-02-20}")
    (block,) = blocks(file, LAW, CHOICE)
    assert (block.reason, str(block.last_day)) == ("ASSESSMENT", "2025-02-19")


def test_a_later_result_of_the_same_year_replaces_it():
    file = dossier(
        "2026-01-01",
        "{annual_grade_decided: 2023 不称职, on: 2024-02-20}",
        "{annual_grade_decided: 2023 称职, on: 2024-05-20}",
    )
    assert blocks(file, LAW, CHOICE) == []
    assert grades_by_year(file, DAY("2024-05-19"))[2023].data.grade.zh == "不称职"


def test_a_case_is_open_on_its_first_day_and_not_on_its_last():
    file = dossier(
        "2026-01-01",
        "{case_opened: A, on: 2024-05-10}",
        "{case_closed: A 不予处分, on: 2024-08-30}",
    )
    seen = [
        bool(open_cases(file, DAY(d)))
        for d in ("2024-05-09", "2024-05-10", "2024-08-29", "2024-08-30")
    ]
    assert seen == [False, True, True, False]


def test_a_case_opened_again_is_open_again():
    file = dossier(
        "2026-01-01",
        "{case_opened: A, on: 2024-01-10}",
        "{case_closed: A 不予处分, on: 2024-02-10}",
        "{case_opened: A, on: 2024-03-10}",
    )
    assert len(open_cases(file, DAY("2024-04-01"))) == 1


def test_a_sanction_decided_but_not_on_file_is_awaited():
    opened, closed = "{case_opened: A, on: 2024-05-10}", "{case_closed: A 给予处分, on: 2024-08-30}"
    assert sanctions_awaited(dossier("2026-01-01", opened, closed))
    there = sanction("警告", "2024-08-30")
    assert not sanctions_awaited(dossier("2026-01-01", opened, closed, there))


def test_days_of_a_sanction_are_made_up_for_where_they_do_not_count():
    found = sanction_periods(dossier("2026-01-01", sanction("警告", "2024-01-01")), LAW.sanctions)
    due = without_blocked_days(DAY("2024-06-01"), DAY("2021-06-01"), found)
    assert due == DAY("2024-06-01") + timedelta(days=182)


def test_equal_sanctions_of_a_day_end_with_the_last_of_their_papers():
    both = (
        "{id: a, sanction_imposed: 警告, on: 2024-01-01}",
        "{id: b, sanction_imposed: 警告, on: 2024-01-01}",
    )
    papers = ("{sanction_lifted: a, on: 2024-04-01}", "{sanction_lifted: b, on: 2024-03-01}")
    assert periods(*both, *papers) == [("2024-01-01", "2024-03-31")]
    assert periods(*both, papers[0]) == [("2024-01-01", "2024-06-30")]


@pytest.mark.parametrize("on", ["2024-01-01", "2024-07-01"])
def test_a_paper_of_the_first_day_or_after_the_period_changes_nothing_and_is_not_named(on):
    lines = ("{id: a, sanction_imposed: 警告, on: 2024-01-01}", f"{{sanction_lifted: a, on: {on}}}")
    (block,) = sanction_periods(dossier("2040-01-01", *lines), LAW.sanctions)
    assert (str(block.last_day), len(block.facts)) == ("2024-06-30", 1)


def test_lifting_names_any_form_of_a_sanction_corrected_twice():
    assert periods(
        "{id: a, sanction_imposed: 警告, on: 2024-01-01}",
        "{id: b, sanction_imposed: 记过, corrects: a, recorded: 2024-02-01}",
        "{id: c, sanction_imposed: 记大过, corrects: b, recorded: 2024-02-02}",
        "{sanction_lifted: b, on: 2024-04-01}",
    ) == [("2024-01-01", "2024-03-31")]


def test_a_paper_about_a_sanction_not_on_file_is_passed_over():
    lines = (
        "{id: a, sanction_imposed: 警告, on: 2024-01-01, recorded: 2024-09-01}",
        "{sanction_lifted: a, on: 2024-04-01, recorded: 2024-04-01}",
    )
    known = question("2026-01-01", known_at=datetime(2024, 5, 1, tzinfo=UTC))
    assert sanction_periods(assemble(on_file(*lines), known), LAW.sanctions) == []


def test_a_case_closed_on_its_first_day_was_never_open():
    file = dossier(
        "2026-01-01",
        "{case_opened: A, on: 2024-05-10}",
        "{case_closed: A 不予处分, on: 2024-05-10}",
    )
    assert open_cases(file, DAY("2024-06-01")) == []


def test_where_the_bureau_says_so_a_closed_case_blocked_until_its_closing():
    file = dossier(
        "2026-01-01",
        "{annual_grade_decided: 2023 不称职, on: 2024-02-20}",
        "{case_opened: A, on: 2024-05-10}",
        "{case_closed: A 不予处分, on: 2024-08-30}",
        "{case_opened: B, on: 2024-09-01}",
        "{case_closed: B 不予处分, on: 2024-09-01}",
        "{case_opened: C, on: 2024-10-01}",
    )
    cleared = CHOICE.open_case_cleared.model_copy(update={"value": "effective_on_closing_date"})
    strict = CHOICE.model_copy(update={"open_case_cleared": cleared})
    found = [
        (b.reason, str(b.first_day), str(b.last_day), len(b.facts))
        for b in blocks(file, LAW, strict)
    ]
    assert found == [
        ("ASSESSMENT", "2024-02-20", "2025-02-19", 1),
        ("CASE_OPEN", "2024-05-10", "2024-08-29", 2),
    ]
    assert [b.reason for b in blocks(file, LAW, CHOICE)] == ["ASSESSMENT"]


def test_each_case_awaits_a_sanction_of_its_own_time():
    first, second = "{case_opened: A, on: 2024-01-10}", "{case_opened: B, on: 2024-05-10}"
    cleared, punished = (
        "{case_closed: A 不予处分, on: 2024-02-10}",
        "{case_closed: B 给予处分, on: 2024-08-30}",
    )
    assert len(sanctions_awaited(dossier("2026-01-01", first, cleared, second, punished))) == 1
    same_day = sanction("警告", "2024-05-10")
    assert not sanctions_awaited(dossier("2026-01-01", second, punished, same_day))


def test_days_made_up_for_are_counted_once_and_from_before_the_due_day_only():
    first = Block(SANCTION, DAY("2024-01-01"), DAY("2024-01-10"), ())
    second = Block(SANCTION, DAY("2024-01-05"), DAY("2024-01-12"), ())
    since, due = DAY("2021-06-01"), DAY("2024-06-01")
    assert without_blocked_days(due, since, [first, second]) == due + timedelta(days=12)
    assert without_blocked_days(due, since, [Block(SANCTION, due, DAY("2024-12-01"), ())]) == due
