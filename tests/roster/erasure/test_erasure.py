"""Two people and a ground; what is waiting can be withdrawn, what is done cannot."""

import asyncio

from tests.roster.erasure.steps import approve, propose, withdraw
from tests.roster.protection.people import identified


async def test_whoever_proposes_does_not_approve_and_roles_are_apart(roster):
    person = await identified(roster)
    asked = await propose(roster, person)
    assert asked.status_code == 201, asked.text
    proposal = asked.json()["events"][0]

    assert (await approve(roster, person, proposal, role="hr")).status_code == 403
    assert (await propose(roster, person, role="approver")).status_code == 403
    both = roster.token
    roster.token = lambda *_: _same_person_as_hr(roster)
    own = await approve(roster, person, proposal)
    roster.token = both
    assert (own.status_code, own.json()["code"]) == (403, "own_proposal")
    assert (await approve(roster, person, proposal)).status_code == 201
    assert (await approve(roster, person, proposal)).json()["code"] == "erasure_not_proposed"
    again = await propose(roster, person)
    assert (again.status_code, again.json()["code"]) == (409, "erased_already")


def _same_person_as_hr(roster):
    from services.cli.issuer import dev_issuer

    return dev_issuer(roster.settings).mint("test:hr", ("approver",), person_id=None)


async def test_one_waits_at_a_time_and_a_withdrawn_one_is_not_approved(roster):
    person = await identified(roster)
    proposal = (await propose(roster, person)).json()["events"][0]
    assert (await propose(roster, person)).json()["code"] == "erasure_proposed_already"
    assert (await withdraw(roster, person, proposal)).status_code == 201
    assert (await approve(roster, person, proposal)).status_code == 404
    assert (await propose(roster, person, classes=["s4"])).status_code == 201


async def test_sixteen_approvals_at_once_are_one_erasure(roster):
    person = await identified(roster)
    proposal = (await propose(roster, person)).json()["events"][0]
    answers = await asyncio.gather(*(approve(roster, person, proposal) for _ in range(16)))

    assert sorted(answer.status_code for answer in answers) == [201] + [404] * 15
    log = roster.apps["roster"].state.protection.log
    assert [event.type for event in await log.of_person(person)] == ["keys.keys_destroyed.v1"]


async def test_what_is_erased_is_not_taken_back_through_another_path(roster):
    person = await identified(roster)
    proposal = (await propose(roster, person)).json()["events"][0]
    erasure = (await approve(roster, person, proposal)).json()["events"][0]
    for slug in ("contact_recorded", "identity_recorded", "sanction_imposed"):
        path = f"/v1/persons/{person}/facts/{slug}/{erasure}/revocation"
        answer = await roster.send("POST", "roster", path, body={"basis": "x", "reason": "x"})
        assert (answer.status_code, answer.json()["code"]) == (422, "revocation_of_other_type")


async def test_bad_proposals_are_named(roster):
    person = await identified(roster)
    for more in (
        {"classes": []},
        {"classes": ["s1"]},
        {"classes": ["s3", "s3"]},
        {"ground": "because"},
        {"legal_basis": ""},
    ):
        answer = await propose(roster, person, **more)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"].startswith(f"/{next(iter(more))}")
    nobody = "01a20f9d-365a-7051-a117-0dcbbf8f4d41"
    assert (await propose(roster, nobody)).status_code == 404


async def test_of_who_serves_only_what_was_unlawful_goes(roster):
    person = await identified(roster)
    early = (await propose(roster, person)).json()["events"][0]
    await roster.record("roster", person, "service_entered", "2010-01-01", category="officer")
    refused = [await propose(roster, person), await approve(roster, person, early)]

    assert {(a.status_code, a.json()["code"]) for a in refused} == {(409, "still_serving")}
    assert (await withdraw(roster, person, early)).status_code == 201
    assert (await propose(roster, person, ground="unlawful")).status_code == 201
