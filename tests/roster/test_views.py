"""The read models say what the log says, also after corrections, and when made anew."""

from services.roster import views

TABLES = tuple(views._TABLES)


async def _contents(pool) -> dict[str, list[tuple]]:
    return {
        table: sorted(map(tuple, await pool.fetch(f"select * from {table}")), key=repr)
        for table in TABLES
    }


async def test_a_corrected_name_replaces_the_wrong_one_in_the_list(roster):
    person = await roster.register("张叁")
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()
    event = file["facts"][0]["event_id"]

    answer = await roster.send(
        "POST",
        "roster",
        f"/v1/persons/{person}/facts/person_registered/{event}/correction",
        body={
            "effective_on": "2010-01-01",
            "basis": "户口簿",
            "reason": "姓名录入有误",
            "data": {"name": "张三", "sex": "male", "category": "officer"},
        },
    )
    assert answer.status_code == 201, answer.text
    listed = (await roster.get("roster", "/v1/persons")).json()["items"]

    assert [line["name"] for line in listed] == ["张三"]


async def test_a_revoked_assignment_is_gone_and_the_one_before_counts_again(roster):
    person = await roster.register()
    await roster.record("roster", person, "unit_assigned", "2020-01-01", unit_id="a")
    wrong = await roster.record("roster", person, "unit_assigned", "2021-01-01", unit_id="b")
    await roster.send(
        "POST",
        "roster",
        f"/v1/persons/{person}/facts/unit_assigned/{wrong['events'][0]}/revocation",
        body={"basis": "x", "reason": "人员有误"},
    )

    line = (await roster.get("roster", "/v1/persons")).json()["items"][0]

    assert line["unit_id"] == "a"


async def test_made_anew_from_the_log_they_come_out_equal(roster):
    people = [await roster.register(f"人{n}") for n in "甲乙丙"]
    for person in people:
        await roster.record("roster", person, "unit_assigned", "2020-01-01", unit_id="a")
    pool = roster.apps["roster"].state.pool
    before = await _contents(pool)
    async with pool.acquire() as connection, connection.transaction():
        for table in TABLES:
            await connection.execute(f"delete from {table}")
        await views.rewrite(connection, people)

    assert await _contents(pool) == before


def test_only_the_tables_that_a_kind_of_fact_feeds_are_written_again():
    assert views.tables_moved({"roster.unit_assigned.v1"}) == ["unit_assignments", "unit_leaders"]
    assert views.tables_moved({"roster.sanction_imposed.v1"}) == []
    assert views.tables_moved({"roster.fact_revoked.v1"}) == list(TABLES)
