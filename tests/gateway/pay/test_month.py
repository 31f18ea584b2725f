"""A month's lines, and which of them are its wage."""

from services.gateway.pay.months import month_named
from services.gateway.pay.should_be import should_be
from tests.gateway.pay.payee import AUXILIARY, timeline


def test_the_wage_is_without_what_is_paid_once():
    bonus = "{bonus_granted: 2024-01 100000, on: 2024-01-05}"
    pay = should_be(timeline("2024-01", *AUXILIARY, bonus), month_named("2024-01"))
    assert pay.wage_fen() == 427_000
    assert sum(x.amount_fen for x in pay.lines if x.part == "gross") == 527_000


def test_a_line_holds_formula_inputs_facts_and_policy():
    pay = should_be(timeline("2024-01", *AUXILIARY), month_named("2024-01"))
    level = next(x for x in pay.lines if x.item == "level_wage")
    assert (level.formula, level.inputs["level"], level.month) == (
        "level_monthly_fen",
        5,
        "2024-01",
    )
    assert [c.type for c in level.facts] == ["roster.auxiliary_level_awarded.v1"]
    assert [p.id for p in level.policies] == ["auxiliary_pay@r0/2010-01-01"]
