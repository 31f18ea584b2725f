"""Accounts that more than one person is paid to, across the whole bureau."""

from services.gateway.payroll.accounts import shared
from tests.gateway.on_file import DAY, on_file
from tests.gateway.payroll.desk import ACCOUNT

MINE = "{bank_account_set: {bank: 工行, account_no: '62220200001'}, on: 2020-01-01}"
OTHER = "{bank_account_set: {bank: 工行, account_no: '62220200002'}, on: 2024-02-01}"


def test_what_stood_on_the_day_counts_and_one_person_is_one():
    people = {"a": on_file(MINE), "b": on_file(MINE, OTHER), "c": on_file(MINE, MINE)}
    assert shared(people, DAY("2024-01-31")) == {"62220200001"}
    assert shared({"a": on_file(MINE), "b": on_file(MINE, OTHER)}, DAY("2024-02-01")) == set()


async def test_nobody_is_paid_to_the_account_of_another_without_being_looked_at(desk):
    first, second = await desk.payee(), await desk.payee("李四", unit="u2")
    third = await desk.payee("王五")
    await desk.gateway.record("roster", second, "bank_account_set", "2023-01-01", **ACCOUNT)
    run = await desk.drawn(scope="unit", unit_id="u1")
    page = (await desk.get(f"/{run}/slips")).json()["items"]
    told = {line["person_id"]: line["exceptions"] for line in page}
    assert told == {first: ["SHARED_ACCOUNT"], third: []}

    own = ACCOUNT | {"account_no": "6217999999999"}
    await desk.gateway.record("roster", first, "bank_account_set", "2023-06-01", **own)
    await desk.gateway.catch_up()
    redrawn = await desk.post(f"/{run}/slips/{first}/redrawing", {"reason": "账户已改"})
    again = await desk.slip(run, first)
    assert redrawn.status_code == 201, redrawn.text
    assert again["exceptions"] == []
