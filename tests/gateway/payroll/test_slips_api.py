"""Slips of a run over HTTP: one mended or withheld, others to the byte; paged, summed, replayed."""


async def hashes(desk, run: str) -> dict[str, str]:
    items = (await desk.get(f"/{run}/slips")).json()["items"]
    return {line["person_id"]: line["slip_sha256"] for line in items}


async def test_one_slip_is_drawn_again_at_a_later_instant_and_the_others_stay_to_the_byte(desk):
    wrong, other = await desk.payee(), await desk.payee("李四")
    run = await desk.drawn()
    await desk.step(run, "proposal")
    await desk.approved(run)
    before = await hashes(desk, run)
    await desk.gateway.record(
        "roster", wrong, "pay_item_set", "2024-01-01", item="other", monthly_fen=10_000
    )
    await desk.gateway.catch_up()
    view = (await desk.post(f"/{run}/slips/{wrong}/redrawing", {"reason": "漏项"})).json()
    after = await hashes(desk, run)
    replays = [(await desk.get(f"/{run}/slips/{p}/replay")).json() for p in (wrong, other)]
    unknown = await desk.post(f"/{run}/slips/{run}/redrawing", {"reason": "漏项"})
    released_early = await desk.post(f"/{run}/release")

    assert (view["stage"], view["approvals"]) == ("drawn", 0)
    assert after[other] == before[other]
    assert after[wrong] != before[wrong]
    assert [one["equal"] for one in replays] == [True, True]
    assert unknown.status_code == 404
    assert (released_early.status_code, released_early.json()["code"]) == (409, "wrong_stage")
    lines = (await desk.slip(run, wrong))["slip"]["lines"]
    assert {line["item"]: line["amount_fen"] for line in lines}["fixed_other"] == 10_000


async def test_a_withheld_slip_pays_nothing_now_and_everything_with_the_next_run(desk):
    withheld, other = await desk.payee(), await desk.payee("李四")
    run = await desk.drawn()
    await desk.step(run, "proposal")
    await desk.approved(run)
    gross = (await desk.slip(run, withheld))["slip"]["gross_fen"]
    view = (await desk.post(f"/{run}/slips/{withheld}/withholding", {"reason": "核实"})).json()
    replay = (await desk.get(f"/{run}/slips/{withheld}/replay")).json()
    released = await desk.step(run, "release", "closing")
    following = await desk.closed("2024-02")

    assert (view["stage"], view["sums"]["held"]) == ("approved", 1)
    assert replay["equal"], replay
    assert {file["people"] for file in released["files"]} == {0, 1}
    paid = await desk.slip(following, withheld)
    assert paid["slip"]["gross_fen"] == 2 * gross
    assert (await desk.slip(following, other))["slip"]["gross_fen"] == gross
    assert any("此前暂缓" in line for line in paid["zh"])


async def test_slips_variance_and_totals_are_paged_and_add_up(desk):
    people = sorted([await desk.payee(name) for name in ("甲", "乙", "丙")])
    await desk.closed("2024-01")
    await desk.gateway.record(
        "roster", people[1], "pay_item_set", "2024-02-01", item="other", monthly_fen=10_000
    )
    run = await desk.drawn("2024-02")
    first = (await desk.get(f"/{run}/slips?limit=2")).json()
    rest = (await desk.get(f"/{run}/slips?limit=2&cursor={first['next']}")).json()
    stolen = await desk.get(f"/{run}/slips?open_only=true&cursor={first['next']}")
    changed = (await desk.get(f"/{run}/variance")).json()
    totals = (await desk.get(f"/{run}/totals")).json()
    view = (await desk.get(f"/{run}")).json()

    assert [line["person_id"] for line in (*first["items"], *rest["items"])] == people
    assert (rest["next"], stolen.status_code) == (None, 400)
    assert [item["person"] for item in changed["items"]] == [people[1]]
    (change,) = [c for c in changed["items"][0]["changes"] if c["part"] == "gross"]
    assert (change["item"], change["net_fen"], len(change["facts"])) == ("fixed_other", 10_000, 1)
    assert totals["by_part"]["net"] == view["sums"]["net_fen"]
    assert {entry["unit_name"] for entry in totals["entries"]} == {"单位u1"}


async def test_strangers_are_told_nothing(desk):
    person = await desk.payee()
    run = await desk.drawn()
    paths = (f"/{run}", f"/{run}/slips", f"/{run}/slips/{person}", f"/{run}/totals", "")
    for path in paths:
        for role in ("officer", "unit_leader", "trainer"):
            answer = await desk.get(path, role=role, person=person)
            assert answer.status_code in {403, 404}, (path, role, answer.text)
    nowhere = await desk.get(f"/{person}/slips")
    assert nowhere.status_code == 404
