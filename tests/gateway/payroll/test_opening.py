"""What cannot be opened is refused with the field named; what is opened is pinned."""

BODIES = (
    ({"month": "2099-01"}, "month_not_begun"),
    ({"month": "2024-01", "scope": "unit"}, "unit_and_scope"),
    ({"month": "2024-01", "unit_id": "u1"}, "unit_and_scope"),
    ({"month": "2024-01", "scope": "subtree", "unit_id": "nowhere"}, "unit_not_found"),
    ({"month": "2024-13"}, "validation_failed"),
    ({"month": "2024-01", "scope": "planet"}, "validation_failed"),
    ({"month": "2024-01", "known_at": "yesterday"}, "validation_failed"),
    ({"month": "2024-01", "extra": 1}, "validation_failed"),
)


async def test_what_cannot_be_opened_is_refused_with_the_field_named(desk):
    await desk.gateway.catch_up()
    for body, code in BODIES:
        answer = await desk.post("", body)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"], body
        assert code in (answer.json()["code"], "validation_failed"), answer.text
    stopped = desk.gateway.apps["gateway"].state.pool
    await stopped.execute("update followed set condition = 'loss' where room = 'roster'")
    refused = await desk.post("", {"month": "2024-01"})

    assert (refused.status_code, refused.json()["code"]) == (409, "facts_incomplete")


async def test_a_subtree_pays_its_people_only_by_what_was_known_then(desk):
    mine, other = await desk.payee(unit="u1"), await desk.payee("李四", unit="u2")
    run = await desk.opened(scope="subtree", unit_id="u1")
    late = await desk.payee("王五", unit="u1")
    await desk.gateway.catch_up()
    view = await desk.step(run, "drawing")
    people = {line["person_id"] for line in (await desk.get(f"/{run}/slips")).json()["items"]}

    assert people == {mine}
    assert view["sums"]["people"] == 1
    assert {other, late}.isdisjoint(people)
