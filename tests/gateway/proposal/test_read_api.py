"""Who sees a proposal, how much of it, and the list by stage."""

import pytest


@pytest.fixture
async def shown(steps):
    person = await steps.gateway.officer()
    return person, await steps.published(person)


async def _seen(steps, proposal, **who):
    return await steps.gateway.get("gateway", f"/v1/proposals/{proposal}", **who)


async def test_a_colleague_reads_what_is_published_and_objects_with_grounds(steps, shown):
    _, proposal = shown
    colleague, other = [await steps.gateway.register(name) for name in ("李四", "王五")]
    empty = await steps.post(f"/{proposal}/objections", {"text": "不服"}, role="officer")
    who = {"role": "officer", "sub": "o1", "person": colleague}
    raised = await steps.post(f"/{proposal}/objections", {"grounds": "年限有误"}, **who)
    sanction = await steps.warned(shown[0])
    views = [
        (await _seen(steps, proposal, role=role, person=person)).json()
        for role, person in (
            ("hr", None),
            ("officer", colleague),
            ("officer", other),
            ("officer", shown[0]),
        )
    ]

    assert (empty.status_code, empty.json()["errors"][0]["pointer"]) == (422, "/grounds")
    assert raised.status_code == 201
    assert raised.json()["objections"][0]["grounds"] == "年限有误"
    assert [v["objections"][0]["grounds"] for v in views] == ["年限有误", "年限有误", None, None]
    assert [v["objections"][0]["person_id"] for v in views] == [colleague, colleague, None, None]
    assert [bool(v["stale"]["facts"]) for v in views] == [True, False, False, True]
    assert sanction not in str(views[2])
    assert views[2]["changes_to"] == "superintendent_1"


async def test_what_is_not_published_is_for_those_entitled_and_the_subject(steps):
    person, other = await steps.gateway.officer(), await steps.gateway.register("李四")
    proposal = await steps.recorded(person)
    await steps.propose(person, proposal)
    codes = [
        (await _seen(steps, proposal, role=role, person=who)).status_code
        for role, who in (("hr", None), ("officer", person), ("officer", other), ("trainer", None))
    ]
    listed = [
        (await steps.gateway.get("gateway", "/v1/proposals", role=role, person=who)).json()["items"]
        for role, who in (("hr", None), ("officer", person), ("officer", other))
    ]

    assert codes == [200, 200, 404, 403]
    assert [[one["proposal_id"] for one in page] for page in listed] == [[proposal], [proposal], []]


async def test_the_list_is_paged_newest_first_and_by_stage(steps, shown):
    person, published = shown
    made = []
    for day in ("2024-06-02", "2024-06-03"):
        made.append(await steps.recorded(person, day))
        assert (await steps.propose(person, made[-1])).status_code == 201
    first = (await steps.gateway.get("gateway", "/v1/proposals?limit=2")).json()
    rest = await steps.gateway.get("gateway", f"/v1/proposals?limit=2&cursor={first['next']}")
    staged = (await steps.gateway.get("gateway", "/v1/proposals?stage=published")).json()
    wrong = await steps.gateway.get("gateway", "/v1/proposals?stage=nonsense")

    assert [one["proposal_id"] for one in first["items"]] == made[::-1]
    assert [one["proposal_id"] for one in rest.json()["items"]] == [published]
    assert rest.json()["next"] is None
    assert [one["proposal_id"] for one in staged["items"]] == [published]
    assert wrong.status_code == 422


async def test_somebody_else_rejects_the_objection_and_hr_proposes_nothing_about_itself(
    steps, shown
):
    _, proposal = shown
    raised = await steps.post(f"/{proposal}/objections", {"grounds": "x"}, role="officer", sub="o1")
    path = f"/{proposal}/objections/{raised.json()['objections_open'][0]}/answer"
    body = {"upheld": False, "reason": "核实无误"}
    by_proposer = await steps.post(path, body)
    by_other = await steps.post(path, body, role="approver", sub="test:chief-3")
    person = await steps.gateway.officer()
    own = await steps.propose(person, await steps.recorded(person), sub="other", person=person)

    assert (by_proposer.status_code, by_proposer.json()["code"]) == (403, "proposer_cannot_reject")
    assert (by_other.status_code, by_other.json()["objections_open"]) == (201, [])
    assert (own.status_code, own.json()["code"]) == (403, "own_proposal")
