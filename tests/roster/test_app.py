"""Who may do what in the roster, as a table; a new route without a line here is seen."""

from services.kernel.web.declared_routes import permission_matrix


async def test_a_leader_records_sanctions_in_the_own_subtree_only(roster):
    rows = permission_matrix(roster.apps["roster"])
    sanction = next(
        r for r in rows if r["path"] == "/v1/persons/{person_id}/facts/sanction_imposed"
    )

    assert (sanction["unit_leader"], sanction["hr"], sanction["officer"]) == (
        "subtree",
        "bureau",
        "-",
    )


async def test_an_auditor_changes_nothing_and_reads_everything(roster):
    rows = permission_matrix(roster.apps["roster"])

    # Revealing changes nothing; it is a command because it is written down and counted.
    posts = [r for r in rows if r["method"] == "POST" and not r["path"].endswith("/reveal")]
    assert {r["auditor"] for r in posts} == {"-"}
    assert {r["auditor"] for r in rows if r["method"] == "GET"} <= {"bureau", "public"}


async def test_nobody_but_hr_and_finance_touches_pay(roster):
    rows = permission_matrix(roster.apps["roster"])
    # An empty form says nothing about anybody's pay.
    pay = [r for r in rows if "pay_item_set" in r["path"] and "template" not in r["path"]]

    assert len(pay) == 5

    for row in pay:
        may = {role for role, scope in row.items() if scope == "bureau" and role != "reach"}
        assert may <= {"hr", "finance"}


async def test_a_file_tells_its_doubts_with_the_numbers_of_the_bureau(roster):
    person = await roster.register(category="auxiliary_duty")
    await roster.record("roster", person, "rank_awarded", "2012-01-01", rank="constable_2")
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()["facts"]
    registered, rank = file

    (doubt,) = rank["doubts"]
    assert (doubt["code"], doubt["facts"]) == ("not_of_this_category", [registered["event_id"]])
    assert rank["contradicts"] == [registered["event_id"]]
    assert registered["contradicts"] == [rank["event_id"]]
    body = {
        "effective_on": "2012-01-01",
        "basis": "test",
        "data": {"kind": "fixed", "last_day": "2012-12-31", "probation_months": 6},
    }
    path = f"/v1/persons/{person}/facts/contract_signed"
    refused = await roster.send("POST", "roster", path, body=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "probation_too_long")


async def test_a_unit_that_says_two_things_of_one_day_tells_so(roster):
    for parent in ("a", "b"):
        body = {"effective_on": "2012-01-01", "basis": "test", "data": {"parent_id": parent}}
        path = "/v1/units/team-1/facts/unit_moved"
        assert (await roster.send("POST", "roster", path, body=body)).status_code == 201
    facts = (await roster.get("roster", "/v1/units/team-1/file")).json()["facts"]

    assert [one["doubts"][0]["code"] for one in facts] == ["said_differently"] * 2
