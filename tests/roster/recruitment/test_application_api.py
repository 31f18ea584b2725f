"""Signing up: conditions with their clauses, one id for one person, nothing of it in clear."""

import asyncio

from tests.roster.erasure.steps import approve, propose
from tests.roster.organisation.bureau_of import code
from tests.roster.protection.people import facts_of
from tests.roster.recruitment.steps import (
    PHONE,
    ROOT,
    day,
    days_later,
    hire,
    number,
    open_batch,
    opened,
    paper,
    published,
    quota,
    send,
    sign_up,
    signed_up,
)


async def test_what_is_not_met_is_named_with_its_clause_in_both_languages(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    more = {"id_number": number(1, "20200101"), "education": "senior_high", "bars": ["被开除公职"]}
    no = await sign_up(roster, batch, **more)
    assert code(no) == (422, "conditions_not_met")
    assert [e["code"] for e in no.json()["errors"]] == ["too_young", "education_too_low", "barred"]
    assert "河南第十条" in no.text
    assert more["id_number"] not in no.text
    veteran = await sign_up(roster, batch, education="senior_high", grounds=["veteran"])
    assert veteran.status_code == 201, veteran.text


async def test_the_number_and_the_telephone_are_sealed_and_shown_as_in_any_file(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    person = await signed_up(roster, batch)
    log = roster.apps["roster"].state.log
    text = "".join([event.data + event.basis async for page in log.pages() for event in page])
    seen = (await facts_of(roster, person))["application_filed"]

    assert number(1) not in text
    assert PHONE not in text
    assert seen["data"]["phone"] == PHONE  # HR's view, as the policy of personal data says.
    assert seen["protection"]["id_number"] == "masked"
    view = await roster.get("roster", f"{ROOT}/{batch}/applications/{person}")
    assert number(1) not in view.text


async def test_one_number_is_one_person_in_every_batch_and_once_in_each(roster):
    await quota(roster, 5)
    one, two = await opened(roster), await opened(roster)
    answers = await asyncio.gather(*(sign_up(roster, one, 1) for _ in range(6)))
    assert sorted(a.status_code for a in answers) == [201] + [409] * 5
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"applied_already"}
    person = next(a for a in answers if a.status_code == 201).json()["subject"]
    assert await signed_up(roster, two, 1) == person


async def test_a_former_member_is_known_and_what_the_file_says_is_a_bar(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    person = await roster.register("赵六", "auxiliary_duty")
    await roster.record("roster", person, "identity_recorded", "2010-01-01", id_number=number(1))
    await roster.record(
        "roster", person, "service_entered", "2020-01-01", category="auxiliary_duty"
    )
    assert code(await sign_up(roster, batch)) == (409, "serving_already")
    await roster.record("roster", person, "service_left", "2021-01-01", kind="resigned")
    await roster.record("roster", person, "conviction_final", "2022-01-01", punishment="fine")
    no = await sign_up(roster, batch)
    assert [e["code"] for e in no.json()["errors"]] == ["barred"]


async def test_who_recommends_serves_here_and_is_named_only_then(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    stranger = await roster.register("无职")
    named = {"recommending_unit": "team-1", "recommended_by": stranger}
    assert code(await sign_up(roster, batch, **named)) == (422, "recommendation_differs")
    assert code(await sign_up(roster, batch, channel="recommended")) == (
        422,
        "recommendation_differs",
    )
    no = await sign_up(roster, batch, channel="recommended", **named)
    assert code(no) == (422, "recommender_not_serving")
    await roster.record("roster", stranger, "service_entered", "2020-01-01", category="officer")
    assert (await sign_up(roster, batch, channel="recommended", **named)).status_code == 201


async def test_nobody_signs_up_late_twice_for_himself_or_without_leave(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    person = await signed_up(roster, batch)
    assert code(await sign_up(roster, batch, person=person)) == (403, "own_file")
    assert code(await sign_up(roster, batch, 2, role="officer"))[0] == 403
    assert code(await sign_up(roster, batch, 2, post_no="99")) == (422, "post_not_found")
    days_later(roster, 1)
    assert code(await sign_up(roster, batch, 2)) == (409, "sign_up_over")
    assert (await paper(roster, batch, "closing")).status_code == 201
    assert code(await sign_up(roster, batch, 2)) == (409, "wrong_stage")


async def test_the_same_sign_up_sent_again_is_one(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    first, second = [await sign_up(roster, batch, key="sign-up-1") for _ in range(2)]
    assert (first.status_code, first.json()) == (201, second.json())


async def test_applicants_come_a_page_at_a_time_and_as_a_workbook(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    people = sorted([await signed_up(roster, batch, n) for n in (1, 2, 3)])
    gone = f"/{batch}/applications/{people[0]}/withdrawal"
    assert (await send(roster, gone, {"basis": "x", "reason": "x"})).status_code == 201
    at = f"{ROOT}/{batch}/applications"
    page = (await roster.get("roster", f"{at}?limit=2")).json()
    rest = (await roster.get("roster", f"{at}?limit=2&cursor={page['next']}")).json()
    items = page["items"] + rest["items"]
    assert [one["person_id"] for one in items] == people
    assert (items[0]["stage"], items[1]["stage_zh"], rest["next"]) == ("withdrawn", "已报名", None)
    book = await roster.get("roster", f"{at}?format=xlsx", role="approver")
    assert book.content[:2] == b"PK"
    assert (await roster.get("roster", at, role="finance")).status_code == 403


async def test_what_has_been_erased_of_an_applicant_is_not_hired(roster):
    await quota(roster, 5)
    shown = await published(roster)
    (person,) = shown.people
    proposal = (await propose(roster, person)).json()["events"][0]
    assert (await approve(roster, person, proposal)).status_code == 201
    assert code(await hire(roster, shown.batch, person)) == (409, "personal_data_erased")
    other = (await open_batch(roster, last_day=day(30))).json()["subject"]
    assert await signed_up(roster, other, 1) != person  # Nobody knows the number any more.
