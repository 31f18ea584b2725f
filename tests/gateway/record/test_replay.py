"""A recorded decision comes out equal again, and every difference is told apart."""

from services.gateway.answer import shelf_of
from services.gateway.facts import store
from services.gateway.record.events import DecisionRecorded
from services.gateway.record.replay import positions, replay
from services.kernel.event import decode_fast
from tests.roster.erasure.steps import approve, propose


async def _recorded(gateway, person):
    path = f"/v1/persons/{person}/decisions/police_rank?as_of=2024-06-01"
    answer = await gateway.send("POST", "gateway", path, body={})
    assert answer.status_code == 201, answer.text
    log = gateway.apps["gateway"].state.store
    (event, *_) = await log.read_stream(f"decision-{person}")
    return decode_fast(event.type, event.data)


async def test_it_is_equal_also_after_later_facts(gateway):
    person = await gateway.officer()
    data = await _recorded(gateway, person)
    await gateway.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
    await gateway.catch_up()
    pool = gateway.apps["gateway"].state.pool
    facts = await store.facts_of(pool, person, up_to=positions(data))

    assert replay(data, facts, shelf_of("r0")).equal


async def test_it_is_equal_after_the_persons_data_are_erased(gateway):
    """What is sealed is in no decision, so its erasure changes none: the same bytes as before."""
    person = await gateway.officer()
    await gateway.record("roster", person, "contact_recorded", "2020-01-01", phone="13800000000")
    told = {"conclusion": "fit", "detail": "虚构"}
    await gateway.record("roster", person, "health_check_recorded", "2020-01-01", **told)
    await gateway.catch_up()
    data = await _recorded(gateway, person)
    proposal = (await propose(gateway, person)).json()["events"][0]
    assert (await approve(gateway, person, proposal)).status_code == 201
    await gateway.catch_up()
    pool = gateway.apps["gateway"].state.pool
    facts = await store.facts_of(pool, person, up_to=positions(data))
    path = f"/v1/persons/{person}/decisions/police_rank?as_of=2024-06-01"
    again = await gateway.get("gateway", path)

    assert replay(data, facts, shelf_of("r0")).equal
    assert again.status_code == 200, again.text


async def test_missing_facts_an_altered_record_and_another_policy_are_told_apart(gateway):
    person = await gateway.officer()
    data = await _recorded(gateway, person)
    pool = gateway.apps["gateway"].state.pool
    facts = await store.facts_of(pool, person, up_to=positions(data))
    shelf = shelf_of("r0")
    fields = {name: getattr(data, name) for name in DecisionRecorded.model_fields}
    altered = fields | {"decision": data.decision.replace("PROMOTE", "BLOCKED")}
    sha = "0" * 64
    other = data.decision.replace(_policy_sha(data.decision), sha)
    relabelled = fields | {"decision": other, "decision_sha256": _hash(other)}

    assert replay(data, facts[:-1], shelf).problem == "answer_differs"
    assert replay(DecisionRecorded(**altered), facts, shelf).problem == "record_altered"
    assert replay(DecisionRecorded(**relabelled), facts, shelf).problem == "policy_changed"


def _policy_sha(decision: str) -> str:
    import json

    return json.loads(decision)["policies"][0]["sha256"]


def _hash(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()
