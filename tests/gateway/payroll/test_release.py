"""The files of a release agree with each other, or nothing is released."""

import io
from dataclasses import replace
from types import SimpleNamespace

import pytest
from python_calamine import CalamineWorkbook

from services.gateway.payroll.population import Member
from services.gateway.payroll.release import Heading, Paid, files, refuse_difference
from services.gateway.payroll.tree import Tree, Unit
from services.kernel.errors import Refused
from tests.gateway.pay.payee import AUXILIARY, OFFICER, slips
from tests.gateway.pay.test_debt import LEFT

ACCOUNT = SimpleNamespace(bank="=建行", account_no="6217000012345678901", holder=None)
HEADING = Heading("run", "2024-01", Tree({"u": Unit("一大队", None)}))
HELD = slips(
    "2024-01",
    "2024-01",
    *OFFICER,
    "{rank_awarded: 一级警司, on: 2020-10-15}",
)
SLIPS = [*slips("2024-01", "2024-01", *OFFICER), *slips("2024-01", "2024-01", *AUXILIARY), *HELD]
PAID = [
    Paid(slip, "ab" * 32, Member(f"p{n}", f"姓名{n}", unit="u", account=account))
    for n, (slip, account) in enumerate(zip(SLIPS, (ACCOUNT, None, ACCOUNT), strict=True))
]


def test_bank_and_cash_are_the_ledger_and_the_slips_and_held_slips_pay_nothing():
    made = {one.name: one for one in files(HEADING, PAID)}
    totals = {name: (one.people, one.net_fen) for name, one in made.items()}
    first, second = SLIPS[0].net_fen, SLIPS[1].net_fen
    assert totals["bank-2024-01.csv"] == totals["bank-2024-01.xlsx"] == (1, first)
    assert totals["cash-2024-01.csv"] == (1, second)
    assert totals["ledger-2024-01.csv"] == totals["slips-2024-01.pdf"] == (2, first + second)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made["bank-2024-01.xlsx"].content))
    table = rows.get_sheet_by_index(0).to_python()
    assert table[1][3:8] == ["一大队", "'=建行", ACCOUNT.account_no, "姓名0", f"{first / 100:.2f}"]
    assert table[-1][2] == "1 人"


def test_whoever_is_paid_nothing_is_in_no_bank_file_and_what_he_owes_is_said():
    slip = slips("2024-01", "2024-05", *LEFT)[4]
    paid = [*PAID, Paid(slip, "cd" * 32, Member("p9", "离职者", unit="u", account=ACCOUNT))]
    made = {one.name: one for one in files(HEADING, paid)}
    table = made["unpaid-2024-01.csv"].content.decode("utf-8-sig")
    assert (made["unpaid-2024-01.csv"].people, made["bank-2024-01.csv"].people) == (1, 1)
    assert "离职者" in table
    assert f"尚欠 {slip.owed_fen / 100:.2f}" in table
    assert "unpaid-2024-01.csv" not in {one.name for one in files(HEADING, PAID)}


def test_the_same_release_has_the_same_bytes():
    assert files(HEADING, PAID) == files(HEADING, PAID)


def test_files_that_do_not_agree_are_not_released():
    made = files(HEADING, PAID)
    wrong = [
        replace(one, net_fen=one.net_fen + 1) if one.name.startswith("slips") else one
        for one in made
    ]
    with pytest.raises(Refused) as refused:
        refuse_difference(wrong)
    assert refused.value.code == "control_totals_differ"
