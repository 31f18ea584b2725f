"""Asking, recording and listing decisions over HTTP: the slice from a fact to its consequence."""

from uuid import uuid4

from services.kernel.web.declared_routes import undeclared_routes


async def test_a_late_sanction_turns_a_due_promotion_into_a_block_naming_event_and_clause(gateway):
    person = await gateway.officer()
    before = await gateway.ask(person, "2024-06-01")
    imposed = await gateway.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
    await gateway.catch_up()
    after = await gateway.ask(person, "2024-06-01")

    assert before["decision"]["outcome"] == "PROMOTE"
    assert after["decision"]["outcome"] == "BLOCKED"
    assert after["decision"]["blocked_until"] == "2024-09-09"
    assert imposed["events"][0] in after["zh"][0]
    assert "政务处分法" in after["zh"][0]


async def test_known_at_the_earlier_instant_the_earlier_answer_is_given_again(gateway):
    person = await gateway.officer()
    before = await gateway.ask(person, "2024-06-01")
    then = before["decision"]["known_at"]
    await gateway.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
    await gateway.catch_up()
    again = await gateway.get(
        "gateway",
        f"/v1/persons/{person}/decisions/police_rank?as_of=2024-06-01&known_at={then}",
    )

    assert again.json()["decision_sha256"] == before["decision_sha256"]


async def test_facts_of_three_rooms_meet_in_one_decision(gateway):
    person = await gateway.officer("一级警司", "2020-06-01")
    blocked = await gateway.ask(person, "2024-06-01")
    await gateway.record("training", person, "course_passed", "2024-05-20", course="晋督训练")
    await gateway.catch_up()
    promoted = await gateway.ask(person, "2024-06-01")
    await gateway.record(
        "assessment", person, "annual_grade_decided", "2024-02-20", year=2023, grade="不称职"
    )
    await gateway.catch_up()
    failed = await gateway.ask(person, "2024-06-01")

    assert [a["decision"]["outcome"] for a in (blocked, promoted, failed)] == [
        "BLOCKED",
        "PROMOTE",
        "BLOCKED",
    ]
    assert {room["room"] for room in failed["decision"]["evidence"]} == {
        "roster",
        "assessment",
        "training",
    }


async def test_an_answer_waits_for_the_fact_it_is_to_know(gateway):
    person = await gateway.officer()
    imposed = await gateway.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
    event = imposed["events"][0]
    path = f"/v1/persons/{person}/decisions/police_rank?as_of=2024-06-01&after={event}"
    early = await gateway.get("gateway", path)
    recorded_early = await gateway.send("POST", "gateway", path, body={})
    await gateway.catch_up()
    late = await gateway.get("gateway", path)
    recorded_late = await gateway.send("POST", "gateway", path, body={})

    assert (early.status_code, early.json()["code"]) == (409, "not_yet_known")
    assert "retry-after" in early.headers
    assert late.status_code == 200
    assert (recorded_early.status_code, recorded_early.json()["code"]) == (409, "not_yet_known")
    assert recorded_late.json()["outcome"] == late.json()["decision"]["outcome"] == "BLOCKED"


async def test_a_recorded_decision_is_listed_and_a_repeat_adds_nothing(gateway):
    person = await gateway.officer()
    path = f"/v1/persons/{person}/decisions/police_rank?as_of=2024-06-01"
    key = str(uuid4())
    first = await gateway.send("POST", "gateway", path, body={}, key=key)
    again = await gateway.send("POST", "gateway", path, body={}, key=key)
    listed = (await gateway.get("gateway", f"/v1/persons/{person}/decisions")).json()

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert [(line["outcome"], line["as_of"]) for line in listed] == [("PROMOTE", "2024-06-01")]


async def test_refusals(gateway):
    person = await gateway.officer()
    table = [
        (f"/v1/persons/{person}/decisions/horoscope", "hr", 422, "unknown_decision_kind"),
        (f"/v1/persons/{uuid4()}/decisions/police_rank", "hr", 404, "not_found"),
        (f"/v1/persons/{person}/decisions/police_rank?as_of=2024-02-30", "hr", 422, None),
        (f"/v1/persons/{person}/decisions/police_rank?as_of=1950-01-01", "hr", 422, None),
        (f"/v1/persons/{person}/decisions/police_rank", "trainer", 403, "not_permitted"),
    ]
    for path, role, status, code in table:
        answer = await gateway.get("gateway", path, role=role)
        assert answer.status_code == status, (path, answer.text)
        assert code in (None, answer.json()["code"])


async def test_a_person_may_ask_about_himself_and_nobody_else(gateway):
    me, other = await gateway.officer(), await gateway.officer()
    path = "/v1/persons/{}/decisions/police_rank?as_of=2024-06-01"
    own = await gateway.get("gateway", path.format(me), role="officer", person=me)
    others = await gateway.get("gateway", path.format(other), role="officer", person=me)

    assert (own.status_code, others.status_code) == (200, 404)


async def test_every_route_declares_what_it_needs(gateway):
    for app in gateway.apps.values():
        assert undeclared_routes(app) == []
