"""The ledger adds up to the fen, whatever lines there are."""

from hypothesis import given, settings

from services.gateway.pay.run import run_all
from services.gateway.payroll.ledger import Ledger, totals
from tests.gateway.pay.payee import AUXILIARY, OFFICER, RULES, files, runs, slips


@settings(max_examples=60)
@given(files())
def test_the_net_reckoned_from_lines_is_the_net_of_the_slips(facts):
    ledger = Ledger()
    found = run_all("person", runs("2024-01", "2024-06"), facts, RULES)
    for number, slip in enumerate(found):
        ledger.add(slip, f"u{number % 2}")
    by_part = totals(ledger.entries())
    assert ledger.net_fen == by_part.get("net", 0)
    assert ledger.net_fen == sum(slip.net_fen for slip in found)
    assert by_part.get("gross", 0) == sum(slip.gross_fen for slip in found)


def test_each_unit_has_its_items_and_its_net_last():
    ledger = Ledger()
    for slip, unit in zip(
        (*slips("2024-01", "2024-01", *OFFICER), *slips("2024-01", "2024-01", *AUXILIARY)),
        ("u1", None),
        strict=True,
    ):
        ledger.add(slip, unit)
    entries = ledger.entries()
    assert [e.unit for e in entries if e.part == "net"] == ["", "u1"]
    assert entries[-1].zh == "实发"
    assert next(e.zh for e in entries if e.item == "rank_allowance") == "警衔津贴"
