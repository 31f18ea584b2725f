"""Drawing goes on where it was cut off, twice at once is once, and blocks nobody meanwhile."""

import asyncio
import threading

import pytest

from services.gateway.payroll import drawing


@pytest.fixture
def two_at_once(monkeypatch):
    monkeypatch.setattr(drawing, "PEOPLE_AT_ONCE", 2)


async def test_what_was_cut_off_goes_on_and_nobody_is_drawn_twice(desk, two_at_once, monkeypatch):
    people = sorted([await desk.payee(n, without=("bank_account_set",)) for n in "甲乙丙丁戊"])
    run = await desk.opened()
    original, calls = drawing._Part.write_down, []

    async def cut_off(self, some):
        calls.append(len(some))
        if len(calls) == 2:
            raise RuntimeError("cut off")
        await original(self, some)

    monkeypatch.setattr(drawing._Part, "write_down", cut_off)
    broken = await desk.post(f"/{run}/drawing")
    answer = await desk.get(f"/{run}")
    assert answer.status_code == 200, answer.text
    halfway = answer.json()
    monkeypatch.setattr(drawing._Part, "write_down", original)
    answers = await asyncio.gather(*(desk.post(f"/{run}/drawing") for _ in range(3)))
    pool = desk.gateway.apps["gateway"].state.pool
    drawn = await pool.fetch(
        "select subject from events where type = 'gateway.pay_slip_drawn.v1' order by subject"
    )

    assert broken.status_code == 500
    assert (halfway["stage"], halfway["sums"]["people"]) == ("opened", 2)
    assert sorted(a.status_code for a in answers) == [201, 409, 409]
    assert [row["subject"] for row in drawn] == people


async def test_a_cancelled_run_takes_no_more_slips(desk, monkeypatch):
    await desk.payee()
    run = await desk.opened()
    payees = drawing.payees

    async def cancelled_meanwhile(*arguments):
        await desk.post(f"/{run}/cancellation", {"reason": "不发了"}, key="cancel-once")
        return await payees(*arguments)

    monkeypatch.setattr(drawing, "payees", cancelled_meanwhile)
    answer = await desk.post(f"/{run}/drawing")
    view = (await desk.get(f"/{run}")).json()

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_stage")
    assert (view["stage"], view["sums"]["slips"]) == ("cancelled", 0)


async def test_other_requests_are_answered_while_slips_are_drawn(desk, monkeypatch):
    await desk.payee()
    run = await desk.opened()
    original, others = drawing.draw, []
    begun, answered = threading.Event(), threading.Event()

    def waits(*arguments):
        begun.set()
        others.append(answered.wait(20))  # In the event loop it would wait in vain.
        return original(*arguments)

    monkeypatch.setattr(drawing, "draw", waits)
    drawn = asyncio.create_task(desk.step(run, "drawing"))
    assert await asyncio.to_thread(begun.wait, 20)
    assert (await desk.get(f"/{run}")).status_code == 200
    answered.set()
    await drawn

    assert others
    assert all(others)


async def test_two_runs_of_one_month_at_once_pay_each_person_once(desk, two_at_once):
    people = sorted([await desk.payee(name) for name in "甲乙丙丁"])
    runs = [await desk.opened(), await desk.opened()]
    answers = await asyncio.gather(*(desk.post(f"/{run}/drawing") for run in runs))
    found = [(await desk.get(f"/{run}/slips")).json()["items"] for run in runs]
    paid = sorted(line["person_id"] for page in found for line in page if line["slip_sha256"])
    listed = [line["exceptions"] for page in found for line in page if not line["slip_sha256"]]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert paid == people
    assert listed == [["IN_ANOTHER_RUN"]] * 4
