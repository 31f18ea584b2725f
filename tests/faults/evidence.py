"""Collects what the checker looks at: tables by SQL of its own, the topic by a consumer of its own.

Decisions come from the product's pure rules: once on the log as it is, once on the gateway's facts.
"""

import asyncio
from datetime import date
from typing import Any

import asyncpg
from kafka import KafkaConsumer, TopicPartition

from services.gateway.answer import answer, shelf_of, shelves_of
from services.gateway.decision.decision import sha256
from services.gateway.decision.kinds import decide
from services.gateway.decision.question import Question
from services.kernel.fact import read_fact
from services.kernel.store.rows import SELECT, from_rows
from tests.faults.checker import Evidence, Seen, document

_COLUMNS = (
    "pos, event_id::text, subject, subject_seq, basis, command_id::text, encode(chain, 'hex'), "
    "data::text"
)
TOPIC = "roster.events"
AS_OF = date(2024, 6, 1)
PERSONS_DECIDED = 60


async def collect(roster: str, gateway: str, broker: str) -> Evidence:
    topic = await asyncio.to_thread(_topic, broker)
    log, copy = await asyncpg.connect(roster), await asyncpg.connect(gateway)
    try:
        head = await log.fetchrow("select pos, encode(chain, 'hex') from head")
        place = await copy.fetchrow(
            "select pos, encode(chain, 'hex'), condition from followed "
            "where follower = 'facts' and room = 'roster'"
        )
        return Evidence(
            log=_seen(await log.fetch(f"select {_COLUMNS} from events order by pos")),
            topic=[seen for seen, _ in topic],
            facts=_seen(
                await copy.fetch(f"select {_COLUMNS} from facts where room = 'roster' order by pos")
            ),
            documents=[text for seen, text in sorted(topic, key=lambda pair: pair[0].pos)],
            head=tuple(head),
            place=tuple(place)[:2],
            condition=place[2],
            decisions=await _decisions(log, gateway),
        )
    finally:
        await log.close()
        await copy.close()


def _seen(rows: list[Any]) -> list[Seen]:
    return [Seen(*row) for row in rows]


def _topic(broker: str) -> list[tuple[Seen, str]]:
    """Each partition from its beginning to its end, read committed."""
    consumer = KafkaConsumer(
        bootstrap_servers=broker,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    try:
        found = []
        numbers = sorted(consumer.partitions_for_topic(TOPIC) or ())
        partitions = [TopicPartition(TOPIC, number) for number in numbers]
        consumer.assign(partitions)
        ends = consumer.end_offsets(partitions)
        for partition in partitions:
            consumer.assign([partition])
            consumer.seek(partition, 0)
            while consumer.position(partition) < ends[partition]:
                for record in consumer.poll(timeout_ms=500).get(partition, ()):
                    found.append(_record(record))
        return found
    finally:
        consumer.close()


def _record(record: Any) -> tuple[Seen, str]:
    told = {name: value.decode() for name, value in record.headers}
    data = record.value.decode()
    assert record.key.decode() == told["ce_subject"]
    seen = Seen(
        int(told["ce_pos"]),
        told["ce_id"],
        told["ce_subject"],
        int(told["ce_subjectseq"]),
        told.get("ce_basis", ""),
        told["ce_commandid"],
        told["ce_chain"],
        data,
    )
    return seen, document(told, data)


async def _decisions(log: Any, gateway: str) -> dict[str, tuple[str, str]]:
    shelf, decided = shelf_of("r0"), {}
    persons = await log.fetch(
        "select subject from events group by subject order by max(pos) desc limit $1",
        PERSONS_DECIDED,
    )
    pool = await asyncpg.create_pool(gateway, min_size=1, max_size=1)
    shelves = shelves_of(pool, "r0")
    try:
        for (person,) in persons:
            question = Question(kind="police_rank", person=person, as_of=AS_OF)
            events = from_rows(
                await log.fetch(f"{SELECT} where subject = $1 order by subject_seq", person)
            )
            undisturbed = decide(question, [read_fact(event) for event in events], shelf)
            now = await answer(pool, shelves, question)
            decided[person] = (sha256(undisturbed), sha256(now.decision))
    finally:
        await pool.close()
    return decided
