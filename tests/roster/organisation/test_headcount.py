"""Over the quota nobody is posted without a reason; history and moves inside take no place."""

import asyncio
from uuid import uuid4

import httpx

from services.cli.issuer import dev_issuer
from tests.bureau import Bureau
from tests.roster.organisation.bureau_of import code, made, post, serving, unit_fact


async def _quota(roster: Bureau, places: int, unit: str = "station") -> None:
    answer = await unit_fact(
        roster, unit, "unit_quota_approved", "2020-01-01", category="officer", places=places
    )
    assert answer.is_success


async def _post_with_two_hats(roster: Bureau, person: str, reason: str) -> httpx.Response:
    token = dev_issuer(roster.settings).mint("test:chief", ("hr", "approver"))
    headers = {"Authorization": f"Bearer {token}"}
    return await post(roster, person, "team-2", data={"over_quota_reason": reason}, headers=headers)


async def test_the_last_place_is_given_once_and_the_numbers_are_told(roster):
    await made(roster)
    await _quota(roster, 2)
    await serving(roster, "甲", "team-1")
    others = [await serving(roster, name) for name in ("乙", "丙", "丁")]

    answers = await asyncio.gather(*(post(roster, other, "team-2") for other in others))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert code(refused) == (409, "over_quota")
    assert "2" in refused.json()["detail"]
    assert "城关派出所" in refused.json()["detail"]
    seen = (await roster.get("roster", "/v1/units/station")).json()["quotas"]
    assert seen == [{"category": "officer", "places": 2, "used": 2, "free": 0}]


async def test_somebody_entitled_exceeds_it_with_a_reason_on_record(roster):
    await made(roster)
    await _quota(roster, 0)
    person = await serving(roster, "甲")
    reason = {"over_quota_reason": "市局党委会议纪要"}

    plain = await post(roster, person, "team-2", data=reason)
    rows = [
        {"subject": person, "effective_on": "2021-01-01", "data": {"unit_id": "team-1"} | reason}
    ]
    imported = await roster.send(
        "POST", "roster", "/v1/imports/unit_assigned", body={"basis": "x", "rows": rows}
    )
    assert code(plain) == code(imported) == (403, "more_permission_needed")

    assert (await _post_with_two_hats(roster, person, reason["over_quota_reason"])).is_success
    use = (await roster.get("roster", "/v1/units/station")).json()["quotas"][0]
    assert (use["used"], use["free"]) == (1, -1)
    # Inside the unit he moves on freely; the next one meets the quota again.
    assert (await post(roster, person, "team-1", "2022-01-01")).is_success
    assert code(await post(roster, await serving(roster, "乙"), "team-1"))[1] == "over_quota"


async def test_who_served_and_left_takes_no_place_however_late_it_is_written_down(roster):
    await made(roster)
    await _quota(roster, 1)
    gone, here = await serving(roster, "旧人"), await serving(roster, "今人", "team-1")
    await roster.record("roster", gone, "service_left", "2023-12-31", kind="retired")

    assert (await post(roster, gone, "team-1", "2020-01-01")).is_success
    # Dated back, a posting that still stands counts today.
    assert code(await post(roster, await serving(roster, "新人"), "team-1", "2020-01-01"))[0] == 409
    assert (await post(roster, here, "team-2", "2024-01-01")).is_success


async def test_an_entering_takes_the_place_that_waited_for_it(roster):
    await made(roster)
    await _quota(roster, 0)
    person = await roster.register()
    assert (await post(roster, person, "team-1")).is_success

    path = f"/v1/persons/{person}/facts/service_entered"
    body = {"effective_on": "2024-01-01", "basis": "x", "data": {"category": "officer"}}
    assert code(await roster.send("POST", "roster", path, body=body, key=str(uuid4())))[1] == (
        "over_quota"
    )


async def test_a_closed_unit_has_no_quota(roster):
    await made(roster)
    await _quota(roster, 0, "team-1")
    assert (await unit_fact(roster, "team-1", "unit_closed", "2024-01-01")).is_success

    assert (await roster.get("roster", "/v1/units/team-1")).json()["quotas"] == []
    structure = await roster.get("roster", "/v1/tables/structure")
    assert structure.json()["quotas"] == []


async def _facts(roster: Bureau, person: str) -> dict[str, str]:
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()
    return {fact["type"].split(".")[1]: fact["event_id"] for fact in file["facts"]}


async def test_a_unit_moved_under_a_quota_brings_its_people_along(roster):
    await made(roster)
    await unit_fact(
        roster, "other", "unit_created", "2000-01-01", name="西城派出所", kind="station",
        parent_id="bureau",
    )  # fmt: skip
    await unit_fact(
        roster,
        "team-9",
        "unit_created",
        "2000-01-01",
        name="九中队",
        kind="team",
        parent_id="other",
    )
    await _quota(roster, 1)
    await serving(roster, "甲", "team-1")
    await serving(roster, "乙", "team-9")

    moved = await unit_fact(roster, "team-9", "unit_moved", "2024-01-01", parent_id="station")
    assert code(moved) == (409, "over_quota")
    inside = await unit_fact(roster, "team-2", "unit_moved", "2024-01-01", parent_id="team-1")
    assert inside.is_success
    await _quota(roster, 2)  # The same day again, by a later paper.
    moved = await unit_fact(roster, "team-9", "unit_moved", "2024-01-01", parent_id="station")
    assert moved.is_success, moved.text


async def test_mending_a_service_takes_a_place_like_an_entering(roster):
    await made(roster)
    await _quota(roster, 1)
    await serving(roster, "甲", "team-1")
    civil = await serving(roster, "乙", "team-2", category="civil")
    event = (await _facts(roster, civil))["service_entered"]
    path = f"/v1/persons/{civil}/facts/service_entered/{event}/correction"
    body = {"basis": "x", "reason": "误登", "effective_on": "2020-01-01"}

    async def corrected(category: str) -> httpx.Response:
        whole = body | {"data": {"category": category}}
        return await roster.send("POST", "roster", path, body=whole)

    assert code(await corrected("officer")) == (409, "over_quota")
    assert (await corrected("auxiliary_duty")).is_success


async def test_a_leaving_taken_back_takes_its_place_again(roster):
    await made(roster)
    await _quota(roster, 1)
    first = await serving(roster, "甲", "team-1")
    await roster.record("roster", first, "service_left", "2023-12-31", kind="resigned")
    second = await serving(roster, "乙")
    assert (await post(roster, second, "team-2", "2024-01-01")).is_success
    event = (await _facts(roster, first))["service_left"]
    path = f"/v1/persons/{first}/facts/service_left/{event}/revocation"
    taken_back = await roster.send("POST", "roster", path, body={"basis": "x", "reason": "误登"})

    assert code(taken_back) == (409, "over_quota")
