"""The log is read as it was known: later corrections and revocations change later answers only."""

from tests.bureau import Bureau


async def _total(roster: Bureau, asked: str = "") -> dict:
    answer = await roster.get("roster", f"/v1/tables/structure{asked}")
    assert answer.status_code == 200, answer.text
    table = next(t for t in answer.json()["tables"] if t["name"] == "category")
    return {line["key"]: line["total"] for line in table["lines"] if line["total"]} | {
        "known_at": answer.json()["known_at"]
    }


async def test_what_was_known_then_is_counted_then(roster):
    person = await roster.register()
    wrong = await roster.record("roster", person, "service_entered", "2020-01-01", category="civil")
    before = await _total(roster)
    path = f"/v1/persons/{person}/facts/service_entered/{wrong['events'][0]}/correction"
    data = {"category": "officer"}
    body = {"effective_on": "2020-01-01", "basis": "x", "reason": "录入有误", "data": data}
    assert (await roster.send("POST", "roster", path, body=body)).status_code == 201

    after = await _total(roster)
    then = await _total(roster, f"?known_at={before['known_at'].replace('+00:00', 'Z')}")
    earlier = await _total(roster, "?as_of=2019-12-31")

    assert (before | {"known_at": 0}, then) == ({"civil": 1, "known_at": 0}, before)
    assert after | {"known_at": 0} == {"officer": 1, "known_at": 0}
    assert earlier | {"known_at": 0} == {"known_at": 0}
