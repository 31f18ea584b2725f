"""Lines of tax and advances say how they were reckoned."""

from tests.gateway.pay.payee import OFFICER, slips


def test_the_tax_line_holds_every_sum_of_its_formula():
    (slip,) = slips("2024-01", "2024-01", *OFFICER)
    (line,) = [line for line in slip.lines if line.part == "tax"]
    inputs = line.inputs
    assert inputs["taxable_fen"] == (
        inputs["income_fen"] - inputs["own_fen"] - inputs["basic_fen"] - inputs["special_fen"]
    )
    assert "not_lawful_fen" not in inputs


def test_an_advance_is_a_line_of_its_own_and_so_is_what_is_returned():
    lines = (
        "{入职: 勤务辅警, on: 2020-01-01}",
        "{own_contributions_given: 80000, on: 2024-01-01}",
        "{gross_given: 50000, on: 2024-01-01}",
        "{gross_given: 500000, on: 2024-02-01}",
    )
    found = slips("2024-01", "2024-02", *lines)
    told = [[(x.item, x.amount_fen) for x in s.lines if x.part == "advance"] for s in found]
    assert told == [[("advanced", -30_000)], [("repaid", 30_000)]]
