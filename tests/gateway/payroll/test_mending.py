"""Two who mend one run at once: one after the other, and an old version is refused."""

import asyncio

import pytest

from services.gateway.payroll.mending import refuse_moved
from services.kernel.errors import Refused


def test_an_old_version_is_refused():
    refuse_moved(3, None)
    refuse_moved(3, 3)
    with pytest.raises(Refused) as refused:
        refuse_moved(3, 2)
    assert refused.value.code == "version_moved"


async def test_mending_at_once_loses_nothing_and_what_has_no_slip_is_not_withheld(desk):
    people = [await desk.payee(name) for name in ("甲", "乙")]
    first = await desk.drawn()
    other = await desk.drawn()
    lacking = await desk.post(f"/{other}/slips/{people[0]}/withholding", {"reason": "核实"})
    answers = await asyncio.gather(
        *(desk.post(f"/{first}/slips/{p}/withholding", {"reason": "核实"}) for p in people),
        *(desk.post(f"/{first}/slips/{p}/redrawing", {"reason": "重算"}) for p in people),
    )
    view = (await desk.get(f"/{first}")).json()

    assert (lacking.status_code, lacking.json()["code"]) == (409, "no_slip")
    assert [answer.status_code for answer in answers] == [201] * 4
    assert (view["version"], view["sums"]["slips"]) == (6, 2)
