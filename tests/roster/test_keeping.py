"""An append keeps read models and asks both guards; what one of them refuses leaves no row."""

from uuid import uuid4


async def test_what_a_guard_refuses_leaves_neither_event_nor_row(roster):
    data = {"name": "张三", "sex": "male", "category": "officer", "police_number": "012345"}
    body = {"effective_on": "2010-01-01", "basis": "test", "data": data}
    for _ in range(2):
        path = f"/v1/persons/{uuid4()}/facts/person_registered"
        await roster.send("POST", "roster", path, body=body)

    pool = roster.apps["roster"].state.pool
    counts = [
        await pool.fetchval(f"select count(*) from {table}") for table in ("events", "person_cards")
    ]
    assert counts == [1, 1]
