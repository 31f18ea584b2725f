"""One number, one holder on any day: also for sixteen who want it at once."""

import asyncio
from uuid import uuid4


async def _with_number(roster, number, day="2010-01-01", category="officer"):
    """The answer to a registration with this number."""
    person = str(uuid4())
    data = {"name": "张三", "sex": "male", "category": category, "police_number": number}
    body = {"effective_on": day, "basis": "test", "data": data}
    answer = await roster.send(
        "POST", "roster", f"/v1/persons/{person}/facts/person_registered", body=body
    )
    return person, answer


async def test_sixteen_at_once_and_one_gets_the_number(roster):
    answers = await asyncio.gather(*(_with_number(roster, "012345") for _ in range(16)))

    assert sorted(answer.status_code for _, answer in answers) == [201] + [409] * 15
    lost = next(answer.json() for _, answer in answers if answer.status_code == 409)
    assert (lost["code"], lost["errors"][0]["pointer"]) == (
        "police_number_taken",
        "/data/police_number",
    )
    held = await roster.apps["roster"].state.pool.fetch("select number from police_numbers")
    assert [row["number"] for row in held] == ["012345"]


async def test_it_is_free_again_after_leaving_and_leaving_is_not_undone_then(roster):
    first, answer = await _with_number(roster, "012345")
    assert answer.is_success
    await roster.record("roster", first, "service_entered", "2010-01-01", category="officer")
    left = await roster.record("roster", first, "service_left", "2020-06-30", kind="retired")

    _, early = await _with_number(roster, "012345", "2020-06-30")
    assert early.json()["code"] == "police_number_taken"
    second, late = await _with_number(roster, "012345", "2020-07-01")
    assert late.is_success
    undone = await roster.send(
        "POST",
        "roster",
        f"/v1/persons/{first}/facts/service_left/{left['events'][0]}/revocation",
        body={"basis": "x", "reason": "x"},
    )
    assert undone.json()["code"] == "police_number_taken"
    # Another number for the second from a day on: the first may have been there till then only.
    await roster.record(
        "roster", second, "police_number_assigned", "2021-01-01", police_number="054321"
    )
    people = (await roster.get("roster", "/v1/persons?q=054321")).json()["items"]
    assert [one["person_id"] for one in people] == [second]


async def test_an_import_names_the_row_and_an_officers_number_is_digits(roster):
    _, letters = await _with_number(roster, "A12345")
    assert letters.status_code == 422
    assert letters.json()["errors"][0]["pointer"] == "/data/police_number"
    assert (await _with_number(roster, "A12345", category="auxiliary_duty"))[1].is_success

    data = {"name": "李四", "sex": "male", "category": "auxiliary_duty", "police_number": "A12345"}
    rows = [{"subject": str(uuid4()), "effective_on": "2010-01-01", "data": data}]
    answer = await roster.send(
        "POST", "roster", "/v1/imports/person_registered", body={"basis": "x", "rows": rows}
    )
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        ("/rows/0", "police_number_taken")
    ]
