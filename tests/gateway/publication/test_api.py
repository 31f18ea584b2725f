"""A policy over HTTP from draft to publication: who may do what, and what is refused by name."""

from tests.gateway.publication.texts import case, raised
from tests.gateway.whatif.desk import MONTHS

PAY = "policies/auxiliary_pay"
CHIEF = "00000000-0000-4000-8000-0000000000c1"


async def test_two_who_wrote_none_of_it_publish_it_and_nothing_changes_it_again(press):
    first = await press.drafted(raised("33"))
    revised = await press.post(
        f"/{first['draft_id']}/revision", {"text": raised(), "cases": case("70")}, role="finance"
    )
    view = revised.json()
    old = await press.approve(first, "test:chief-1")
    by_author = await press.approve(view, "test:finance")
    one = (await press.approve(view, "test:chief-1", person=CHIEF)).json()
    again = await press.approve(view, "test:other", person=CHIEF)
    before = await press.get(PAY)
    two = (await press.approve(view, "test:chief-2")).json()
    late = await press.post(f"/{view['draft_id']}/withdrawal", {"reason": "太晚"})
    same = await press.post("", {"text": raised()})
    versions = await press.get(PAY)

    assert revised.status_code == 201, revised.text
    assert [c["after"] for c in view["changes"] if "nights" in c["path"]] == [35]
    assert [line["en"] for line in view["lines"]][-1].endswith(
        "becomes nights: {per_night: 35, source: choice}"
    )
    for answer, status, code in (
        (old, 409, "text_changed"),
        (by_author, 403, "author_cannot_approve"),
        (again, 409, "approved_already"),
        (late, 409, "wrong_stage"),
        (same, 422, "nothing_changes"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert view["restates"] == []
    assert (one["stage"], one["approvers"]) == ("submitted", ["test:chief-1"])
    assert (two["stage"], two["stage_zh"]) == ("published", "已发布")
    assert (len(before), len(versions)) == (1, 2)
    assert versions[1]["authors"] == ["test:hr", "test:finance"]
    assert versions[1]["approvers"] == ["test:chief-1", "test:chief-2"]
    assert two["changes"] == view["changes"]


async def test_a_red_case_blocks_by_name_and_mistakes_are_told_by_line(press):
    own = await press.post("", {"text": raised(), "cases": case("60")})
    shipped = await press.post("", {"text": raised(on="2024-01-01")})
    typo = await press.post("", {"text": raised().replace("nights", "nigths")})
    law = await press.post("", {"text": raised().replace("layer: bureau", "layer: law")})
    none = await press.get("policy-drafts")

    assert (own.status_code, own.json()["code"]) == (422, "case_red")
    assert own.json()["errors"][0]["pointer"] == "/cases"
    assert "OWN-1" in own.json()["errors"][0]["detail"]
    assert any("pay/reference.yaml" in one["detail"] for one in shipped.json()["errors"])
    assert shipped.json()["errors"][0]["pointer"] == "/text"
    assert "draft:" in typo.json()["errors"][0]["detail"]
    assert law.status_code == 422
    assert none["items"] == []


async def test_lists_roles_and_what_nobody_has(press):
    drafts = [await press.drafted(raised(str(n)), sub=f"test:hr-{n}") for n in (31, 32)]
    back = await press.post(f"/{drafts[0]['draft_id']}/return", {"reason": "再议"}, role="approver")
    gone = await press.post(f"/{drafts[0]['draft_id']}/withdrawal", {"reason": "不要了"})
    first = await press.get("policy-drafts?limit=1")
    rest = await press.get(f"policy-drafts?limit=1&cursor={first['next']}")
    open_ = await press.get("policy-drafts?stage=submitted", role="auditor")
    body = {"text": raised()}
    repeated = [await press.post("", body, key="same-key") for _ in range(2)]
    refused = [
        await press.post("", body, role="approver"),
        await press.post("", body, role="officer"),
        await press.approve(drafts[1], "test:hr-9", headers={"If-Match": '"7"'}),
        await press.post(
            f"/{drafts[1]['draft_id']}/approval", {"draft_sha256": "x"}, role="approver"
        ),
        await press.post("", {"text": ""}),
        await press.post("/00000000-0000-4000-8000-000000000001/withdrawal", {"reason": "没有"}),
    ]

    assert (back.json()["stage"], gone.json()["stage"]) == ("returned", "withdrawn")
    assert [one["draft_id"] for page in (first, rest) for one in page["items"]] == [
        draft["draft_id"] for draft in drafts[::-1]
    ]
    assert [one["draft_id"] for one in open_["items"]] == [drafts[1]["draft_id"]]
    assert repeated[0].json()["draft_id"] == repeated[1].json()["draft_id"]
    assert repeated[1].headers["idempotency-replayed"] == "true"
    assert [answer.status_code for answer in refused] == [403, 403, 412, 422, 422, 404]


async def test_a_draft_is_tried_on_the_history_by_its_id(press):
    from tests.gateway.whatif.desk import Desk

    await press.gateway.units()
    desk = Desk(press.gateway)
    person = await desk.auxiliary("赵一", "u1")
    await press.gateway.record(
        "roster", person, "attendance_month_recorded", "2024-02-20", month="2024-02", nights=2
    )
    view = await press.drafted(raised())
    tried = await desk.ask(**MONTHS, drafts=[view["draft_id"]])
    unknown = await desk.ask(422, **MONTHS, drafts=["00000000-0000-4000-8000-000000000001"])
    text = await desk.ask(**MONTHS, policies=[{"name": "x", "text": raised()}])

    assert (tried["winners"], tried["difference_cost_fen"]) == (1, 1_000)
    assert tried["most_changed"][0]["months"] == text["most_changed"][0]["months"]
    assert unknown["code"] == "policy_draft_not_found"
    assert unknown["errors"][0]["pointer"] == "/drafts/0"
