"""An entry stands until somebody else has looked; upheld means that it has been mended."""

from services.cli.issuer import dev_issuer
from tests.roster.objection.steps import answer, object_to, sanctioned, waiting, withdraw
from tests.roster.protection.people import registered


async def _sanctioned(roster):
    """A person, and the sanction that the unit leader wrote down."""
    person = await registered(roster)
    return person, await sanctioned(roster, person)


def _another_hr(roster):
    return lambda *_: dev_issuer(roster.settings).mint("test:hr2", ("hr",), person_id=None)


async def test_raised_answered_by_another_and_shown_in_the_file(roster):
    person, entry = await _sanctioned(roster)
    raised = await object_to(roster, person, entry)
    assert raised.status_code == 201, raised.text
    objection = raised.json()["events"][0]
    (line,) = await waiting(roster)
    assert (line["objection"], line["person_id"], line["entry"]) == (objection, person, entry)
    own = await answer(roster, person, objection)
    assert (own.status_code, own.json()["code"]) == (403, "own_entry")

    roster.token = _another_hr(roster)
    assert (await answer(roster, person, objection)).status_code == 201
    assert await waiting(roster) == []
    again = await answer(roster, person, objection)
    assert (again.status_code, again.json()["code"]) == (404, "objection_not_found")


async def test_upheld_only_once_the_entry_is_mended(roster):
    person, entry = await _sanctioned(roster)
    objection = (await object_to(roster, person, entry)).json()["events"][0]
    first = roster.token
    roster.token = _another_hr(roster)
    early = await answer(roster, person, objection, upheld=True)
    assert (early.status_code, early.json()["code"]) == (409, "entry_not_mended")
    roster.token = first
    path = f"/v1/persons/{person}/facts/sanction_imposed/{entry}/revocation"
    body = {"basis": "复核决定", "reason": "事实不清"}
    assert (await roster.send("POST", "roster", path, body=body)).status_code == 201
    roster.token = _another_hr(roster)

    assert (await answer(roster, person, objection, upheld=True)).status_code == 201


async def test_one_at_a_time_against_what_stands_and_it_can_be_withdrawn(roster):
    person, entry = await _sanctioned(roster)
    objection = (await object_to(roster, person, entry)).json()["events"][0]
    assert (await object_to(roster, person, entry)).json()["code"] == "objected_already"
    assert (await object_to(roster, person, objection)).json()["code"] == "entry_not_found"
    assert (await withdraw(roster, person, objection)).status_code == 201
    assert await waiting(roster) == []
    assert (await object_to(roster, person, entry)).status_code == 201
