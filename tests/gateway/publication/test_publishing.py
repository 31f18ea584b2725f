"""What a publication does to decisions and pay, and two of them at the same moment."""

import asyncio

from tests.gateway.payroll.desk import MONTHS
from tests.gateway.payroll.desk import Desk as PayDesk
from tests.gateway.publication.texts import case, raised


async def auxiliary(gateway) -> str:
    """Two nights in each of four months."""
    person, since = await gateway.register("赵一", "auxiliary_duty"), "2022-12-10"
    account = {"bank": "建设银行", "account_no": "6217000012345678901"}
    for slug, day, data in (
        ("service_entered", "2019-12-10", {"category": "auxiliary_duty"}),
        ("unit_assigned", since, {"unit_id": "u1"}),
        ("auxiliary_level_awarded", since, {"level": 5}),
        ("duty_post_assigned", since, {"duty_post": "一线勤务"}),
        ("contribution_base_set", since, {"average_monthly_wage_fen": 520_000}),
        ("bank_account_set", since, account),
        *(("attendance_month_recorded", f"{m}-20", {"month": m, "nights": 2}) for m in MONTHS),
    ):
        await gateway.record("roster", person, slug, day, **data)
    return person


async def test_a_late_publication_is_settled_by_the_next_run_and_the_past_stays_as_it_was(press):
    gateway = press.gateway
    await gateway.units()
    desk = PayDesk(gateway)
    person = await auxiliary(gateway)
    for month in MONTHS[:2]:
        await desk.closed(month)
    drawn = await desk.drawn("2024-03")
    path = f"/v1/persons/{person}/decisions/pay?as_of=2024-02-29"
    recorded = (await gateway.send("POST", "gateway", path, body={})).json()
    asked = (await gateway.get("gateway", path)).json()
    await press.published(raised())
    then = asked["decision"]["known_at"]
    again = (await gateway.get("gateway", f"{path}&known_at={then}")).json()
    now = (await gateway.get("gateway", path)).json()
    kept = (await desk.slip(drawn, person))["slip"]
    redrawn = await desk.post(f"/{drawn}/slips/{person}/redrawing", {"reason": "核对"})
    mended = (await desk.slip(drawn, person))["slip"]
    await desk.post(f"/{drawn}/cancellation", {"reason": "按新标准"})
    third, fourth = await desk.closed("2024-03"), await desk.closed("2024-04")
    retro = [
        line
        for line in (await desk.slip(third, person))["slip"]["lines"]
        if "due_fen" in line and line["part"] == "gross"
    ]
    replays = [(await desk.get(f"/{run}/slips/{person}/replay")).json() for run in (third, fourth)]

    assert again["decision_sha256"] == asked["decision_sha256"]
    assert now["decision_sha256"] != asked["decision_sha256"]
    assert redrawn.status_code == 201, redrawn.text
    assert mended["lines"] == kept["lines"]  # A run is made by the rules it was opened with.
    assert [(x["month"], x["item"], x["amount_fen"]) for x in retro] == [
        ("2024-02", "night_shift", 1_000)
    ]
    (cause,) = retro[0]["causes"]
    assert (cause["why"], cause["policy"]["id"]) == ("policy", "auxiliary_pay@r0/2024-02-01")
    assert not await desk.differences(fourth, person)
    assert all(view["equal"] for view in replays)
    certificate = await gateway.get(
        "gateway", f"/v1/persons/{person}/decisions/recorded/{recorded['event_id']}/certificate"
    )
    assert certificate.status_code == 200, certificate.text


async def test_of_two_drafts_approved_at_one_moment_one_is_played_on_the_other(press):
    """Each is green by itself; the case of the first is red by the second."""
    views = [await press.drafted(raised("36"), case("72")), await press.drafted(raised("37"))]
    for view in views:
        await press.approve(view, "test:chief-1")
    answers = await asyncio.gather(*(press.approve(view, "test:chief-2") for view in views))
    store = press.gateway.apps["gateway"].state.store
    first, *others = await store.read_stream("policies")
    restating = await press.drafted(raised("38"), case("76"))
    for sub in ("test:chief-1", "test:chief-2"):
        await press.approve(restating, sub)
    versions = await press.get("policies/auxiliary_pay")
    last = (await store.read_stream("policies"))[-1]

    if "per_night: 36" in first.data:  # The other way round both may stand.
        assert [answer.status_code for answer in answers] == [201, 422], answers[1].text
        assert answers[1].json()["code"] == "case_red"
        assert others == []
        assert str(first.event_id) in last.data  # It names what it replaces.
    assert restating["restates"] == ["OWN-1"]
    assert versions[-2]["known_until"] == versions[-1]["known_from"]
    assert versions[-1]["known_until"] is None
