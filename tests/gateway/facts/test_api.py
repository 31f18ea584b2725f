"""What cannot be taken stops whom it is about, by name, over both carriers, until it is mended."""

import json
from contextlib import contextmanager

import msgspec
import pytest

from services.gateway.facts import store
from services.kernel import event as events
from tests.gateway.facts.carriers import OverHttp, OverKafka, Shared
from tests.kernel.stream.conftest import kafka_servers, topic  # noqa: F401  fixtures

REASON = {"reason": "原件核对无误"}


@pytest.fixture(
    params=["http", *(pytest.param(one, marks=pytest.mark.kafka) for one in ("kafka", "shared"))]
)
def carrier(request, gateway):
    if request.param == "http":
        return OverHttp(gateway)
    servers, name = (request.getfixturevalue(one) for one in ("kafka_servers", "topic"))
    return {"kafka": OverKafka, "shared": Shared}[request.param](gateway, servers, name)


@pytest.fixture
async def people(gateway):
    """Three officers of three facts each; every second fact of the second one can be doctored."""
    found = [await gateway.register() for _ in range(3)]
    for person in found:
        await gateway.record("roster", person, "rank_awarded", "2021-06-01", rank="二级警司")
    for person in found:
        await gateway.record("roster", person, "post_assigned", "2021-06-01", post_grade="科员")
    return found


async def outcomes(gateway, people) -> list[str]:
    told = []
    for person in people:
        answer = await gateway.get(
            "gateway", f"/v1/persons/{person}/decisions/police_rank?as_of=2024-06-01"
        )
        body = answer.json()
        told.append(body["decision"]["outcome"] if answer.status_code == 200 else body["code"])
    return told


async def stops(gateway) -> list[dict]:
    return (await gateway.get("gateway", "/v1/facts/stops")).json()


async def mend(gateway, stop: dict, how: str, role: str = "approver", **body):
    path = f"/v1/facts/stops/{stop['stop_id']}/{how}"
    return await gateway.send("POST", "gateway", path, role=role, body=REASON | body)


async def facts(carrier) -> list[tuple]:
    rows = await carrier.pool.fetch("select * from facts order by room, pos")
    return [tuple(row) for row in rows]


def of(documents, person: str, seq: int):
    wanted = (json.dumps(person).encode(), str(seq).encode())
    for document in documents:
        if (bytes(document["subject"]), bytes(document["subjectseq"])) == wanted:
            return document
    return None


def unreadable(person: str):
    def doctor(documents):
        if (found := of(documents, person, 2)) is not None:
            found["effectiveon"] = msgspec.Raw(b'"some day"')
        return documents

    return doctor


async def poisoned(carrier, person: str) -> dict:
    carrier.doctor = carrier.in_topic = unreadable(person)
    await carrier.follow()
    (stop,) = await stops(carrier.gateway)
    assert (stop["condition"], stop["subject"], stop["open"]) == ("malformed", person, True)
    assert await outcomes(carrier.gateway, [person]) == ["facts_incomplete"]
    return stop


async def test_poison_stops_its_subject_and_republished_it_is_in_its_place(
    gateway, carrier, people
):
    stop = await poisoned(carrier, people[1])
    early = await mend(gateway, stop, "republish")
    carrier.doctor = lambda documents: documents
    others = await outcomes(gateway, [people[0], people[2]])
    refused = await mend(gateway, stop, "republish", role="hr")
    mended = await mend(gateway, stop, "republish")
    again = await mend(gateway, stop, "republish")
    stored = await facts(carrier)
    await carrier.pool.execute("delete from facts")
    await carrier.pool.execute("delete from followed")
    await OverHttp(gateway).follow()

    assert (early.status_code, early.json()["code"]) == (409, "still_unreadable")
    assert others == ["PROMOTE", "PROMOTE"]
    assert refused.status_code == 403
    assert (mended.status_code, mended.json()["how"]) == (200, "republished")
    assert again.json() == mended.json()
    assert await outcomes(gateway, people) == ["PROMOTE"] * 3
    assert await facts(carrier) == stored


async def test_skipped_by_a_named_person_it_goes_on_and_every_answer_says_so(
    gateway, carrier, people
):
    stop = await poisoned(carrier, people[1])
    assert (await mend(gateway, stop, "skip", reason="")).status_code == 422
    assert (await mend(gateway, stop, "skip")).json()["mended_by"] == "test:approver"
    assert (await mend(gateway, stop, "skip")).status_code == 200
    other = await mend(gateway, stop, "skip", reason="不同的理由")
    await gateway.record("roster", people[1], "rank_awarded", "2021-06-02", rank="二级警司")
    await carrier.follow()
    body = await gateway.ask(people[1], "2024-07-01")

    assert (other.status_code, other.json()["code"]) == (409, "already_mended")
    assert body["decision"]["outcome"] == "PROMOTE"
    (left_out,) = body["skipped"]
    assert (left_out["mended_by"], left_out["reason"]) == ("test:approver", REASON["reason"])
    assert REASON["reason"] in body["en"][1]
    assert (await gateway.ask(people[0], "2024-06-01"))["skipped"] == []


async def test_a_false_record_beside_the_right_one_stops_its_subject_until_it_is_skipped(
    gateway, carrier, people
):
    def doubled(documents):
        if (found := of(documents, people[1], 2)) is not None:
            documents.append(found | {"actor": msgspec.Raw(b'"forger"')})
        return documents

    carrier.doctor = carrier.in_topic = doubled
    await carrier.follow()
    (stop,) = [one for one in await stops(gateway) if one["open"]]
    before = await outcomes(gateway, people)
    await mend(gateway, stop, "skip")

    assert (stop["condition"], stop["subject"]) == ("repetition", people[1])
    assert before == ["PROMOTE", "facts_incomplete", "PROMOTE"]
    assert await outcomes(gateway, people) == ["PROMOTE"] * 3


async def test_what_comes_out_of_order_is_put_in_order_and_noted(gateway, carrier, people):
    def turned(documents):
        return documents[::-1]

    carrier.doctor = carrier.in_topic = turned
    await carrier.follow()
    noted = await stops(gateway)

    assert {(stop["condition"], stop["how"]) for stop in noted} == {("reordering", "put_in_order")}
    assert {stop["subject"] for stop in noted} <= set(people)
    assert await outcomes(gateway, people) == ["PROMOTE"] * 3


@contextmanager
def older_build(monkeypatch):
    """One that knows no honours."""
    known = events.lean_decoder

    def older(wire_name: str):
        if wire_name.startswith("roster.honour_awarded"):
            raise events.UnknownType(wire_name)
        return known(wire_name)

    with monkeypatch.context() as patched:
        patched.setattr(events, "lean_decoder", older)
        patched.setattr("services.gateway.facts.unreadable.lean_decoder", older)
        yield


async def test_one_of_an_unknown_type_that_is_skipped_is_left_out_for_ever(
    gateway, people, monkeypatch
):
    await gateway.record("roster", people[1], "honour_awarded", "2022-01-01", kind="嘉奖")
    with older_build(monkeypatch):
        await OverHttp(gateway).follow()
        (stop,) = await stops(gateway)
        await mend(gateway, stop, "skip")
        assert await outcomes(gateway, people) == ["PROMOTE"] * 3
    body = await gateway.ask(people[1], "2024-06-01")

    assert [one["condition"] for one in body["skipped"]] == ["unknown_type"]
    pool = gateway.apps["gateway"].state.pool
    left = await store.facts_of(pool, people[1])
    assert [event.subject_seq for event in left] == [1, 2, 3]


async def test_an_unknown_type_stops_its_subject_until_the_build_knows_it(
    gateway, carrier, people, monkeypatch
):
    await gateway.record("roster", people[1], "honour_awarded", "2022-01-01", kind="嘉奖")
    with older_build(monkeypatch):
        await carrier.follow()
        (stop,) = await stops(gateway)
        before = await outcomes(gateway, people)

    assert (stop["condition"], stop["subject"], stop["open"]) == ("unknown_type", people[1], True)
    assert before == ["PROMOTE", "fact_unreadable", "PROMOTE"]
    assert await outcomes(gateway, people) == ["PROMOTE"] * 3
    assert [one["open"] for one in await stops(gateway)] == [False]


async def test_lost_in_the_topic_it_is_taken_from_the_room(gateway, people, kafka_servers, topic):  # noqa: F811
    carrier = OverKafka(gateway, kafka_servers, topic)
    carrier.in_topic = lambda documents: [
        one for one in documents if one is not of(documents, people[1], 2)
    ]
    await carrier.follow()
    (noted,) = await stops(gateway)

    assert (noted["condition"], noted["subject"], noted["how"]) == (
        "loss",
        people[1],
        "republished",
    )
    assert await outcomes(gateway, people) == ["PROMOTE"] * 3


async def test_lost_in_the_room_itself_all_wait_and_a_skip_lets_all_but_its_subject_go_on(
    gateway, carrier, people
):
    carrier.doctor = carrier.in_topic = lambda documents: [
        one for one in documents if one is not of(documents, people[1], 2)
    ]
    await carrier.follow()
    place = (await gateway.get("gateway", "/v1/facts/places")).json()[0]

    async def skip(pos: int, role: str = "approver"):
        path, body = "/v1/facts/logs/roster/skip", REASON | {"pos": pos}
        return await gateway.send("POST", "gateway", path, role=role, body=body)

    assert (place["condition"], place["pos"]) == ("loss", 4)
    assert (await skip(7)).json()["code"] == "nothing_lost_there"
    assert (await skip(5, "finance")).status_code == 403
    first, second = await skip(5), await skip(5)
    await carrier.follow()
    body = await gateway.ask(people[1], "2024-06-01")

    assert (first.status_code, second.json()) == (200, first.json())
    assert await outcomes(gateway, [people[0], people[2]]) == ["PROMOTE", "PROMOTE"]
    assert [one["pos"] for one in body["skipped"]] == [5]
    assert body["decision"]["outcome"] != "PROMOTE"
