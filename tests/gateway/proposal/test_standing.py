"""A proposal goes no step further once the answer it rests on is another one."""

from tests.gateway.on_file import POLICIES
from tests.gateway.publication.desk import Desk

APPROVAL = (POLICIES / "bureaus/r0/approval/2020-01-01.yaml").read_text(encoding="utf-8")
UNPUBLISHED = APPROVAL.replace("2020-01-01", "2024-01-01").replace(
    "publicity_days: {value: 5", "publicity_days: {value: 0"
)


def _refused(answers):
    return [(answer.status_code, answer.json()["code"]) for answer in answers]


async def test_an_answer_that_a_late_fact_changed_is_not_proposed_and_the_fact_is_named(steps):
    person = await steps.gateway.officer()
    decision = await steps.recorded(person)
    sanction = await steps.warned(person)
    answer = await steps.propose(person, decision)

    assert _refused([answer]) == [(409, "answer_changed")]
    assert sanction in answer.json()["detail"]
    assert "BLOCKED" in answer.json()["detail"]


async def test_it_is_neither_approved_nor_published_nor_ordered_after_that(steps):
    await Desk(steps.gateway).published(UNPUBLISHED)  # No days of publicity: orders at once.
    people = [await steps.gateway.officer() for _ in range(3)]
    made = [await steps.recorded(person) for person in people]
    for person, decision in zip(people, made, strict=True):
        assert (await steps.propose(person, decision)).status_code == 201
    await steps.approve(made[1])
    await steps.approve(made[2])
    assert (await steps.post(f"/{made[2]}/publicity")).status_code == 201
    sanctions = [await steps.warned(person) for person in people]
    answers = [
        (await steps.approve(made[0]))[0],
        await steps.post(f"/{made[1]}/publicity"),
        await steps.post(f"/{made[2]}/order", {"order_no": "命令1号"}),
    ]
    shown = (await steps.gateway.get("gateway", f"/v1/proposals/{made[2]}")).json()["stale"]

    assert _refused(answers) == [(409, "answer_changed")] * 3
    assert all(s in a.json()["detail"] for s, a in zip(sanctions, answers, strict=True))
    assert shown["outcome"] == "BLOCKED"
    assert [fact["event_id"] for fact in shown["facts"]] == [sanctions[2]]


async def test_a_negative_answer_is_not_proposed(steps):
    person = await steps.gateway.officer()
    answer = await steps.propose(person, await steps.recorded(person, "2023-01-01"))
    paid = await steps.gateway.send(
        "POST", "gateway", f"/v1/persons/{person}/decisions/pay?as_of=2024-06-30", body={}
    )
    pay = await steps.propose(person, paid.json()["event_id"])

    assert _refused([answer, pay]) == [(422, "not_proposable")] * 2
    assert answer.json()["errors"][0]["pointer"] == "/decision"
