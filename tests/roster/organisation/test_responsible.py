"""Who answers for whom, as of a day, and whom nobody answers for."""

from tests.roster.organisation.bureau_of import made, serving


async def _answers(roster, asked="", **more):
    answer = await roster.get("roster", f"/v1/responsible-officers{asked}", **more)
    assert answer.status_code == 200, answer.text
    return {line["name"]: line["officer_name"] for line in answer.json()}


async def test_pairs_change_on_their_day_and_gaps_are_found(roster):
    await made(roster)
    old, new = await serving(roster, "老张"), await serving(roster, "小李", "team-2")
    duty = {"category": "auxiliary_duty"}
    kept = await serving(roster, "辅一", "team-1", **duty)
    free = await serving(roster, "辅二", "team-2", category="auxiliary_clerical")
    for person, day, officer in ((kept, "2021-01-01", old), (kept, "2024-01-01", new)):
        await roster.record(
            "roster", person, "responsible_officer_assigned", day, officer_id=officer
        )
    await roster.record("roster", kept, "responsible_officer_released", "2025-01-01")
    await roster.record(
        "roster", new, "unit_leader_appointed", "2020-01-01", unit_id="team-2", role="leader"
    )

    assert await _answers(roster, "?as_of=2023-12-31") == {"辅一": "老张", "辅二": None}
    assert await _answers(roster, "?as_of=2024-06-01") == {"辅一": "小李", "辅二": None}
    assert await _answers(roster, f"?as_of=2024-06-01&officer={new}") == {"辅一": "小李"}
    assert await _answers(roster, "?as_of=2025-06-01&missing=true") == {"辅一": None, "辅二": None}
    assert await _answers(roster, "?as_of=2019-12-31") == {}
    seen = await _answers(roster, role="unit_leader", person=new)
    assert seen == {"辅二": None}
    page = (await roster.get("roster", "/v1/responsible-officers?limit=1")).json()
    rest = await _answers(roster, f"?after={page[0]['person_id']}")
    assert {page[0]["person_id"]} < {kept, free}
    assert len(rest) == 1


async def test_an_officer_who_has_left_answers_for_nobody(roster):
    await made(roster)
    officer = await serving(roster, "老张", "team-1")
    kept = await serving(roster, "辅一", "team-1", category="auxiliary_duty")
    named = {"officer_id": officer}
    await roster.record("roster", kept, "responsible_officer_assigned", "2021-01-01", **named)
    await roster.record("roster", officer, "service_left", "2024-01-01", kind="retired")

    assert await _answers(roster, "?as_of=2024-01-01") == {"辅一": "老张"}
    assert await _answers(roster, "?as_of=2024-01-02") == {"辅一": None}
    assert await _answers(roster, "?as_of=2024-01-02&missing=true") == {"辅一": None}
    assert await _answers(roster, f"?as_of=2024-01-02&officer={officer}") == {}
