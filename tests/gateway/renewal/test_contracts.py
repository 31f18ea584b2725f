"""Contracts of the present service, and the years that count toward an open one."""

import pytest

from services.gateway.decision.employment import AUXILIARY, employment
from services.gateway.renewal.contracts import contracts, years_served
from tests.gateway.on_file import DAY, dossier

FIXED = "{contract_signed: 固定期限, last_day: 2021-06-30, on: 2018-07-01}"
AGAIN = "{contract_signed: 固定期限, last_day: 2024-06-30, on: 2021-07-01}"


def found(*lines):
    file = dossier("2024-06-01", *lines)
    service = employment(file, AUXILIARY)
    return contracts(file, service), service


@pytest.mark.parametrize(
    ("lines", "fixed", "ended"),
    [
        ((), 0, False),
        ((FIXED,), 1, False),
        ((FIXED, AGAIN), 2, False),
        ((FIXED, "{contract_ended: 协商解除, on: 2020-01-01}"), 1, True),
        ((FIXED, "{contract_ended: 期满终止, on: 2021-06-30}", AGAIN), 2, False),
    ],
)
def test_an_ending_belongs_to_the_contract_before_it(lines, fixed, ended):
    held, _ = found(*lines)
    assert (held.fixed, held.ended is not None) == (fixed, ended)


def test_contracts_of_an_earlier_service_do_not_count():
    held, _ = found(
        "{service_entered: 勤务辅警, on: 2018-07-01}",
        FIXED,
        "{service_left: 辞职, on: 2021-06-30}",
        "{service_entered: 勤务辅警, on: 2021-07-01}",
        AGAIN,
    )
    assert held.fixed == 1


def test_years_run_from_the_entry_or_the_first_contract():
    held, service = found(FIXED, AGAIN)
    assert years_served(held, service, DAY("2024-06-30")) == 5
    assert years_served(held, service, DAY("2024-07-01")) == 6
    assert years_served(*found(), DAY("2024-07-01")) == 0
