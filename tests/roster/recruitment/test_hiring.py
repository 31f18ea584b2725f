"""A hire is all or nothing: races for the last place, for the quota, and who served before."""

import asyncio
from datetime import timedelta

from tests.roster.organisation.bureau_of import code, post, serving
from tests.roster.protection.people import facts_of
from tests.roster.recruitment import steps
from tests.roster.recruitment.steps import (
    TODAY,
    days_later,
    hire,
    number,
    opened,
    published,
    quota,
    select,
    signed_up,
)


async def _filled(roster):
    pool = roster.apps["roster"].state.pool
    return await pool.fetchval("select count(*) from service_periods")


async def test_two_hires_for_the_last_place_and_one_sent_twice(roster):
    await quota(roster, 5)
    shown = await published(roster, steps.post(places=2), people=2)
    answers = await asyncio.gather(
        *(hire(roster, shown.batch, person) for person in shown.people for _ in range(3)),
        *(hire(roster, shown.batch, shown.people[0], key="the-same-key") for _ in range(3)),
    )
    assert {a.status_code for a in answers} <= {201, 409}
    assert await _filled(roster) == 2
    view = (await roster.get("roster", f"/v1/recruitments/{shown.batch}")).json()
    assert view["posts"][0]["filled"] == 2


async def test_a_repeated_hire_gets_the_first_answer(roster):
    await quota(roster, 5)
    shown = await published(roster)
    first, second = [
        await hire(roster, shown.batch, shown.people[0], key="one-key-1") for _ in "ab"
    ]
    assert (first.status_code, first.json()) == (201, second.json())


async def test_equals_published_one_after_the_other_race_for_one_place(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    people = [await signed_up(roster, batch, n) for n in (1, 2)]
    rows = [row for person in people for row in steps.passed(person)]
    await steps.paper(roster, batch, "closing")
    await steps.give(roster, batch, rows)
    await steps.paper(roster, batch, "ranking")
    assert code(await steps.paper(roster, batch, "publicity")) == (409, "tie_at_the_last_place")
    for person in people:
        chosen = await steps.paper(roster, batch, "publicity", chosen=[person])
        assert chosen.status_code == 201, chosen.text
    days_later(roster)
    answers = await asyncio.gather(*(hire(roster, batch, p) for p in people for _ in range(2)))
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409]
    assert {"no_place_left"} <= {a.json()["code"] for a in answers if a.status_code == 409}
    assert await _filled(roster) == 1


async def test_a_quota_used_up_meanwhile_refuses_the_hire_and_leaves_nothing(roster):
    await quota(roster, 1)
    shown = await published(roster)
    somebody = await serving(roster, "李四", category="auxiliary_duty")
    assert (await post(roster, somebody, "team-1", str(TODAY))).status_code == 201
    no = await hire(roster, shown.batch, shown.people[0])
    assert code(no) == (409, "over_quota")
    facts = await facts_of(roster, shown.people[0])
    assert set(facts) & {"person_registered", "service_entered", "applicant_hired"} == set()


async def test_an_auxiliary_becomes_an_officer_under_one_person_id(roster):
    await quota(roster, 5)
    await quota_of_officers(roster)
    person = await roster.register("王五", "auxiliary_duty")
    await roster.record("roster", person, "identity_recorded", "2010-01-01", id_number=number(1))
    await roster.record(
        "roster", person, "service_entered", "2020-01-01", category="auxiliary_duty"
    )
    await roster.record("roster", person, "unit_assigned", "2020-01-01", unit_id="team-1")
    await roster.record(
        "roster", person, "contract_signed", "2020-01-01", kind="fixed", last_day="2030-12-31"
    )
    batch = await opened(roster, steps.post(category="officer", duty_post=None))
    assert await signed_up(roster, batch) == person
    await select(roster, batch, [person])
    days_later(roster)
    answer = await hire(roster, batch, person, contract=None, police_number="012345")
    assert answer.status_code == 201, answer.text

    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()["facts"]
    by_slug = {}
    for fact in file:
        by_slug.setdefault(fact["type"].split(".")[1], []).append(fact)
    last = str(TODAY + timedelta(days=6))
    assert [f["data"]["category"] for f in by_slug["service_entered"]] == [
        "auxiliary_duty",
        "officer",
    ]
    assert (by_slug["service_left"][0]["effective_on"]) == last
    assert by_slug["service_left"][0]["data"]["kind"] == "appointed_officer"
    assert by_slug["contract_ended"][0]["effective_on"] == last
    assert len(by_slug["person_registered"]) == len(by_slug["identity_recorded"]) == 1
    assert by_slug["applicant_hired"][0]["data"]["training_demanded"] == "入警训练"
    pool = roster.apps["roster"].state.pool
    periods = await pool.fetch("select category, last_day from service_periods order by from_on")
    assert [row["category"] for row in periods] == ["auxiliary_duty", "officer"]


async def quota_of_officers(roster):
    from tests.roster.organisation.bureau_of import unit_fact

    data = {"category": "officer", "places": 3}
    await unit_fact(roster, "station", "unit_quota_approved", "2020-01-01", **data)
