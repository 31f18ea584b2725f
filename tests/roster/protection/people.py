"""People with fictional documents (area 999999) for the tests of protection."""

from uuid import uuid4

NUMBER = "999999199003071234"
PHONE = "13800000000"
DETAIL = "虚构诊断: 轻度高血压"


async def registered(roster, *, birth_on="1990-03-07", sex="male"):
    person = str(uuid4())
    await roster.record(
        "roster",
        person,
        "person_registered",
        "2010-01-01",
        name="张三",
        sex=sex,
        category="officer",
        birth_on=birth_on,
    )
    return person


async def identified(roster):
    """Somebody with a number, a telephone and a health check."""
    person = await registered(roster)
    await roster.record("roster", person, "identity_recorded", "2010-01-01", id_number=NUMBER)
    await roster.record(
        "roster", person, "contact_recorded", "2010-01-01", phone=PHONE, address="某市某路一号"
    )
    await roster.record(
        "roster", person, "health_check_recorded", "2020-01-01", conclusion="fit", detail=DETAIL
    )
    return person


async def facts_of(roster, person, /, **asked):
    """The facts of the file by short name, as this asker sees them."""
    answer = await roster.get("roster", f"/v1/persons/{person}/file", **asked)
    assert answer.status_code == 200, answer.text
    return {fact["type"].split(".")[1]: fact for fact in answer.json()["facts"]}


async def tell(roster, person, slug, /, day="2010-01-01", **data):
    """The answer to a fact that may be refused."""
    body = {"effective_on": day, "basis": "test", "data": data}
    path = f"/v1/persons/{person}/facts/{slug}"
    return await roster.send("POST", "roster", path, body=body)
