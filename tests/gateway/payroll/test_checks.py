"""What is unusual in a slip is named, so that somebody looks."""

import pytest

from services.gateway.pay.run import Run, run
from services.gateway.payroll.checks import checks
from services.gateway.payroll.events import PayCheck
from tests.gateway.on_file import on_file
from tests.gateway.pay.payee import OFFICER, RULES, slips
from tests.gateway.pay.test_debt import LEFT


def test_a_leaver_who_owes_is_in_every_run_and_one_who_serves_is_taken_from():
    found = slips("2024-01", "2024-06", *LEFT)
    told = [list(checks(slip, found[:at])) for at, slip in enumerate(found)]
    assert told[2:] == [[], *[[PayCheck.STILL_OWED]] * 3]


@pytest.mark.parametrize(
    ("month", "told"), [("2024-02", []), ("2024-03", [PayCheck.MONTH_SKIPPED])]
)
def test_a_month_that_had_no_run_is_named(month, told):
    earlier = slips("2024-01", "2024-01", *OFFICER)
    slip = run("person", Run(month, pays_gaps=True), on_file(*OFFICER), RULES, earlier)
    assert list(checks(slip, earlier)) == told
