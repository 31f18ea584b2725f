"""A slip replayed: equal, altered in the log's copy, or by other rules."""

from uuid import UUID

import pytest

from services.gateway.answer import shelves_of
from services.gateway.pay.choice import AUXILIARY_PAY
from services.gateway.payroll.one_slip import Found, find_slip, replay_all, replay_slip
from services.gateway.shelf.known import Shelves
from services.kernel.errors import Refused
from tests.gateway.pay.later_rules import with_later


async def test_a_replay_says_what_is_not_equal(desk):
    person = await desk.payee()
    await desk.closed("2024-01")
    run = UUID(await desk.drawn("2024-02"))
    pool = desk.gateway.apps["gateway"].state.pool
    shelves = shelves_of(pool, "r0")
    found = await find_slip(pool, run, person)
    equal = await replay_slip(pool, shelves, found)
    forged = dict(found.row) | {"slip": found.row["slip"].replace("900000", "999999")}
    altered = await replay_slip(pool, shelves, Found(forged, found.slip))
    other = with_later(AUXILIARY_PAY, "2024-01-01", "per_night: 30", "per_night: 35")
    changed = await replay_slip(pool, Shelves(pool, other.shelf, ()), found)

    everything = [view async for _, view in replay_all(pool, shelves)]
    nobody = [view async for _, view in replay_all(pool, shelves, "nobody")]

    assert ([view.equal for view in everything], nobody) == ([True, True], [])
    assert (equal.equal, equal.problem) == (True, "")
    assert (altered.equal, altered.problem) == (False, "slip_altered")
    assert (changed.equal, changed.problem) == (False, "policy_changed")
    with pytest.raises(Refused):
        await find_slip(pool, run, "nobody")


async def test_a_run_opened_under_other_rules_is_not_drawn(desk):
    await desk.payee()
    run = await desk.opened()
    state = desk.gateway.apps["gateway"].state
    other = with_later(AUXILIARY_PAY, "2024-01-01", "per_night: 30", "per_night: 35")
    state.shelves = Shelves(state.pool, other.shelf, ())
    answer = await desk.post(f"/{run}/drawing")

    assert (answer.status_code, answer.json()["code"]) == (409, "policy_changed")
