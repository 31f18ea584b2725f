"""Two answers about one person over HTTP: pay adds up, a decision names the fact."""

from uuid import uuid4


async def test_pay_and_rank_before_and_after_a_late_fact(desk):
    officer, auxiliary = await desk.officer("李四", "u1"), await desk.auxiliary("赵一", "u1")
    then = (await desk.ask(first_month="2024-03", last_month="2024-03"))["known_at"]
    warned = await desk.gateway.record(
        "roster", officer, "sanction_imposed", "2024-03-10", kind="警告"
    )
    raised = await desk.gateway.record(
        "roster", auxiliary, "auxiliary_level_awarded", "2023-12-10", level=4
    )
    await desk.gateway.catch_up()

    async def ask(about: str, kind: str, as_of: str, **more: str):
        path = f"/v1/persons/{about}/decisions/{kind}/difference"
        return await desk.gateway.get(
            "gateway", f"{path}?as_of={as_of}&before_known_at={then}", **more
        )

    pay = (await ask(auxiliary, "pay", "2024-03-15", role="auxiliary", person=auxiliary)).json()
    rank = (await ask(officer, "police_rank", "2024-06-01")).json()
    missing = await ask(str(uuid4()), "pay", "2024-03-15")
    foreign = await ask(officer, "pay", "2024-03-15", role="auxiliary", person=auxiliary)

    changes = pay["months"][0]["changes"]
    assert pay["difference_fen"] == sum(one["net_fen"] for one in changes) > 0
    assert pay["reasons"][0]["event_id"] == raised["events"][0]
    assert (rank["before_outcome"], rank["after_outcome"]) == ("PROMOTE", "BLOCKED")
    assert rank["reasons"][0]["event_id"] == warned["events"][0]
    assert missing.status_code == 404
    assert foreign.status_code in (403, 404)
