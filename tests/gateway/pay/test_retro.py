"""Differences against what was settled: once each, both ways, with fact or policy as cause."""

import pytest

from services.gateway.decision.line import Why
from services.gateway.pay.choice import AUXILIARY_PAY
from services.gateway.pay.policy import CONTRIBUTIONS
from services.gateway.pay.run import Run, run
from tests.gateway.on_file import on_file
from tests.gateway.pay.later_rules import with_later
from tests.gateway.pay.payee import AUXILIARY, RULES, slips

COEFFICIENT = "{id: c, coefficient_decided: 2024-01 100, on: 2024-01-19}"


def then(rules, *lines, first="2024-01", last="2024-03", month="2024-04"):
    """Months settled under the rules of then, and the run after them under `rules`."""
    earlier = slips(first, last, *lines)
    return run("person", Run(month), on_file(*lines), rules, earlier)


def gross(slip):
    return [(x.month, x.item, x.amount_fen) for x in slip.retro() if x.part == "gross"]


def test_a_table_published_late_is_found_without_any_fact_changed():
    rules = with_later(AUXILIARY_PAY, "2024-02-01", "5: 750", "5: 800")
    slip = then(rules, *AUXILIARY)
    assert gross(slip) == [("2024-02", "level_wage", 5_000), ("2024-03", "level_wage", 5_000)]
    (cause,) = slip.retro()[0].causes
    assert (cause.why, cause.policy.id) == (Why.POLICY, "auxiliary_pay@r0/2024-02-01")
    assert cause.instead_of.id == "auxiliary_pay@r0/2010-01-01"


def test_a_table_that_pays_less_is_recovered():
    rules = with_later(AUXILIARY_PAY, "2024-03-01", "一线勤务: 2600", "一线勤务: 2500")
    assert gross(then(rules, *AUXILIARY)) == [("2024-03", "post_wage", -10_000)]


def test_a_table_of_the_future_changes_no_earlier_month():
    rules = with_later(AUXILIARY_PAY, "2024-06-01", "5: 750", "5: 800")
    assert then(rules, *AUXILIARY).retro() == []


def test_a_policy_difference_is_settled_only_once():
    rules = with_later(AUXILIARY_PAY, "2024-02-01", "5: 750", "5: 800")
    earlier = slips("2024-01", "2024-03", *AUXILIARY)
    facts = on_file(*AUXILIARY)
    earlier.append(run("person", Run("2024-04"), facts, rules, earlier))
    assert run("person", Run("2024-05"), facts, rules, earlier).retro() == []


def test_a_base_floor_published_late_is_collected_of_a_base_on_file():
    lines = [line.replace("520000", "460000") for line in AUXILIARY]
    rules = with_later(CONTRIBUTIONS, "2024-03-01", "{value: 7500.00", "{value: 8000.00")
    found = [(x.part, x.item, x.amount_fen) for x in then(rules, *lines).retro()]
    assert ("own", "pension", 1_600) in found
    assert {part for part, _, _ in found} == {"own", "unit"}


@pytest.mark.parametrize(
    ("lines", "why", "fen"),
    [
        (("{coefficient_decided: 2024-01 80, on: 2024-01-25}",), Why.LEARNED, -16_000),
        (
            (COEFFICIENT, "{corrects: c, coefficient_decided: 2024-01 80, recorded: 2024-02-02}"),
            Why.CORRECTED,
            -16_000,
        ),
        (
            (
                "{id: c, coefficient_decided: 2024-01 80, on: 2024-01-19}",
                "{revokes: c, recorded: 2024-02-02}",
            ),
            Why.REVOKED,
            16_000,
        ),
    ],
)
def test_each_way_of_learning_is_named(lines, why, fen):
    (line,) = slips("2024-01", "2024-02", *AUXILIARY, *lines)[1].retro()
    assert line.amount_fen == fen
    assert [c.why for c in line.causes] == [why]
    assert (line.due_fen or 0) - (line.settled_fen or 0) == fen


def test_a_line_that_should_not_be_there_is_taken_back_whole():
    lines = (
        "{id: a, attendance_month_recorded: 2024-01, nights: 4, on: 2024-01-20}",
        "{revokes: a, recorded: 2024-02-02}",
    )
    (line,) = slips("2024-01", "2024-02", *AUXILIARY, *lines)[1].retro()
    assert (line.item, line.amount_fen, line.due_fen) == ("night_shift", -12_000, 0)


def test_what_was_left_for_later_is_told_as_carried():
    lines = (
        "{入职: 勤务辅警, on: 2020-01-01}",
        "{own_contributions_given: 0, on: 2024-01-01}",
        "{id: g, gross_given: 500000, on: 2024-01-01}",
        "{corrects: g, gross_given: 200000, recorded: 2024-03-02}",
    )
    found = slips("2024-01", "2024-04", *lines)
    assert [c.why for x in found[2].retro() for c in x.causes] == [Why.CORRECTED]
    (line,) = [x for x in found[3].retro() if x.causes[0].why == Why.CARRIED]
    assert line.causes[0].fact is not None  # What was carried keeps its cause.
    assert line.causes[0].by is not None


def test_of_a_month_taken_over_only_the_lines_taken_over_are_compared():
    lines = (*AUXILIARY, "{pay_settled: 2023-12 2023-12 薪级 70000, on: 2023-12-20}")
    (slip,) = slips("2024-01", "2024-01", *lines)
    assert gross(slip) == [("2023-12", "level_wage", 5_000)]
    assert RULES.sha256 == slip.rules_sha256


def test_a_month_without_a_run_of_its_own_is_told_as_not_paid():
    facts = on_file(*AUXILIARY)
    earlier = slips("2024-01", "2024-01", *AUXILIARY)
    slip = run("person", Run("2024-03", pays_gaps=True), facts, RULES, earlier)
    assert {x.month for x in slip.retro()} == {"2024-02"}
    assert {c.why for x in slip.retro() for c in x.causes} == {Why.UNPAID}
