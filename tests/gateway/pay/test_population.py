"""A month of many people, and whom a late fact touched."""

from services.gateway.pay.population import Affected, Payee, affected, run_month
from services.gateway.pay.run import Run
from tests.gateway.on_file import on_file
from tests.gateway.pay.payee import AUXILIARY, OFFICER, RULES, slips


def payee(name, *lines):
    return Payee(name, on_file(*lines), slips("2024-01", "2024-02", *lines))


PEOPLE = [
    payee("a", *AUXILIARY),
    payee("b", *AUXILIARY, "{coefficient_decided: 2024-01 80, on: 2024-03-05}"),
    payee("c", *OFFICER, "{rank_awarded: 一级警司, on: 2023-12-15, recorded: 2024-03-02}"),
]


def test_everybody_has_a_slip_in_order():
    found = list(run_month(Run("2024-03"), PEOPLE, RULES))
    assert [(s.person, s.month) for s in found] == [(n, "2024-03") for n in "abc"]


def test_whom_a_late_fact_touches_is_found_without_being_told():
    assert list(affected(run_month(Run("2024-03"), PEOPLE, RULES))) == [
        Affected("b", ("2024-01",), -16_000),
        Affected("c", ("2024-01", "2024-02"), 800),
    ]
