"""A file shows sealed fields by role; whoever sees one in full is in the access log first."""

from services.kernel.protect.events import SensitiveRead
from tests.roster.organisation.bureau_of import made, serving
from tests.roster.protection.people import (
    DETAIL,
    NUMBER,
    PHONE,
    facts_of,
    identified,
    registered,
    tell,
)


async def test_each_role_sees_its_part_of_the_number_and_the_phone(roster):
    person = await identified(roster)
    seen = {}
    for role, who in (("officer", person), ("hr", None), ("auditor", None), ("finance", None)):
        facts = await facts_of(roster, person, role=role, person=who)
        seen[role] = [facts[slug].get("data") for slug in ("identity_recorded", "contact_recorded")]

    masked = "999***********1234"
    clear = {"birth_on": "1990-03-07", "sex": "male"}
    assert seen["officer"] == [
        clear | {"id_number": masked},
        {"phone": PHONE, "address": "某市某路一号"},
    ]
    assert seen["hr"][1]["phone"] == PHONE
    assert seen["auditor"] == [
        clear | {"id_number": masked},
        {"phone": "138****0000", "address": "******"},
    ]
    assert seen["finance"] == [clear, {}]


async def test_health_is_the_persons_own_and_the_conclusion_for_who_leads(roster):
    person = await identified(roster)
    own = await facts_of(roster, person, role="officer", person=person)
    hr = await facts_of(roster, person)

    assert own["health_check_recorded"]["data"] == {"conclusion": "fit", "detail": DETAIL}
    assert hr["health_check_recorded"]["data"] == {"conclusion": "fit"}
    assert hr["health_check_recorded"]["protection"] == {"detail": "hidden"}
    assert "health_check_recorded" not in await facts_of(roster, person, role="finance")


async def test_a_hat_counts_only_where_it_reaches_by_itself(roster):
    """Finance reaches everybody, the leader's hat only the own unit: not this person."""
    person = await identified(roster)
    token = roster.token
    roster.token = lambda _role, _person=None: _two_hats(roster)
    both = await facts_of(roster, person)
    roster.token = token

    assert both["contact_recorded"]["protection"] == {"phone": "hidden", "address": "hidden"}


async def test_a_leader_sees_the_telephones_of_the_own_unit_and_is_written_down(roster):
    await made(roster)
    person, leader = await identified(roster), await serving(roster, "李四", "team-1")
    await roster.record("roster", person, "service_entered", "2020-01-01", category="officer")
    await roster.record("roster", person, "unit_assigned", "2020-01-01", unit_id="team-1")
    await roster.record(
        "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id="team-1", role="leader"
    )
    facts = await facts_of(roster, person, role="unit_leader", person=leader)

    assert facts["contact_recorded"]["data"] == {"phone": PHONE}
    assert facts["identity_recorded"]["protection"] == {"id_number": "hidden"}
    (read,) = await roster.apps["roster"].state.protection.log.of_person(person)
    assert read.actor == "test:unit_leader"
    assert '"fields":["health_check_recorded.conclusion","phone"]' in read.data


def _two_hats(roster):
    from services.cli.issuer import dev_issuer

    issuer = dev_issuer(roster.settings)
    return issuer.mint("test:both", ("finance", "unit_leader"), person_id=NOBODY)


NOBODY = "01a20f9d-365a-7051-a117-0dcbbf8f4d41"


async def test_what_another_sees_in_full_is_written_down_first_and_ones_own_is_not(roster):
    person = await identified(roster)
    log = roster.apps["roster"].state.protection.log
    await facts_of(roster, person, role="officer", person=person)
    await facts_of(roster, person, role="finance")
    assert await log.of_person(person) == []

    await facts_of(roster, person)
    (read,) = await log.of_person(person)
    assert (read.type, read.actor, read.subject) == (SensitiveRead.TYPE, "test:hr", person)
    assert '"fields":["address","health_check_recorded.conclusion","phone"]' in read.data
    assert PHONE not in read.data


async def test_without_the_keystore_what_is_sensitive_waits_and_the_rest_goes_on(roster):
    person = await identified(roster)
    state = roster.apps["roster"].state
    await state.vault.close()  # The database goes away; keys held for a minute go with it.
    state.vault._cache.clear()

    sensitive = await tell(roster, person, "contact_recorded", "2011-01-01", phone=PHONE)
    assert (sensitive.status_code, sensitive.json()["code"]) == (503, "keystore_unavailable")
    facts = await facts_of(roster, person)
    assert facts["person_registered"]["data"]["name"] == "张三"
    assert facts["contact_recorded"]["data"] == {}
    assert set(facts["contact_recorded"]["protection"].values()) == {"unavailable"}
    health = facts["health_check_recorded"]  # Its conclusion stands in clear, but is restricted.
    told = {"conclusion": "unavailable", "detail": "unavailable"}
    assert (health["data"], health["protection"]) == ({}, told)
    own = await facts_of(roster, person, role="officer", person=person)
    assert own["health_check_recorded"]["data"] == {"conclusion": "fit"}
    later = await roster.get("roster", f"/v1/persons/{person}/file")
    assert "ETag" not in later.headers  # Or the keystore's return would go unseen.
    assert (await tell(roster, person, "service_entered", category="officer")).status_code == 201


async def test_a_correction_is_sealed_anew_and_both_readings_stay(roster):
    person = await identified(roster)
    facts = await facts_of(roster, person)
    event_id = facts["contact_recorded"]["event_id"]
    answer = await roster.send(
        "POST",
        "roster",
        f"/v1/persons/{person}/facts/contact_recorded/{event_id}/correction",
        body={
            "effective_on": "2010-01-01",
            "basis": "x",
            "reason": "号码有误",
            "data": {"phone": "13900000000"},
        },
    )
    assert answer.status_code == 201, answer.text
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()["facts"]
    phones = [
        (f["data"]["phone"], f["standing"])
        for f in file
        if f["type"].endswith("contact_recorded.v1")
    ]
    assert phones == [(PHONE, False), ("13900000000", True)]


async def test_the_log_holds_no_plaintext_and_the_digest_is_keyed(roster):
    person = await identified(roster)
    pool = roster.apps["roster"].state.pool
    text = "\n".join(
        row["line"] for row in await pool.fetch("select row_to_json(e)::text as line from events e")
    )
    assert person in text
    assert not [secret for secret in (NUMBER, PHONE, DETAIL, "某路") if secret in text]

    from services.kernel.web.origin import digest_of

    body = b'{"x":1}'
    path = f"/v1/persons/{person}/facts/identity_recorded"
    keyed = roster.apps["roster"].state.parts.digest_key
    assert digest_of("POST", path, body, keyed(path)) != digest_of("POST", path, body)
    assert keyed(f"/v1/persons/{person}/facts/service_left") is None


async def test_a_sanction_read_by_another_is_written_down_though_it_stands_in_clear(roster):
    person = await registered(roster)
    await roster.record("roster", person, "sanction_imposed", "2024-01-01", kind="记过")
    log = roster.apps["roster"].state.protection.log
    await facts_of(roster, person, role="officer", person=person)
    await facts_of(roster, person, role="finance")  # Is not shown it.
    assert await log.of_person(person) == []

    assert "sanction_imposed" in await facts_of(roster, person)
    (read,) = await log.of_person(person)
    assert '"fields":["sanction_imposed.kind"]' in read.data


async def test_a_bar_to_dismissal_is_nothing_for_finance(roster):
    person = await registered(roster, sex="female")
    await roster.record("roster", person, "dismissal_bar_began", "2024-01-01", bar="孕期产期哺乳期")

    assert "dismissal_bar_began" in await facts_of(roster, person)
    assert "dismissal_bar_began" not in await facts_of(roster, person, role="finance")


async def test_an_open_case_is_for_hr_and_for_the_person_once_it_is_closed(roster):
    await made(roster)
    person, leader = (
        await serving(roster, "张三", "team-1"),
        await serving(roster, "李四", "team-1"),
    )
    await roster.record(
        "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id="team-1", role="leader"
    )
    await roster.record("roster", person, "case_opened", "2024-01-01", case_no="A1")
    own = {"role": "officer", "person": person}
    leads = {"role": "unit_leader", "person": leader}

    async def sees(**asked) -> bool:
        return "case_opened" in await facts_of(roster, person, **asked)

    assert [await sees(**asked) for asked in ({}, own, leads)] == [True, False, False]
    await roster.record(
        "roster", person, "case_closed", "2024-02-01", case_no="A1", result="不予处分"
    )
    assert [await sees(**asked) for asked in ({}, own, leads)] == [True, True, False]
    body = {"effective_on": "2024-03-01", "basis": "x", "data": {"case_no": "A2"}}
    path = f"/v1/persons/{person}/facts/case_opened"
    assert (await roster.send("POST", "roster", path, body=body, **leads)).status_code == 403
