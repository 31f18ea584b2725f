"""The steps of an objection over HTTP."""

WRONG = "评语不实: 当日我在医院值守"


async def sanctioned(roster, person):
    """The event of a sanction that HR wrote down."""
    receipt = await roster.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
    return receipt["events"][0]


async def object_to(roster, person, entry, /, *, who=None, statement=WRONG, **more):
    body = {"entry": entry, "statement": statement}
    path = f"/v1/persons/{person}/objections"
    return await roster.send(
        "POST", "roster", path, body=body, role="officer", person=who or person, **more
    )


async def withdraw(roster, person, objection):
    body = {"basis": "本人申请", "reason": "已沟通清楚"}
    path = f"/v1/persons/{person}/objections/{objection}/withdrawal"
    return await roster.send("POST", "roster", path, body=body, role="officer", person=person)


async def answer(roster, person, objection, /, *, upheld=False, **more):
    body = {"upheld": upheld, "basis": "复核意见", "reason": "经查"}
    path = f"/v1/persons/{person}/objections/{objection}/answer"
    return await roster.send("POST", "roster", path, body=body, **more)


async def waiting(roster, **more):
    return (await roster.get("roster", "/v1/objections", **more)).json()["items"]
