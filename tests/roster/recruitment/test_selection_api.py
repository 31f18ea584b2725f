"""From ranking to hire: what is refused says why and from when, and by whom it may be done."""

from tests.roster.organisation.bureau_of import code
from tests.roster.protection.people import facts_of
from tests.roster.recruitment.steps import (
    TODAY,
    as_subject,
    day,
    days_later,
    give,
    hire,
    opened,
    paper,
    passed,
    published,
    quota,
    row,
    select,
    send,
    signed_up,
)


async def test_a_hire_registers_enters_posts_and_contracts_at_once(roster):
    await quota(roster, 2)
    shown = await published(roster)
    (person,) = shown.people
    answer = await hire(roster, shown.batch, person)
    assert answer.status_code == 201, answer.text
    hired, facts = answer.json()["hired"], await facts_of(roster, person)
    line = (await roster.get("roster", "/v1/persons?unit=team-1")).json()["items"]

    assert "合格前不得上岗" in hired["duty_zh"]
    assert facts["person_registered"]["data"]["birth_on"] == "1999-01-01"
    assert facts["service_entered"]["data"]["probation_months"] == 6
    assert facts["contract_signed"]["data"]["last_day"] == "2029-12-31"
    assert facts["applicant_hired"]["data"]["training_demanded"] == "岗前培训"
    assert {"unit_assigned", "duty_post_assigned", "education_recorded"} <= set(facts)
    assert [one["person_id"] for one in line] == [person]


async def test_no_hire_while_it_is_public_or_an_objection_is_open(roster):
    await quota(roster, 2)
    shown = await published(roster)
    (person,) = shown.people
    days_later(roster, 6)  # r0 demands seven days, both ends counted.
    early = await hire(roster, shown.batch, person)
    assert code(early) == (409, "publicity_running")
    assert day() in early.json()["detail"]
    days_later(roster)
    before = await hire(roster, shown.batch, person, effective_on=str(TODAY))
    assert code(before) == (422, "conditions_not_met") or before.json()["code"] == (
        "hired_before_publicity_over"
    )
    at = f"/{shown.batch}/applications/{person}/objections"
    raised = await send(roster, at, {"statement": "学历存疑", "basis": "来信"})
    assert raised.status_code == 201, raised.text
    assert code(await hire(roster, shown.batch, person)) == (409, "objection_open")
    answer = {"upheld": False, "basis": "核查报告", "reason": "学信网核实无误"}
    await send(roster, f"{at}/{raised.json()['events'][0]}/answer", answer)

    assert (await hire(roster, shown.batch, person)).status_code == 201


async def test_whoever_recorded_a_result_does_not_hire_and_hr_has_no_leave(roster):
    await quota(roster, 2)
    shown = await published(roster)
    (person,) = shown.people
    assert code(await hire(roster, shown.batch, person, role="hr"))[0] == 403
    assert code(await hire(roster, shown.batch, person, person=person)) == (403, "must_withdraw")
    as_subject(roster, "test:hr", "approver")  # The same person with another hat.
    assert code(await hire(roster, shown.batch, person)) == (403, "recorder_cannot_hire")


async def test_a_relative_neither_ranks_nor_hires(roster):
    await quota(roster, 2)
    relative = await roster.register("亲属")
    batch = await opened(roster)
    person = await signed_up(roster, batch, relatives=[relative])
    own = await give(roster, batch, passed(person), person=relative)
    assert {error["code"] for error in own.json()["errors"]} == {"must_withdraw"}
    await select(roster, batch, [person])
    days_later(roster)
    ranked = await send(roster, f"/{batch}/ranking", {"basis": "x"}, person=relative)
    assert code(ranked) == (403, "must_withdraw")
    assert code(await hire(roster, batch, person, person=relative)) == (403, "must_withdraw")


async def test_a_result_corrected_after_publication_lets_nobody_be_passed_over(roster):
    await quota(roster, 3)
    shown = await published(roster, people=2)  # One place: the first is published.
    first, second = shown.people
    seen = (await roster.get("roster", f"/v1/recruitments/{shown.batch}/ranking")).json()
    assert [line["person_id"] for line in seen["lines"]] == [first, second]
    wrong = next(line for line in seen["lines"] if line["person_id"] == second)["results"][0]
    fixed = row(second, "exam", part="written", score=9900) | {
        "basis": "复核函",
        "reason": "漏加分",
    }
    fixed.pop("person_id")
    at = f"/{shown.batch}/applications/{second}/results/{wrong}/correction"
    assert (await send(roster, at, fixed)).status_code == 201

    assert code(await hire(roster, shown.batch, first)) == (409, "ranking_outdated")
    assert code(await hire(roster, shown.batch, second)) == (409, "not_published")
    assert code(await paper(roster, shown.batch, "publicity")) == (409, "ranking_outdated")
    assert (await paper(roster, shown.batch, "ranking")).status_code == 201


async def test_who_steps_back_after_publication_makes_room_for_the_next(roster):
    await quota(roster, 3)
    shown = await published(roster, people=2)
    first, second = shown.people
    at = f"/{shown.batch}/applications/{first}/withdrawal"
    assert (await send(roster, at, {"basis": "本人申请", "reason": "x"})).status_code == 201
    assert code(await hire(roster, shown.batch, first)) == (409, "application_withdrawn")
    assert (await paper(roster, shown.batch, "ranking")).status_code == 201
    again = await paper(roster, shown.batch, "publicity")
    assert [one["person"] for one in again.json()["proposed"]] == [second]
    assert code(await hire(roster, shown.batch, second)) == (409, "publicity_running")
    days_later(roster, 14)
    assert (await hire(roster, shown.batch, second, effective_on=day(14))).status_code == 201


async def test_a_contract_says_no_more_than_the_law_allows(roster):
    await quota(roster, 2)
    shown = await published(roster)
    (person,) = shown.people
    short = {"kind": "fixed", "last_day": day(200), "probation_months": 2}
    for contract, why, at in (
        (short, "probation_too_long", "/contract/probation_months"),
        (None, "contract_required", "/contract"),
        ({"kind": "fixed"}, "fixed_contract_without_last_day", "/contract/last_day"),
    ):
        no = await hire(roster, shown.batch, person, contract=contract)
        assert code(no) == (422, why)
        assert no.json()["errors"][0]["pointer"] == at
