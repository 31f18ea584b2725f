"""Policies over HTTP: what is in force by either clock, one to the byte, and line differences."""

from tests.gateway.publication.conftest import press  # noqa: F401  the fixture
from tests.gateway.publication.texts import case, raised

NIGHT = "nights: {per_night: %s, source: choice}"


async def test_in_force_by_both_clocks_one_text_and_the_lines_that_differ(press):  # noqa: F811
    before = (
        await press.get("policies?as_of=2024-03-01", role="officer"),
        await press.get("policies"),
    )
    await press.published(raised(), case("70"))
    (event,) = await press.gateway.apps["gateway"].state.store.read_stream("policies")
    at = event.recorded_at.isoformat().replace("+00:00", "Z")
    old, new = await press.get("policies/auxiliary_pay")
    now = await press.get("policies?as_of=2024-03-01")
    early = await press.get("policies?as_of=2024-01-31")
    known = await press.get(f"policies?as_of=2024-03-01&known_at={at}")
    unknown = await press.get("policies?as_of=2024-03-01&known_at=2020-01-01T00:00:00Z")
    text = await press.get(f"policies/auxiliary_pay/versions/{new['text_sha256']}")
    pair = f"before={old['text_sha256']}&after={new['text_sha256']}"
    difference = await press.get(f"policies/auxiliary_pay/difference?{pair}")
    wrong = [
        await press.gateway.get("gateway", f"/v1/policies/{path}")
        for path in (
            "nothing",
            "pay/versions/" + "0" * 64,
            "pay/versions/x",
            "UP",
            "pay/difference",
        )
    ]

    def line(found):
        return next(one for one in found if one["policy"] == "auxiliary_pay")

    assert line(now) == line(known) == new
    assert line(early) == line(unknown) == line(before[0]) == old
    assert (new["known_from"], new["draft_id"] is not None) == (at, True)
    assert {one["policy"]: one["layer"] for one in now}["income_tax"] == "law"
    assert (text["text"], text["cases"]) == (raised(), case("70"))
    assert [one["zh"] for one in difference["lines"]] == [
        "第 5 行: effective_from: 2010-01-01 改为 effective_from: 2024-02-01",
        f"第 16 行: {NIGHT % 30} 改为 {NIGHT % 35}",
    ]
    assert [answer.status_code for answer in wrong] == [404, 404, 422, 422, 422]
