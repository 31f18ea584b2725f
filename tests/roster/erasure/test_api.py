"""After an erasure nothing shows, nothing finds, nothing collects; chain and read models hold."""

import asyncio

from services.kernel.chain import verify
from tests.roster.erasure.steps import approve, propose
from tests.roster.protection.people import DETAIL, NUMBER, PHONE, facts_of, identified, registered
from tests.roster.protection.people import tell as told


async def _erased(roster, person):
    proposal = (await propose(roster, person)).json()["events"][0]
    answer = await approve(roster, person, proposal)
    assert answer.status_code == 201, answer.text


async def test_every_path_says_erased(roster):
    person = await identified(roster)
    await _erased(roster, person)

    for role, who in (("officer", person), ("hr", None), ("auditor", None)):
        facts = await facts_of(roster, person, role=role, person=who)
        assert facts["contact_recorded"]["data"] == {}
        assert facts["contact_recorded"]["protection"] == {"phone": "erased", "address": "erased"}
        assert facts["health_check_recorded"]["data"] == {"conclusion": "fit"}
        assert facts["identity_recorded"]["protection"] == {"id_number": "erased"}
    body = {"fields": ["id_number"], "reason": "x", "case_number": "A"}
    revealed = await roster.send("POST", "roster", f"/v1/persons/{person}/reveal", body=body)
    assert revealed.json()["values"] == {}
    assert revealed.json()["states"] == {"id_number": "erased"}
    found = await roster.send(
        "POST", "roster", "/v1/persons/search", body={"id_number": NUMBER, "reason": "x"}
    )
    assert found.json() == {"items": []}
    later = await told(roster, person, "contact_recorded", "2021-01-01", phone=PHONE)
    assert (later.status_code, later.json()["code"]) == (409, "personal_data_erased")
    # Whoever has the number now is another file's business.
    other = await registered(roster)
    assert (await told(roster, other, "identity_recorded", id_number=NUMBER)).status_code == 201


async def test_the_keys_are_gone_and_the_chain_and_the_others_are_not(roster):
    person, other = await identified(roster), await registered(roster)
    await told(roster, other, "contact_recorded", phone="13900000000")
    await _erased(roster, person)
    state = roster.apps["roster"].state
    rows = await (await state.vault.pool()).fetch("select person_id from wrapped_keys")
    assert [row["person_id"] for row in rows] == [other]
    assert (await facts_of(roster, other))["contact_recorded"]["data"]["phone"] == "13900000000"

    events = [event async for page in state.log.pages() for event in page]
    assert verify(events) == (len(events), (await state.log.head()).chain)
    text = "".join(event.data + event.basis + event.reason for event in events)
    assert not [secret for secret in (NUMBER, PHONE, DETAIL) if secret in text]
    noted = [event.type for event in await state.protection.log.of_person(person)]
    assert noted == ["keys.keys_destroyed.v1"]


async def test_writing_and_erasing_at_once_never_leaves_a_readable_rest(roster):
    person = await identified(roster)
    proposal = (await propose(roster, person)).json()["events"][0]
    days = [f"2021-01-{day:02d}" for day in range(1, 17)]
    answers = await asyncio.gather(
        *(told(roster, person, "contact_recorded", day, phone=PHONE) for day in days[:8]),
        approve(roster, person, proposal),
        *(told(roster, person, "contact_recorded", day, phone=PHONE) for day in days[8:]),
    )

    assert {answer.status_code for answer in answers} <= {201, 409}
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()["facts"]
    parts = [fact["protection"] for fact in file if fact["type"] == "roster.contact_recorded.v1"]
    assert all(part["phone"] == "erased" for part in parts)
    assert PHONE not in str(file)
