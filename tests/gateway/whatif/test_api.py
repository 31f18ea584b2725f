"""What-if over HTTP: winners, losers, cost, reasons; and nothing is left behind."""

from tests.gateway.whatif.desk import MONTHS, RAISE, draft


def cells(answer: dict) -> dict[tuple[str, str], int]:
    return {
        (cell["unit"], cell["month"]): cell["difference_fen"]
        for cell in answer["cost"]
        if cell["difference_fen"]
    }


def adds_up(answer: dict) -> bool:
    """Lines to nets, persons to the sum, cells to the cost."""
    lines = all(
        sum(change["net_fen"] for month in one["months"] for change in month["changes"])
        == one["difference_fen"]
        for one in answer["most_changed"]
    )
    persons = sum(one["difference_fen"] for one in answer["most_changed"])
    cost = sum(cell["difference_fen"] for cell in answer["cost"])
    return (
        lines
        and persons == answer["difference_persons_fen"]
        and cost == answer["difference_cost_fen"]
    )


async def test_a_raised_level_allowance_names_winners_cost_and_the_rule_and_leaves_no_trace(desk):
    zhao = await desk.auxiliary("赵一", "u1")
    qian = await desk.auxiliary("钱二", "u2")
    await desk.auxiliary("孙三", "u2", level=6)
    await desk.officer("李四", "u1")
    await desk.gateway.catch_up()
    before = await desk.tables()
    answer = await desk.ask(**MONTHS, policies=[RAISE])

    assert (answer["people"], answer["winners"], answer["losers"]) == (4, 2, 0)
    assert {one["person_id"] for one in answer["most_changed"]} == {zhao, qian}
    assert cells(answer) == {
        ("单位u1", "2024-02"): 10_000,
        ("单位u1", "2024-03"): 10_000,
        ("单位u2", "2024-02"): 10_000,
        ("单位u2", "2024-03"): 10_000,
    }
    assert adds_up(answer)
    assert answer["rules"] == [
        {"path": "auxiliary_pay.effective_from", "before": "2010-01-01", "after": "2024-02-01"},
        {"path": "auxiliary_pay.level_wage.monthly.5", "before": 750, "after": 850},
    ]
    reason = answer["most_changed"][0]["reasons"][0]
    assert reason["ground"] == "policy"
    assert reason["policy"] == "auxiliary_pay@r0/2024-02-01"
    assert await desk.tables() == before


async def test_a_supposed_sanction_makes_a_loser_and_is_told_as_supposed(desk):
    li, wang = await desk.officer("李四", "u1"), await desk.officer("王五", "u1")
    fact = {
        "person_id": li,
        "kind": "sanction_imposed",
        "effective_on": "2024-03-10",
        "data": {"kind": "警告"},
    }
    answer = await desk.ask(kind="police_rank", as_of="2024-06-01", facts=[fact])

    assert (answer["winners"], answer["losers"], answer["unchanged"]) == (0, 1, 1)
    (one,) = answer["most_changed"]
    assert (one["person_id"], one["before_outcome"], one["after_outcome"]) == (
        li,
        "PROMOTE",
        "BLOCKED",
    )
    assert one["reasons"][0]["ground"] == "supposed_fact"
    assert one["reasons"][0]["zh"].startswith("假设的事实 (未在案): ")
    assert answer["difference_persons_fen"] == one["difference_fen"] < 0
    for person in (li, wang):
        found = await desk.gateway.ask(person, "2024-06-01")
        assert found["decision"]["outcome"] == "PROMOTE"


async def test_a_stricter_quota_takes_a_place_away_and_names_the_rule(desk):
    person = await desk.auxiliary("周六", "u1", level=4)
    stated = {"headcount_quota": 10, "held_levels_1_to_3": 2}
    await desk.gateway.record("roster", person, "level_quota_stated", "2026-01-10", **stated)
    stricter = draft(
        "auxiliary_level",
        "levels_1_to_3: {percent: 30",
        "levels_1_to_3: {percent: 20",
        on="2026-01-01",
    )
    answer = await desk.ask(kind="auxiliary_level", as_of="2027-01-15", policies=[stricter])

    assert answer["losers"] == 1
    (one,) = answer["most_changed"]
    assert (one["person_id"], one["after_outcome"]) == (person, "BLOCKED")
    assert "policy" in {reason["ground"] for reason in one["reasons"]}
    assert "finding" in {reason["ground"] for reason in one["reasons"]}
    assert [rule["path"] for rule in answer["rules"]][1:] == [
        "auxiliary_level.quotas.levels_1_to_3.percent"
    ]


async def test_two_instants_are_compared_and_the_fact_between_them_is_named(desk):
    person = await desk.auxiliary("赵一", "u1")
    first = await desk.ask(**MONTHS)
    late = await desk.gateway.record(
        "roster", person, "auxiliary_level_awarded", "2023-12-10", level=4
    )
    answer = await desk.ask(**MONTHS, before_known_at=first["known_at"])
    empty = await desk.ask(**MONTHS)

    assert first["difference_cost_fen"] == empty["difference_cost_fen"] == 0
    assert answer["difference_cost_fen"] == 3 * 25_000
    assert adds_up(answer)
    assert late["events"][0] in {
        reason["event_id"] for reason in answer["most_changed"][0]["reasons"]
    }


async def test_only_hr_and_finance_ask_and_one_at_a_time(desk):
    for role in ("officer", "unit_leader", "approver", "auditor"):
        await desk.ask(403, role, **MONTHS)
    await desk.ask(200, "finance", **MONTHS)
    lock = desk.gateway.apps["gateway"].state.what_if
    async with lock:
        busy = await desk.ask(429, **MONTHS)
    assert busy["code"] == "what_if_busy"
