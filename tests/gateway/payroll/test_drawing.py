"""Drawing goes on where it was cut off, twice at once is once, and blocks nobody meanwhile."""

import asyncio
import time

import pytest

from services.gateway.payroll import drawing


@pytest.fixture
def two_at_once(monkeypatch):
    monkeypatch.setattr(drawing, "PEOPLE_AT_ONCE", 2)


async def test_what_was_cut_off_goes_on_and_nobody_is_drawn_twice(desk, two_at_once, monkeypatch):
    people = sorted([await desk.payee(str(n), without=("bank_account_set",)) for n in range(5)])
    run = await desk.opened()
    original, calls = drawing._Part.write_down, []

    async def cut_off(self, some):
        calls.append(len(some))
        if len(calls) == 2:
            raise RuntimeError("cut off")
        await original(self, some)

    monkeypatch.setattr(drawing._Part, "write_down", cut_off)
    broken = await desk.post(f"/{run}/drawing")
    halfway = (await desk.get(f"/{run}")).json()
    monkeypatch.setattr(drawing._Part, "write_down", original)
    answers = await asyncio.gather(*(desk.post(f"/{run}/drawing") for _ in range(3)))
    pool = desk.gateway.apps["gateway"].state.pool
    drawn = await pool.fetch(
        "select subject from events where type = 'gateway.pay_slip_drawn.v1' order by subject"
    )

    assert broken.status_code == 500
    assert (halfway["stage"], halfway["sums"]["people"] in {0, 2}) == ("opened", True)
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
    original, longest = drawing.draw, [0.0]

    def slow(*arguments):
        time.sleep(0.5)
        return original(*arguments)

    async def watch():
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            longest[0] = max(longest[0], time.perf_counter() - before)

    monkeypatch.setattr(drawing, "draw", slow)
    watching = asyncio.create_task(watch())
    await desk.step(run, "drawing")
    watching.cancel()

    assert longest[0] < 0.4
