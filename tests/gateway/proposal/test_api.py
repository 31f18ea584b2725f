"""A proposal over HTTP, from the engine's answer to the order, with everybody who must not act."""

from uuid import uuid4

import pytest

from tests.gateway.conftest import gateway  # noqa: F401  the fixture

ORDER = {"order_no": "命令1号"}


@pytest.fixture
async def proposed(gateway):  # noqa: F811
    person = await gateway.officer()
    path = f"/v1/persons/{person}/decisions/police_rank?as_of=2024-06-01"
    recorded = (await gateway.send("POST", "gateway", path, body={})).json()["event_id"]
    made = await gateway.send(
        "POST", "gateway", "/v1/proposals", body={"person_id": person, "decision": recorded}
    )
    assert made.status_code == 201, made.text
    return person, f"/v1/proposals/{recorded}"


async def _step(gateway, path: str, *, role: str, body=None, token_of: str | None = None):  # noqa: F811
    return await gateway.send("POST", "gateway", path, role=role, body=body, person=token_of)


async def test_from_proposal_to_publicity(gateway, proposed):  # noqa: F811
    _person, path = proposed
    chiefs = [await gateway.register(name) for name in ("甲", "乙")]
    first = await _step(gateway, f"{path}/approval", role="approver", body={}, token_of=chiefs[0])
    # The tests' tokens of one role share a subject: a second approval by it is refused.
    again = await _step(gateway, f"{path}/approval", role="approver", body={}, token_of=chiefs[1])
    early = await _step(gateway, f"{path}/order", role="hr", body=ORDER)

    assert (first.status_code, first.json()["approvals"]) == (201, 1)
    assert (again.status_code, again.json()["code"]) == (409, "approved_already")
    assert (early.status_code, early.json()["code"]) == (409, "wrong_stage")


async def test_nobody_approves_what_is_about_himself(gateway, proposed):  # noqa: F811
    person, path = proposed
    own = await _step(gateway, f"{path}/approval", role="approver", body={}, token_of=person)

    assert (own.status_code, own.json()["code"]) == (403, "own_proposal")


async def test_only_an_approver_approves_and_one_answer_is_proposed_once(gateway, proposed):  # noqa: F811
    person, path = proposed
    by_hr = await _step(gateway, f"{path}/approval", role="hr", body={})
    again = await gateway.send(
        "POST",
        "gateway",
        "/v1/proposals",
        body={"person_id": person, "decision": path.rsplit("/", 1)[1]},
    )

    assert by_hr.status_code == 403
    assert (again.status_code, again.json()["code"]) == (409, "wrong_stage")


async def test_the_subject_may_look_and_strangers_may_not(gateway, proposed):  # noqa: F811
    person, path = proposed
    stranger = await gateway.register("路人")
    own = await gateway.get("gateway", path, role="officer", person=person)
    other = await gateway.get("gateway", path, role="officer", person=stranger)

    assert (own.status_code, own.json()["stage_zh"]) == (200, "待审批")
    assert other.status_code == 404


async def test_a_step_on_a_proposal_that_is_not_there_finds_nothing(gateway):  # noqa: F811
    path = f"/v1/proposals/{uuid4()}"
    answers = [
        await _step(gateway, f"{path}/approval", role="approver", body={}),
        await _step(gateway, f"{path}/order", role="hr", body=ORDER),
        await _step(gateway, f"{path}/review", role="hr"),
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "not_found")] * 3
