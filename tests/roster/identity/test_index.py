"""One ID number, one file: also for sixteen at once, after corrections, and after a rebuild."""

import asyncio

from tests.roster.protection.people import NUMBER, registered, tell

OTHER = "999999199003070012"  # The same birth date; digits and check character by GB 11643.


async def _correct(roster, person, event_id, **data):
    path = f"/v1/persons/{person}/facts/identity_recorded/{event_id}/correction"
    body = {"effective_on": "2010-01-01", "basis": "x", "reason": "x", "data": data}
    return await roster.send("POST", "roster", path, body=body)


async def test_sixteen_files_and_one_gets_the_number(roster):
    people = [await registered(roster) for _ in range(16)]
    answers = await asyncio.gather(
        *(tell(roster, p, "identity_recorded", id_number=NUMBER.lower()) for p in people)
    )

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 15
    lost = next(answer.json() for answer in answers if answer.status_code == 409)
    assert (lost["code"], lost["errors"][0]["pointer"]) == ("id_number_taken", "/data/id_number")
    assert NUMBER not in str(lost)
    pool = roster.apps["roster"].state.pool
    assert await pool.fetchval("select count(*) from identity_numbers") == 1


async def test_a_correction_frees_the_wrong_number_and_is_not_undone_once_it_is_taken(roster):
    first, second = await registered(roster), await registered(roster)
    wrong = (await tell(roster, first, "identity_recorded", id_number=NUMBER)).json()["events"][0]
    right = await _correct(roster, first, wrong, id_number=OTHER)
    assert right.status_code == 201, right.text
    assert (await tell(roster, second, "identity_recorded", id_number=NUMBER)).status_code == 201

    path = f"/v1/persons/{first}/facts/identity_recorded/{right.json()['events'][0]}/revocation"
    undone = await roster.send("POST", "roster", path, body={"basis": "x", "reason": "x"})
    assert undone.json()["code"] == "id_number_taken"


async def test_birth_date_and_sex_agree_whichever_comes_second(roster):
    elder, woman = (
        await registered(roster, birth_on="1989-03-07"),
        await registered(roster, sex="female"),
    )
    answers = [await tell(roster, p, "identity_recorded", id_number=NUMBER) for p in (elder, woman)]
    said = [(a.json()["code"], a.json()["errors"][0]["pointer"]) for a in answers]
    assert said == [
        ("id_number_birth_on_differs", "/data/id_number"),
        ("id_number_sex_differs", "/data/id_number"),
    ]

    person = await registered(roster)
    assert (await tell(roster, person, "identity_recorded", id_number=NUMBER)).is_success
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()["facts"]
    body = {"effective_on": "2010-01-01", "basis": "x", "reason": "x"}
    body["data"] = file[0]["data"] | {"birth_on": "1989-03-07"}
    path = f"/v1/persons/{person}/facts/person_registered/{file[0]['event_id']}/correction"
    late = (await roster.send("POST", "roster", path, body=body)).json()
    assert (late["code"], late["errors"][0]["pointer"]) == (
        "id_number_birth_on_differs",
        "/data/birth_on",
    )


async def test_the_same_again_changes_nothing_and_a_repeat_gets_its_answer(roster):
    person = await registered(roster)
    rows = [{"subject": person, "effective_on": "2010-01-01", "data": {"id_number": NUMBER}}]
    body = {"basis": "x", "rows": rows}
    send = roster.send
    path = "/v1/imports/identity_recorded"
    first = await send("POST", "roster", path, body=body, key="the-same-key")
    again = await send("POST", "roster", path, body=body, key="the-same-key")
    other = await send("POST", "roster", path, body=body, key="another-key")

    assert first.json()["recorded"] == again.json()["recorded"] == 1, first.text
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.json()["recorded"], other.json()["already_recorded"]) == (0, 1)
    twice = await tell(roster, person, "identity_recorded", id_number=NUMBER)
    assert twice.json()["code"] == "already_recorded"
    body["rows"][0]["data"]["id_number"] = "110105194912310021"
    wrong = (await send("POST", "roster", path, body=body)).json()
    assert wrong["errors"][0]["code"] == "id_number_check_wrong"
    assert "110105194912310021" not in str(wrong)
