"""Who belongs to a run: unit and category as of the month, by what is on file."""

import pytest

from services.gateway.payroll.events import RunCategory, RunScope
from services.gateway.payroll.population import Part, member, members
from services.gateway.payroll.tree import Tree, Unit
from tests.gateway.on_file import DAY, on_file

UNITS = Tree({"a": Unit("局", None), "b": Unit("一大队", "a"), "c": Unit("一中队", "b")})
FILES = {
    "p1": on_file("{入职: 民警, on: 2020-01-01}", "{unit_assigned: b, on: 2020-01-01}"),
    "p2": on_file("{入职: 勤务辅警, on: 2020-01-01}", "{unit_assigned: c, on: 2020-01-01}"),
    "p3": on_file("{入职: 民警, on: 2020-01-01}", "{unit_assigned: d, on: 2020-01-01}"),
    "p4": on_file("{入职: 文职辅警, on: 2020-01-01}"),
}


@pytest.mark.parametrize(
    ("scope", "unit", "category", "people"),
    [
        (RunScope.BUREAU, None, RunCategory.ALL, ["p1", "p2", "p3", "p4"]),
        (RunScope.BUREAU, None, RunCategory.AUXILIARY, ["p2", "p4"]),
        (RunScope.UNIT, "b", RunCategory.ALL, ["p1"]),
        (RunScope.SUBTREE, "b", RunCategory.ALL, ["p1", "p2"]),
        (RunScope.SUBTREE, "a", RunCategory.OFFICER, ["p1"]),
        (RunScope.UNIT, "d", RunCategory.OFFICER, ["p3"]),
    ],
)
def test_a_part_of_the_bureau(scope, unit, category, people):
    found = members(FILES, Part(scope, unit, category), UNITS, DAY("2024-01-31"))
    assert [one.person for one in found] == people


def test_a_member_is_as_of_the_month_and_the_latest_account_counts():
    facts = on_file(
        "{person_registered: {name: 张三, sex: 男, category: 民警, police_number: '031415'},"
        " on: 2024-03-01}",
        "{unit_assigned: b, on: 2020-01-01}",
        "{unit_assigned: c, on: 2024-02-01}",
        "{bank_account_set: {bank: 甲, account_no: '11111111'}, on: 2020-01-01}",
        "{bank_account_set: {bank: 乙, account_no: '22222222'}, on: 2024-01-31}",
        "{bank_account_set: {bank: 丙, account_no: '33333333'}, on: 2024-02-01}",
    )
    one = member("p", facts, DAY("2024-01-31"))
    assert (one.name, one.number, one.unit) == ("张三", "031415", "b")
    assert (one.category, one.account.bank) == (RunCategory.OFFICER, "乙")
