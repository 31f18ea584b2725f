"""Pay items for officers, a base for everybody, deductions by calendar year."""

from services.roster.events import (
    BankAccountSet,
    ContributionBaseSet,
    PayItemSet,
    SpecialDeductionDeclared,
)
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_every_officer_and_nobody_else_has_fixed_items(seed, today):
    people = drawn.people(seed, today)
    paid = {row.subject for row in drawn.of(drawn.rows(seed, today), PayItemSet)}
    assert paid == {p.id for p in people if p.is_officer}


@every_draw
def test_everybody_serving_has_a_base(seed, today):
    based = {row.subject for row in drawn.of(drawn.rows(seed, today), ContributionBaseSet)}
    assert {p.id for p in drawn.people(seed, today) if p.serves_on(today)} <= based


@every_draw
def test_deductions_end_with_their_year(seed, today):
    declared = drawn.of(drawn.rows(seed, today), SpecialDeductionDeclared)
    assert declared
    assert all(row.data.first_month[:4] == row.data.last_month[:4] for row in declared)


@every_draw
def test_nearly_everybody_has_an_account_of_no_real_bank(seed, today):
    rows = drawn.of(drawn.rows(seed, today), BankAccountSet)
    people = drawn.people(seed, today)
    assert 0.9 * len(people) < len({row.subject for row in rows}) <= len(people)
    assert len({row.data.account_no for row in rows}) == len(rows)
    assert all(row.data.account_no.startswith("9999") for row in rows)
