"""Bulk replay reads what the store reads, split by person without loss or overlap."""

from services.kernel.decider import StreamWrite
from services.kernel.fact import Fact, read_fact
from services.kernel.store.bulk import read_facts
from services.kernel.store.log import Log
from tests.kernel.samples import course, draft, origin


async def _fill(store, people: int = 7, each: int = 9) -> None:
    for version in range(each):
        writes = [
            StreamWrite(f"person-p{n}", version, (draft(f"p{n}", course(f"{n}-{version}")),))
            for n in range(people)
        ]
        await store.append(origin(), writes)


def _plain(fact: Fact) -> tuple:
    data = {name: getattr(fact.data, name) for name in fact.data.__struct_fields__}
    return (fact.event_id, fact.type, fact.effective_on, fact.recorded_at, fact.subject_seq, data)


async def test_it_is_the_same_facts_in_pages_of_any_size(store, pool, fresh_database, monkeypatch):
    monkeypatch.setattr("services.kernel.store.bulk.PAGE_POSITIONS", 10)
    await _fill(store)
    url = _url(pool)
    read = {subject: facts async for subject, facts in read_facts(url)}
    expected: dict[str, list[tuple]] = {}
    for event in await Log(pool).page(0):
        expected.setdefault(event.subject, []).append(_plain(read_fact(event)))

    assert {subject: [_plain(f) for f in facts] for subject, facts in read.items()} == expected


async def test_shards_share_the_people_out(store, pool):
    await _fill(store)
    shards = [
        [subject async for subject, _ in read_facts(_url(pool), shard=(n, 3))] for n in range(3)
    ]

    assert sorted(one for shard in shards for one in shard) == [f"p{n}" for n in range(7)]


async def test_an_empty_log_has_nobody(pool):
    assert [one async for one in read_facts(_url(pool))] == []


def _url(pool) -> str:
    from tests.conftest import server_url

    return server_url(
        pool._connect_kwargs.get("database") or pool._connect_args[0].rsplit("/", 1)[1]
    )
