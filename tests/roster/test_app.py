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
