"""Pay runs one after another: nothing twice, nothing lost, whatever came late or was mended."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.decision import Outcome
from services.gateway.pay.months import month_named
from services.gateway.pay.run import Run, run, run_all
from services.gateway.pay.slip import canonical_bytes
from tests.gateway.on_file import on_file
from tests.gateway.pay.payee import AUXILIARY, OFFICER, RULES, amounts, files, paid, runs, slips

SIX = runs("2024-01", "2024-06")
# Everything in the random files is recorded before this closing.
LAST = Run("2024-07", datetime(2024, 7, 31, tzinfo=UTC))


def played(facts):
    return run_all("person", [*SIX, LAST], facts, RULES)


@settings(max_examples=60)
@given(files(), st.randoms())
def test_order_of_arrival_and_repetition_change_nothing(facts, random):
    shuffled = [*facts, *random.sample(facts, len(facts) // 2)]
    random.shuffle(shuffled)
    assert [canonical_bytes(s) for s in played(facts)] == [
        canonical_bytes(s) for s in played(shuffled)
    ]


@settings(max_examples=60)
@given(files())
def test_what_is_recorded_later_changes_no_earlier_slip(facts):
    for at, slip in enumerate(played(facts)):
        known = [f for f in facts if f.recorded_at <= slip.closed_at]
        assert canonical_bytes(played(known)[at]) == canonical_bytes(slip)


@settings(max_examples=100)
@given(files())
def test_net_and_deductions_are_the_gross_and_lines_add_up(facts):
    for slip in played(facts):
        taken = slip.own_fen + slip.tax_fen + slip.damage_fen + slip.repaid_fen
        assert slip.net_fen + taken - slip.advanced_fen == slip.gross_fen
        assert slip.net_fen >= 0
        for part, total in (
            ("gross", slip.gross_fen),
            ("own", slip.own_fen),
            ("tax", slip.tax_fen),
            ("unit", slip.unit_fen),
        ):
            assert sum(x.amount_fen for x in slip.lines if x.part == part) == total


@settings(max_examples=150)
@given(files())
def test_what_was_settled_is_in_the_end_what_should_be(facts):
    found = played(facts)
    last = found[-1]
    if last.is_held or last.carried.open_from is not None:
        return
    everything_known = run_all("person", [Run("2024-01", LAST.closed_at)], facts, RULES)
    assert everything_known[0].outcome == Outcome.PROPOSE
    for asked in SIX:
        alone = run_all("person", [Run(asked.month, LAST.closed_at)], facts, RULES)
        for part in ("gross", "own", "unit"):
            assert paid(found, asked.month, part) == paid(alone, asked.month, part)


@settings(max_examples=150)
@given(files())
def test_only_looking_at_what_is_new_finds_all_that_changed(facts):
    """A slip with another shelf's digest makes the next run look at every month again."""
    done = []
    for asked in [*SIX, LAST]:
        slip = run("person", asked, facts, RULES, done)
        if done:
            forgetful = [*done[:-1], msgspec.structs.replace(done[-1], rules_sha256="")]
            whole = run("person", asked, facts, RULES, forgetful)
            assert slip.lines == whole.lines
        done.append(slip)


def test_every_difference_names_a_cause():
    found = slips(
        "2024-01",
        "2024-03",
        *AUXILIARY,
        "{coefficient_decided: 2024-01 80, on: 2024-02-01}",
        "{attendance_month_recorded: 2024-01, nights: 2, on: 2024-02-25}",
    )
    assert [len(s.retro()) for s in found] == [0, 1, 1]
    assert all(line.causes for s in found for line in s.retro())


def test_somebody_without_a_slip_is_paid_from_where_the_runs_began():
    facts = on_file("{入职: 勤务辅警, on: 2024-01-25}", "{gross_given: 500000, on: 2024-01-25}")
    asked = Run("2024-02", first_month="2023-01")
    slip = run("person", asked, facts, RULES)
    assert [(x.month, x.amount_fen) for x in slip.retro() if x.part == "gross"] == [
        ("2024-01", 500_000)
    ]


def test_months_before_our_runs_are_none_of_theirs():
    (slip,) = slips("2024-03", "2024-03", *AUXILIARY)
    assert slip.retro() == []


@pytest.mark.parametrize("lines", [AUXILIARY, OFFICER])
def test_a_quiet_year_pays_the_same_every_month(lines):
    found = slips("2024-01", "2024-12", *lines)
    assert all(s.gross_fen == sum(amounts(s.month, *lines).values()) for s in found)
    assert not any(s.retro() for s in found)


def test_a_held_slip_pays_nothing_and_counts_no_month():
    found = slips(
        "2024-01",
        "2024-02",
        *AUXILIARY,
        "{coefficient_decided: 2024-01 80, on: 2024-01-02}",
        "{coefficient_decided: 2024-01 90, on: 2024-01-03}",
    )
    assert [s.is_held for s in found] == [True, True]
    assert found[1].carried.held == ("2024-01", "2024-02")
    assert [s.carried.year.months for s in found] == [0, 0]
    assert month_named("2024-02") > month_named(found[0].month)


def test_a_month_without_a_slip_of_its_own_is_paid_by_the_next_run():
    first, third = (Run(month, pays_gaps=True) for month in ("2024-01", "2024-03"))
    facts = on_file(*OFFICER)
    one = run("person", first, facts, RULES)
    three = run("person", third, facts, RULES, [one])
    gross = sum(x.amount_fen for x in three.retro() if x.part == "gross")
    assert not run("person", Run("2024-03"), facts, RULES, [one]).retro()
    assert {x.month for x in three.retro()} == {"2024-02"}
    assert gross == one.gross_fen


def test_a_slip_withheld_by_name_is_made_up_for_by_the_next_run():
    facts = on_file(*OFFICER)
    one = run("person", Run("2024-01", withheld=True), facts, RULES)
    two = run("person", Run("2024-02"), facts, RULES, [one])
    assert (one.net_fen, one.reasons) == (0, ("WITHHELD",))
    assert {x.month for x in two.retro()} == {"2024-01"}
    assert two.carried.year.months == 2
