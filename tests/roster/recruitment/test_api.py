"""Batches: opened within the quota, closed, cancelled, concluded, listed."""

from uuid import uuid4

from tests.roster.organisation.bureau_of import code
from tests.roster.recruitment.steps import (
    ROOT,
    TODAY,
    open_batch,
    opened,
    paper,
    post,
    quota,
    send,
)

BODY = {"title": "春季招录", "last_day": str(TODAY), "posts": [post()], "basis": "招录方案"}
WRONG = [
    ({"posts": []}, "/posts"),
    ({"posts": [post(places=0)]}, "/posts/0/places"),
    ({"posts": [post(category="elf")]}, "/posts/0/category"),
    ({"posts": [post(post_no="a")]}, "/posts/0/post_no"),
    ({"posts": [post(), post()]}, "/posts/1/post_no"),
    ({"posts": [post(duty_post=None)]}, "/posts/0/duty_post"),
    ({"last_day": "2020-01-01"}, "/last_day"),
    ({"last_day": "soon"}, "/last_day"),
    ({"title": "\u202e"}, "/title"),
]


async def test_what_is_wrong_is_named(roster):
    for more, pointer in WRONG:
        no = await send(roster, "", BODY | more)
        assert (no.status_code, no.json()["errors"][0]["pointer"]) == (422, pointer), no.text


async def test_a_batch_goes_its_way_and_says_so(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    view = await roster.get("roster", f"{ROOT}/{batch}")
    assert (view.json()["stage"], view.json()["stage_zh"]) == ("open", "报名中")
    assert code(await paper(roster, batch, "ranking")) == (409, "wrong_stage")
    stale = await send(roster, f"/{batch}/closing", {"basis": "x"}, headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    headers = {"If-Match": view.headers["ETag"]}
    done = await send(roster, f"/{batch}/closing", {"basis": "x"}, headers=headers)
    assert (done.status_code, done.headers["ETag"]) == (201, '"2"')
    assert (await paper(roster, batch, "conclusion")).status_code == 201
    over = await paper(roster, batch, "cancellation", reason="x")
    assert code(over) == (409, "wrong_stage")
    assert code(await paper(roster, str(uuid4()), "closing")) == (404, "batch_not_found")
    assert (await roster.get("roster", f"{ROOT}/{uuid4()}")).status_code == 404


async def test_batches_come_a_page_at_a_time_newest_first(roster):
    await quota(roster, 9)
    made = [await opened(roster) for _ in range(3)]
    first = (await roster.get("roster", f"{ROOT}?limit=2")).json()
    rest = (await roster.get("roster", f"{ROOT}?limit=2&cursor={first['next']}")).json()
    assert [one["batch_id"] for one in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None
    closed = (await roster.get("roster", f"{ROOT}?stage=closed")).json()
    assert closed["items"] == []


async def test_only_hr_opens_and_others_read_what_they_may(roster):
    await quota(roster, 5)
    for role in ("approver", "unit_leader", "finance", "auditor", "officer", "auxiliary"):
        assert (await open_batch(roster, role=role)).status_code in {403, 422}
    readers = {
        role: (await roster.get("roster", ROOT, role=role)).status_code
        for role in ("hr", "approver", "auditor", "finance", "unit_leader", "officer")
    }
    assert [role for role, status in readers.items() if status == 200] == [
        "hr",
        "approver",
        "auditor",
    ]
