"""What is still owed is said on every slip until it is settled, and no tax is made on it."""

from services.gateway.decision.decision import Outcome
from tests.gateway.pay.payee import slips

LEFT = (
    "{入职: 民警, on: 2010-01-01}",
    "{固定工资项目: 职务工资 700000, on: 2023-01-01}",
    "{contribution_base_set: 700000, on: 2023-07-01}",
    "{id: out, service_left: 辞职, on: 2024-02-10, recorded: 2024-04-01}",
)


def owed(slip):
    return next((f.found for f in slip.findings if f.claim == "nothing_owed"), {})


def test_a_leaver_goes_on_having_a_slip_that_says_what_is_owed_and_by_what_fact():
    found = slips("2024-01", "2024-06", *LEFT)
    refunded = -found[3].own_fen
    rest = 700_000 - refunded
    assert [s.owed_fen for s in found] == [0, 0, 0, rest, rest, rest]
    assert [s.outcome for s in found[3:]] == [Outcome.PROPOSE] * 3
    assert [(s.gross_fen, s.net_fen) for s in found[4:]] == [(0, 0)] * 2
    assert owed(found[5]) == {"owed_fen": rest, "wages_fen": rest}
    (finding,) = [f for f in found[5].findings if f.claim == "nothing_owed"]
    assert [fact.type for fact in finding.facts] == ["roster.service_left.v1"]


def test_no_tax_is_made_on_what_was_paid_for_months_not_served():
    """January and February were lawful: 14,000.00 less contributions less 10,000.00."""
    found = slips("2024-01", "2024-06", *LEFT)
    withheld = sum(s.tax_fen for s in found[:2])
    assert [s.tax_fen for s in found[3:]] == [0, 0, 0]
    assert found[3].gross_fen == found[3].own_fen  # What was refunded is taken back, whole.
    assert found[3].taxable_fen <= withheld * 100 // 3 + 1


def test_who_comes_back_pays_it_from_the_new_wage():
    back = (
        "{service_entered: 民警, on: 2024-06-03}",
        "{固定工资项目: 职务工资 700000, on: 2024-06-03}",
    )
    found = slips("2024-01", "2024-07", *LEFT, *back)
    rest = found[4].owed_fen
    taken = -sum(line.amount_fen for line in found[5].retro() if line.part == "gross")
    assert 0 < taken <= rest
    assert found[5].owed_fen == rest - taken
    causes = {c.fact.type for line in found[5].retro() for c in line.causes if c.fact}
    assert causes == {"roster.service_left.v1"}  # Not the entry that let it be taken.


def test_what_was_paid_back_at_the_cash_desk_is_not_owed_any_more():
    """Recorded as a settlement of the month, below zero."""
    rest = slips("2024-01", "2024-04", *LEFT)[3].owed_fen
    paid = (
        f"{{pay_settled: 2024-03 2024-05 职务工资 -{rest}, on: 2024-05-06, recorded: 2024-05-06}}"
    )
    found = slips("2024-01", "2024-06", *LEFT, paid)
    assert [s.owed_fen for s in found[3:]] == [rest, 0, 0]
    assert [s.outcome for s in found[4:]] == [Outcome.NOT_ELIGIBLE] * 2


def test_damage_and_advances_are_owed_too():
    damage = "{damage_ordered: 1000000, on: 2024-01-05, recorded: 2024-01-05}"
    found = slips("2024-01", "2024-02", *LEFT[:3], damage)
    assert owed(found[1])["damage_fen"] == 1_000_000 - 2 * 140_000 == found[1].owed_fen
