"""A released slip certified over HTTP, and checked offline by the program that shares no code."""

import json
from uuid import uuid4

from services.kernel.store.log import Log
from services.kernel.witness import Witness, public_key
from tests.bureau import ROOMS, utc_now
from tests.gateway.payroll.conftest import desk  # noqa: F401  the fixture
from tests.gateway.publication.desk import Desk as Press
from tests.gateway.publication.test_publishing import auxiliary
from tests.gateway.publication.texts import raised
from tests.gateway.record.test_api import _exported
from tests.verifier.certificates import load

verifier = load()


async def _keys(gateway) -> dict[str, str]:
    """A checkpoint of every log; the keys an auditor would keep."""
    keys = {}
    for room in ROOMS:
        file = gateway.settings.secret_file(f"witness_{room}.key")
        witness = Witness(gateway.settings.home / "witness" / f"{room}.jsonl", file, room=room)
        witness.note(await Log(gateway.apps[room].state.pool).head(), utc_now())
        keys[room] = public_key(file)
    return keys


def _path(person: str, run: str) -> str:
    return f"/v1/persons/{person}/pay-slips/{run}/certificate"


async def test_slips_with_back_pay_of_facts_and_of_a_late_policy_agree(desk, tmp_path):  # noqa: F811
    gateway = desk.gateway
    officer, guard = await desk.payee(), await auxiliary(gateway)
    await desk.closed("2024-01")
    await gateway.record(
        "roster", officer, "pay_item_set", "2024-01-01", item="other", monthly_fen=50_000
    )
    await desk.closed("2024-02")
    await Press(gateway).published(raised())
    drawn = await desk.drawn("2024-03")
    await gateway.record(
        "roster", officer, "pay_item_set", "2024-03-01", item="other", monthly_fen=70_000
    )
    await gateway.catch_up()
    await desk.post(f"/{drawn}/slips/{officer}/redrawing", {"reason": "核对"})
    await desk.waive_all(drawn)
    await desk.step(drawn, "proposal")
    await desk.approved(drawn)
    early = await gateway.get("gateway", _path(officer, drawn))
    await desk.step(drawn, "release")
    keys = await _keys(gateway)
    logs = [await _exported(gateway, room, tmp_path) for room in ("roster", "gateway")]
    made = [(await gateway.get("gateway", _path(p, drawn))).json() for p in (officer, guard)]
    reports = [verifier.verify(json.dumps(one), keys, logs) for one in made]

    assert early.status_code == 404  # Approved, and nobody's slip yet.
    for report in reports:
        assert (report["ok"], report["judgement"]) == (True, "agrees"), report
        assert not [note for note in report["notes"] if "covers" in note or "NOT" in note]
    assert "night_shift" in made[1]["slip"]
    assert '"why":"policy"' in made[1]["slip"]
    assert [len(one["earlier"]) for one in made] == [2, 2]


async def test_who_may_have_it_and_of_what(desk):  # noqa: F811
    person, other = await desk.payee(), await desk.payee("李四")
    run = await desk.closed("2024-01")
    gateway = desk.gateway
    table = [
        (_path(person, run), "auditor", 200),
        (_path(person, run), "approver", 200),
        (_path(person, run), "finance", 403),
        (_path(person, str(uuid4())), "hr", 404),
        (_path(str(uuid4()), run), "hr", 404),
        (_path(person, "x"), "hr", 422),
    ]
    for path, role, status in table:
        answer = await gateway.get("gateway", path, role=role)
        assert answer.status_code == status, (path, role, answer.text)
    first = (await gateway.get("gateway", _path(person, run))).json()
    second = (await gateway.get("gateway", _path(other, run))).json()
    mixed = first | {"evidence": second["evidence"]}
    assert verifier.verify(json.dumps(mixed))["wrong"]["problem"] == "about somebody else"
    shelves, shelf = gateway.apps["gateway"].state.shelves, None
    shelf = type(shelves.shipped)("r0", {**shelves.shipped.layers, ("pay", "bureau"): ()})
    gateway.apps["gateway"].state.shelves = type(shelves)(shelves._pool, shelf, ())
    changed = await gateway.get("gateway", _path(person, run))

    assert (changed.status_code, changed.json()["code"]) == (409, "policy_changed")
