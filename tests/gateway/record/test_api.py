"""Certificates over HTTP: exported, and checked offline by the program that shares no code."""

import json
from uuid import uuid4

from services.cli.events import write_log
from services.kernel.store.log import Log
from services.kernel.witness import Witness, public_key
from tests.bureau import ROOMS, utc_now
from tests.verifier.certificates import load

verifier = load()
DAY = "2024-06-01"


async def _certificate(gateway, person: str, as_of: str = DAY, kind: str = "police_rank") -> str:
    path = f"/v1/persons/{person}/decisions"
    recorded = await gateway.send("POST", "gateway", f"{path}/{kind}?as_of={as_of}", body={})
    assert recorded.status_code == 201, recorded.text
    event = recorded.json()["event_id"]
    answer = await gateway.get("gateway", f"{path}/recorded/{event}/certificate")
    assert answer.status_code == 200, answer.text
    return answer.text


async def _witnessed(gateway) -> dict[str, str]:
    """A checkpoint of every log, as each room writes them; the keys an auditor would keep."""
    keys = {}
    for room in ROOMS:
        file = gateway.settings.secret_file(f"witness_{room}.key")
        witness = Witness(gateway.settings.home / "witness" / f"{room}.jsonl", file, room=room)
        witness.note(await Log(gateway.apps[room].state.pool).head(), utc_now())
        keys[room] = public_key(file)
    return keys


async def _exported(gateway, room: str, folder):
    file = folder / f"{room}.jsonl"
    log = [e async for page in Log(gateway.apps[room].state.pool).pages() for e in page]
    write_log(file, log)
    return file


async def test_people_of_every_sort_are_certified_and_decided_the_same(gateway, tmp_path):
    due, blocked, training = [await gateway.officer() for _ in range(3)]
    early = await gateway.officer(since="2022-09-01")
    await gateway.record("roster", blocked, "sanction_imposed", "2024-03-10", kind="警告")
    await gateway.record("roster", training, "rank_awarded", "2024-06-01", rank="一级警司")
    await gateway.record("roster", early, "honour_awarded", "2023-05-12", kind="一等功")
    await gateway.record("roster", early, "early_promotion_approved", "2023-08-01", years=2)
    await gateway.catch_up()
    found = {
        "PROMOTE": await _certificate(gateway, due),
        "WAIT": await _certificate(gateway, due, as_of="2024-05-31"),
        "BLOCKED": await _certificate(gateway, blocked),
        "TRAINING": await _certificate(gateway, training, as_of="2028-06-01"),
        "EARLY": await _certificate(gateway, early, as_of="2023-09-01"),
        "dismissal": await _certificate(gateway, due, kind="dismissal"),
    }
    keys = await _witnessed(gateway)
    found["witnessed"] = await _certificate(gateway, blocked)
    late = await _witnessed(gateway)
    logs = [await _exported(gateway, room, tmp_path) for room in ("roster", "gateway")]

    assert late == keys
    for name, text in found.items():
        report = verifier.verify(text, keys, logs)
        expected = "not judged: the kind dismissal" if name == "dismissal" else "agrees"
        assert (report["ok"], report["judgement"]) == (True, expected), (name, report)
    decisions = {name: json.loads(json.loads(text)["decision"]) for name, text in found.items()}
    assert [decisions[name]["outcome"] for name in ("PROMOTE", "WAIT", "BLOCKED")] == [
        "PROMOTE",
        "WAIT",
        "BLOCKED",
    ]
    assert decisions["TRAINING"]["outcome"] == "BLOCKED"
    assert decisions["EARLY"]["due_on"] == "2023-09-01"


async def test_checkpoints_cover_and_forged_ones_and_other_logs_are_refused(gateway, tmp_path):
    person, other = await gateway.officer(), await gateway.officer()
    await _certificate(gateway, person)
    keys = await _witnessed(gateway)
    path = f"/v1/persons/{person}/decisions"
    (line,) = (await gateway.get("gateway", path)).json()
    path = f"{path}/recorded/{line['event_id']}/certificate"
    text = (await gateway.get("gateway", path)).text
    tree = json.loads(text)
    covered = {checkpoint["room"]: checkpoint for checkpoint in tree["checkpoints"]}
    sound = verifier.verify(text, keys)
    foreign = verifier.verify(text, {**keys, "roster": keys["training"]})
    covered["roster"]["chain"] = "0" * 64  # In the tree.
    forged = json.dumps(tree)
    strange = tmp_path / "strange.jsonl"
    lines = (await _exported(gateway, "roster", tmp_path)).read_text().splitlines(keepends=True)
    strange.write_text(
        "".join(lines).replace("二级警司", "superintendent_2").replace(other, person)
    )

    assert sound["ok"], sound
    assert set(covered) >= {"roster", "gateway"}
    assert not [note for note in sound["notes"] if "covers" in note]
    for report in (foreign, verifier.verify(forged, keys)):
        assert report["wrong"]["place"].startswith("checkpoint of roster at position")
    assert verifier.verify(text, keys, [strange])["wrong"]["place"].startswith("strange.jsonl")


async def test_who_may_have_it_of_what_and_not_once_copy_or_policy_are_others(gateway):
    person, other = await gateway.officer(), await gateway.officer()
    tree = json.loads(await _certificate(gateway, person))
    event = json.loads(tree["record"]["event"])["id"]
    path = "/v1/persons/{}/decisions/recorded/{}/certificate"
    table = [
        (path.format(person, event), "auditor", 200, None),
        (path.format(person, event), "approver", 200, None),
        (path.format(other, event), "hr", 404, "not_found"),
        (path.format(person, uuid4()), "hr", 404, "not_found"),
        (path.format(person, "x"), "hr", 422, None),
        (path.format("x", event), "hr", 422, None),
        (path.format(person, event) + "?more=1", "hr", 422, None),
        (path.format(person, event), "finance", 403, "not_permitted"),
        (path.format(person, event), "unit_leader", 403, "not_permitted"),
    ]
    for asked, role, status, code in table:
        answer = await gateway.get("gateway", asked, role=role)
        assert answer.status_code == status, (asked, role, answer.text)
        assert code in (None, answer.json().get("code"))
    own = await gateway.get("gateway", path.format(person, event), role="officer", person=person)
    assert own.status_code == 403
    path = path.format(person, event)
    app = gateway.apps["gateway"]
    shelves, shelf = app.state.shelves, app.state.shelves.shipped
    app.state.shelves = type(shelves)(app.state.pool, type(shelf)("nine", shelf.layers), ())
    other = await gateway.get("gateway", path)
    app.state.shelves = shelves
    await app.state.pool.execute("delete from facts where room = 'roster' and pos = 1")
    broken = await gateway.get("gateway", path)

    assert (other.status_code, other.json()["code"]) == (409, "policy_changed")
    assert (broken.status_code, broken.json()["code"]) == (409, "evidence_broken")
