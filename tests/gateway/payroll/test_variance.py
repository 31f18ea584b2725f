"""What differs from the last slip adds up to the difference of the nets, and names its cause."""

from hypothesis import given, settings

from services.gateway.pay.run import run_all
from services.gateway.payroll.variance import variance
from tests.gateway.on_file import on_file
from tests.gateway.pay.payee import OFFICER, RULES, files, runs, slips


@settings(max_examples=60)
@given(files())
def test_the_changes_of_all_lines_are_the_difference_of_the_nets(facts):
    found = run_all("person", runs("2024-01", "2024-06"), facts, RULES)
    for before, now in zip([None, *found], found, strict=False):
        told = variance(now, before)
        assert sum(c.net_fen for c in told.changes) == told.net_fen - told.before_net_fen


def test_a_change_names_the_fact_that_made_it_and_the_one_that_is_gone():
    first, second = slips(
        "2024-01",
        "2024-02",
        *OFFICER,
        "{固定工资项目: 职务工资 1000000, on: 2024-02-01, id: rise}",
    )
    (change,) = [c for c in variance(second, first).changes if c.part == "gross"]
    assert (change.item, change.now_fen - change.before_fen) == ("fixed_post", 100_000)
    assert (len(change.facts), len(change.gone)) == (1, 1)
    assert change.inputs["monthly_fen"] == [900_000, 1_000_000]


def test_what_was_settled_once_is_not_missed_the_month_after():
    late = on_file(
        *OFFICER, "{固定工资项目: 其他固定项目 50000, on: 2024-01-01, recorded: 2024-02-10}"
    )
    _, second, third = run_all("person", runs("2024-01", "2024-03"), late, RULES)
    (paid,) = [
        c
        for c in variance(second, slips("2024-01", "2024-01", *OFFICER)[0]).changes
        if c.item == "fixed_other"
    ]
    (over,) = [c for c in variance(third, second).changes if c.item == "fixed_other"]
    assert [cause.why.value for cause in paid.causes] == ["learned"]
    assert (over.once, over.net_fen) == (True, -50_000)


def test_the_first_slip_is_compared_with_nothing():
    (first,) = slips("2024-01", "2024-01", *OFFICER)
    told = variance(first, None)
    assert (told.before_month, told.before_net_fen) == (None, 0)
