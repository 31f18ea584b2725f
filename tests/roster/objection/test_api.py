"""Only about the own file, in the own words, which nobody finds in the log."""

from tests.roster.objection.steps import WRONG, answer, object_to, sanctioned
from tests.roster.protection.people import facts_of, registered


async def test_nobody_objects_for_another_and_nobody_answers_his_own(roster):
    person, other = await registered(roster), await registered(roster)
    entry = await sanctioned(roster, person)
    strange = await object_to(roster, person, entry, who=other)
    assert strange.status_code == 403
    objection = (await object_to(roster, person, entry)).json()["events"][0]
    own = await answer(roster, person, objection, person=person)
    assert (own.status_code, own.json()["code"]) == (403, "own_file")
    by_officer = await answer(roster, person, objection, role="officer", person=other)
    assert by_officer.status_code in {403, 404}


async def test_bad_words_are_named(roster):
    person = await registered(roster)
    for statement in ("", "x" * 1001):
        wrong = await object_to(roster, person, person, statement=statement)
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/statement")


async def test_the_statement_is_sealed_and_shown_to_whom_it_concerns(roster):
    person = await registered(roster)
    entry = await sanctioned(roster, person)
    await object_to(roster, person, entry)
    log = roster.apps["roster"].state.log
    text = "".join([event.data + event.basis async for page in log.pages() for event in page])
    mine = (await facts_of(roster, person, role="officer", person=person))["entry_objected"]

    assert WRONG not in text
    assert mine["data"] == {"entry": entry, "statement": WRONG}
    assert (await facts_of(roster, person))["entry_objected"]["data"]["statement"] == WRONG
    seen = await facts_of(roster, person, role="finance")
    assert "statement" not in seen["entry_objected"]["data"]


async def test_the_same_words_sent_again_are_one_objection(roster):
    person = await registered(roster)
    entry = await sanctioned(roster, person)
    key = {"key": "6f1d3f0e-95d6-4b6f-8a8b-0d2f7c1f5a11"}
    first, second = [await object_to(roster, person, entry, **key) for _ in range(2)]

    assert first.json()["events"] == second.json()["events"]


async def test_those_that_wait_come_a_page_at_a_time(roster):
    for _ in range(3):
        person = await registered(roster)
        entry = await sanctioned(roster, person)
        await object_to(roster, person, entry)
    first = (await roster.get("roster", "/v1/objections?limit=2")).json()
    rest = (await roster.get("roster", f"/v1/objections?limit=2&cursor={first['next']}")).json()

    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
