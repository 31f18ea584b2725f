"""What is unusual in a slip is named, so that somebody looks."""

import pytest

from services.gateway.pay.run import Run, run
from services.gateway.payroll.check_policy import PAY_CHECK
from services.gateway.payroll.checks import Beside, checks
from services.gateway.payroll.events import PayCheck
from tests.gateway.on_file import DAY, SHELF, on_file
from tests.gateway.pay.payee import OFFICER, RULES, slips
from tests.gateway.pay.test_debt import LEFT

LIMITS = SHELF.in_force(PAY_CHECK.name, DAY("2024-01-01")).choice
BONUS = "{{bonus_granted: {{month: 2024-02, amount_fen: {0}}}, on: 2024-02-01}}"
RENT = "{{special_deduction_declared: {{kind: 住房租金, monthly_fen: {0}, first_month: 2024-01}}, on: 2024-01-01}}"  # noqa: E501


def told(slip, earlier=(), *lines, **more):
    return list(checks(slip, Beside(on_file(*lines), earlier, LIMITS, **more)))


def test_a_leaver_who_owes_is_in_every_run_and_one_who_serves_is_taken_from():
    found = slips("2024-01", "2024-06", *LEFT)
    seen = [told(slip, found[:at]) for at, slip in enumerate(found)]
    assert seen[2:] == [[], *[[PayCheck.STILL_OWED]] * 3]


@pytest.mark.parametrize(
    ("month", "found"), [("2024-02", []), ("2024-03", [PayCheck.MONTH_SKIPPED])]
)
def test_a_month_that_had_no_run_is_named(month, found):
    earlier = slips("2024-01", "2024-01", *OFFICER)
    slip = run("person", Run(month, pays_gaps=True), on_file(*OFFICER), RULES, earlier)
    assert [one for one in told(slip, earlier) if one != PayCheck.UNUSUAL_AMOUNT] == found


@pytest.mark.parametrize(
    ("fen", "found"),
    [
        (100_000, []),
        (300_000, []),  # Large enough to be looked at, but a third of the wage.
        (500_000, [PayCheck.UNUSUAL_AMOUNT]),  # More than half above the month before.
        (10_000_000_000, [PayCheck.UNUSUAL_AMOUNT]),
    ],
)
def test_an_amount_beside_the_usual_is_named(fen, found):
    facts = (*OFFICER, BONUS.format(fen))
    earlier, slip = slips("2024-01", "2024-02", *facts)
    assert told(slip, [earlier], *facts) == found


def test_a_small_change_is_not_looked_at_however_large_beside_a_small_wage():
    facts = (
        "{入职: 勤务辅警, on: 2020-01-01}",
        "{gross_given: 200000, on: 2024-01-01}",
        "{gross_given: 490000, on: 2024-02-01}",
    )
    earlier, slip = slips("2024-01", "2024-02", *facts)
    assert told(slip, [earlier], *facts) == []


def test_a_first_slip_is_measured_by_the_limit_alone():
    (slip,) = slips(
        "2024-01", "2024-01", *OFFICER, BONUS.replace("2024-02", "2024-01").format(10**8)
    )
    assert told(slip) == [PayCheck.UNUSUAL_AMOUNT]


@pytest.mark.parametrize(
    ("fen", "found"), [(1_200_000, []), (10_000_000_000, [PayCheck.UNUSUAL_DEDUCTION])]
)
def test_a_deduction_beyond_every_standard_is_named(fen, found):
    (slip,) = slips("2024-01", "2024-01", *OFFICER, RENT.format(fen))
    assert told(slip) == found


@pytest.mark.parametrize(
    ("first", "lines", "found"),
    [
        ("2024-01", (), []),
        ("2024-08", (), [PayCheck.YEAR_NOT_TAKEN_OVER]),
        ("2024-08", ("{year_wages_taken_over: 2024 7000000 7, on: 2024-08-01}",), []),
        (
            "2024-08",
            ("{year_wages_taken_over: 2024 7000000 12, on: 2024-08-01}",),
            [PayCheck.YEAR_COUNTED_TWICE],
        ),
    ],
)
def test_a_year_begun_elsewhere_is_taken_over_once(first, lines, found):
    facts = (*OFFICER, *lines)
    (slip,) = slips(first, first, *facts)
    basic = next(x for x in slip.lines if x.part == "tax").inputs["basic_fen"]
    assert told(slip, (), *facts) == found
    assert basic <= 500_000 * int(first[5:])


def test_who_begins_in_the_middle_of_a_year_has_nothing_to_take_over():
    facts = ("{入职: 民警, on: 2024-08-05}", *OFFICER[1:])
    (slip,) = slips("2024-08", "2024-08", *facts)
    assert told(slip, (), *facts) == []


def test_an_account_of_two_people_and_a_net_of_nothing():
    (slip,) = slips("2024-01", "2024-01", *OFFICER)
    nothing = slips(
        "2024-01",
        "2024-01",
        "{入职: 勤务辅警, on: 2020-01-01}",
        "{gross_given: 80000, on: 2024-01-01}",
        "{own_contributions_given: 80000, on: 2024-01-01}",
    )
    assert told(slip, shares_account=True) == [PayCheck.SHARED_ACCOUNT]
    assert told(nothing[0]) == [PayCheck.NOTHING_LEFT]
