"""Limits: recovery above the floor or within its share, advances, damage within the law."""

import pytest

from services.gateway.pay.choice import PAY
from services.gateway.pay.rules import PayRules
from services.gateway.pay.run import run_all
from services.kernel.policy_files import read_version
from tests.gateway.on_file import POLICIES, SHELF, on_file
from tests.gateway.pay.payee import runs, slips

ENTERED = "{入职: 勤务辅警, on: 2020-01-01}"
NONE = "{own_contributions_given: 0, on: 2020-01-01}"
LESS = (
    "{id: g, gross_given: 600000, on: 2024-01-01}",
    "{corrects: g, gross_given: 500000, recorded: 2024-04-02}",
)


def with_limit(percent: int) -> PayRules:
    path = POLICIES / "bureaus/r0/pay/2010-01-01.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "limit_percent: null", f"limit_percent: {percent}"
    )
    version = read_version(text, str(path), PAY, bureau="r0")
    return PayRules(SHELF.with_version("pay", "bureau", version))


@pytest.mark.parametrize(
    ("percent", "taken"),
    [
        (100, [-300_000, 0, 0, 0]),
        (20, [-100_000, -100_000, -100_000, 0]),
        (25, [-125_000, -125_000, -50_000, 0]),
    ],
)
def test_recovery_is_spread_within_its_share(percent, taken):
    facts = on_file(ENTERED, NONE, *LESS)
    found = run_all("person", runs("2024-01", "2024-07"), facts, with_limit(percent))
    assert [sum(x.amount_fen for x in s.retro()) for s in found[3:]] == taken
    assert sum(s.gross_fen for s in found) == 500_000 * 7


def test_a_recovery_that_lowers_tax_uses_what_it_saves():
    """The floor is of the net: less gross is less tax too."""
    lines = (
        ENTERED,
        NONE,
        "{id: g, gross_given: 2000000, on: 2024-01-01}",
        "{corrects: g, gross_given: 600000, recorded: 2024-02-02}",
    )
    found = slips("2024-01", "2024-04", *lines)
    assert [s.net_fen for s in found[1:3]] == [0, 0]
    assert all(s.net_fen >= 0 for s in found)


def test_an_advance_is_returned_when_there_is_enough():
    lines = (
        ENTERED,
        "{own_contributions_given: 80000, on: 2024-01-01}",
        "{gross_given: 50000, on: 2024-01-01}",
        "{gross_given: 90000, on: 2024-02-01}",
        "{gross_given: 200000, on: 2024-03-01}",
    )
    found = slips("2024-01", "2024-04", *lines)
    assert [(s.advanced_fen, s.repaid_fen, s.net_fen) for s in found] == [
        (30_000, 0, 0),
        (0, 10_000, 0),
        (0, 20_000, 100_000),
        (0, 0, 120_000),
    ]


def test_a_second_bonus_so_marked_is_ordinary_wage():
    bonus = "{{bonus_granted: 2024-0{0} 1800000, taxed_alone: true, on: 2024-0{0}-10}}"
    entered = "{入职: 民警, on: 2010-01-01}"
    found = slips("2024-01", "2024-02", entered, NONE, bonus.format(1), bonus.format(2))
    assert [(s.tax_fen, s.carried.year.income_fen) for s in found] == [
        (54_000, 0),
        (24_000, 1_800_000),
    ]


def test_damage_waits_until_the_wage_is_above_the_minimum():
    lines = (
        ENTERED,
        NONE,
        "{gross_given: 190000, on: 2024-01-01}",
        "{gross_given: 200000, on: 2024-02-01}",
        "{gross_given: 500000, on: 2024-03-01}",
        "{damage_ordered: 120000, on: 2024-01-02}",
    )
    assert [s.damage_fen for s in slips("2024-01", "2024-04", *lines)] == [
        0,
        10_000,
        100_000,
        10_000,
    ]
