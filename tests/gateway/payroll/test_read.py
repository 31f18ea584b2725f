"""Facts read in bulk are those read one by one; one that cannot be read is named, not lost."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from services.gateway.facts import store as facts
from services.gateway.payroll import read
from services.kernel.fact import Fact, read_fact
from services.kernel.store.bulk import FactRow
from tests.gateway.on_file import log

EVER = read.Known(datetime(2100, 1, 1, tzinfo=UTC), (10**9, 10**9, 10**9))


def test_one_unreadable_fact_spoils_nobody_elses_file():
    (event,) = log("{rank_awarded: 二级警司, on: 2024-01-01}")
    shared = {n: getattr(event, n) for n in Fact.__struct_fields__ if n not in {"data", "type"}}
    rows = [
        FactRow(**shared, type=name, data=msgspec.Raw(event.data.encode()), subject=subject)
        for name, subject in ((event.type, "a"), ("roster.from_the_future.v1", "b"))
    ]
    found = read.files_of(msgspec.json.encode(rows).decode())
    assert (list(found.facts), found.unreadable) == (["a"], {"b"})


async def test_in_bulk_as_one_by_one_and_no_further_than_known(desk):
    people = [await desk.payee(name) for name in ("甲", "乙")]
    await desk.gateway.catch_up()
    pool = desk.gateway.apps["gateway"].state.pool
    page = read.files_of(await read.page_of_people(pool, people, EVER))
    for person in people:
        alone = [read_fact(event) for event in await facts.facts_of(pool, person)]
        assert [(f.event_id, f.data) for f in page.facts[person]] == [
            (f.event_id, f.data) for f in alone
        ]
    limited = read.Known(EVER.at, (page.facts[people[0]][2].subject_seq + 3, 0, 0))
    few = read.files_of(await read.page_of_people(pool, people, limited))
    assert sum(map(len, few.facts.values())) < 12
    assert await read.stream_versions(pool, ["pay-slip-x"]) == {"pay-slip-x": 0}
    assert read.run_stream(UUID(int=1)).startswith("pay-run-")
