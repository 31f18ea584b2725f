"""A merger moves everybody and everything in one instant, or nothing."""

import asyncio
from datetime import date

import pytest

from services.kernel.errors import Refused
from services.roster.organisation.merger import Merger, refuse_impossible
from services.roster.unit.tree import UnitVersion, tree_on
from tests.roster.organisation.bureau_of import code, made, post, serving, unit_fact

DAY = date(2024, 1, 1)


async def _merge(roster, unit, into, day="2024-01-01", **more):
    body = {"into_unit_id": into, "effective_on": day, "basis": "机构改革方案"}
    return await roster.send(
        "POST", "roster", f"/v1/units/{unit}/merger", body=body | more.pop("body", {}), **more
    )


async def test_people_leaders_and_parts_follow(roster):
    await made(roster)
    squad = {"name": "小队", "kind": "squad", "parent_id": "team-1"}
    assert (await unit_fact(roster, "squad", "unit_created", "2000-01-01", **squad)).is_success
    leader, member = (
        await serving(roster, "队长", "team-1"),
        await serving(roster, "队员", "team-1"),
    )
    for unit in ("team-1", "team-2"):
        await roster.record(
            "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id=unit, role="leader"
        )

    merged = await _merge(roster, "team-1", "team-2", key="merge-key-1")
    again = await _merge(roster, "team-1", "team-2", key="merge-key-1")

    assert merged.status_code == 201, merged.text
    assert merged.json()["events"] == 5  # Closed, moved, two postings, one relief.
    assert again.json() == merged.json()
    for person in (leader, member):
        places = [
            (await roster.get("roster", f"/v1/directory/{person}?as_of={day}")).json()
            for day in ("2023-12-31", "2024-01-01")
        ]
        assert [place["place"][-6:] for place in places] == ["team-1", "team-2"]
    assert places[1]["leads"] == []
    leads = (await roster.get("roster", f"/v1/directory/{leader}?as_of=2024-01-01")).json()
    assert leads["leads"] == ["/bureau/station/team-2"]
    unit = (await roster.get("roster", "/v1/units/team-1?as_of=2024-01-01")).json()
    assert (unit["closed"], unit["leaders"], unit["parts"]) == (True, [], [])
    assert (await roster.get("roster", "/v1/units/team-2?as_of=2024-01-01")).json()["parts"] == [
        "squad"
    ]
    before = (await roster.get("roster", "/v1/units/team-1?as_of=2023-12-31")).json()
    assert [line["name"] for line in before["leaders"]] == ["队长"]


async def test_two_mergers_at_once_and_a_posting_in_between_leave_nobody_behind(roster):
    await made(roster)
    await serving(roster, "甲", "team-1")
    other = await serving(roster, "乙", "team-2")

    answers = await asyncio.gather(
        _merge(roster, "team-1", "team-2"),
        _merge(roster, "team-2", "team-1"),
        post(roster, other, "team-1", "2022-01-01"),
    )

    assert {answer.status_code for answer in answers} <= {201, 404, 409, 422}
    closed = [
        unit["unit_id"]
        for unit in (await roster.get("roster", "/v1/units?as_of=2024-01-01")).json()
        if unit["closed"]
    ]
    people = (await roster.get("roster", "/v1/persons?as_of=2024-01-01")).json()["items"]
    assert len(closed) <= 1
    assert not {person["unit_id"] for person in people} & set(closed)


async def test_a_later_posting_must_be_mended_first_and_the_quota_holds(roster):
    await made(roster)
    person = await serving(roster, "甲", "team-2")
    assert (await post(roster, person, "team-1", "2025-01-01")).is_success
    assert code(await _merge(roster, "team-1", "team-2"))[1] == "posting_after_merger"

    quota = {"category": "officer", "places": 0}
    assert (
        await unit_fact(roster, "bureau", "unit_quota_approved", "2020-01-01", **quota)
    ).is_success
    await unit_fact(roster, "other", "unit_created", "2000-01-01", name="外", kind="team")
    second = await serving(roster, "乙", "other")
    assert code(await _merge(roster, "other", "station"))[1] == "over_quota"
    refused = await _merge(roster, "other", "station", body={"over_quota_reason": "x"})
    assert code(refused)[1] == "more_permission_needed"
    place = (await roster.get("roster", f"/v1/directory/{second}?as_of=2026-01-01")).json()
    assert place["place"] == "/other"


@pytest.mark.parametrize(
    ("unit", "into", "wrong"),
    [
        ("a", "b", "merged_into_itself"),
        ("a", "a", "merged_into_itself"),
        ("a", "moon", "unit_not_found"),
        ("gone", "a", "unit_not_found"),
        ("b", "a", None),
    ],
)
def test_what_cannot_be_merged(unit, into, wrong):
    tree = tree_on(
        [
            UnitVersion(name, DAY, name, "team", parent, closed)
            for name, parent, closed in (("a", None, False), ("b", "a", False), ("gone", "a", True))
        ],
        DAY,
    )
    found = None
    try:
        refuse_impossible(tree, Merger(unit, into, DAY, "x"))
    except Refused as refused:
        found = refused.code

    assert found == wrong
