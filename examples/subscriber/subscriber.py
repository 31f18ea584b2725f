"""A subscriber of a bureau's events in Python: every fact once, in order for each person.

    pip install "kafka-python[crc32c]>=3.0.12,<3.1"
    python subscriber.py --servers 127.0.0.1:9092 --topic roster.events --state state.db [--idle 5]

What it shows: read committed only; keep your place in the same transaction as the effect; count
`ce_subjectseq` for each person, and stop that person (nobody else) at a hole; drop what comes
again. It needs nothing of Jingheng's code. `docs/subscribing.md` explains each line.
"""

import argparse
import json
import sqlite3
import sys
import time
from pathlib import Path

from kafka import KafkaConsumer, TopicPartition

SCHEMA = """
create table if not exists place (partition int primary key, next_offset int not null);
create table if not exists person (subject text primary key, seq int not null);
create table if not exists fact (id text primary key, subject text, type text, effective_on text,
                                 corrects text, revokes text, data text);
create table if not exists held (subject text, seq int, expected int, primary key (subject, seq));
"""


def take(database: sqlite3.Connection, partition: int, record) -> None:
    """One record, its effect and our place, in one transaction."""
    head = {name: value.decode() for name, value in record.headers}
    subject, seq = head["ce_subject"], int(head["ce_subjectseq"])
    with database:
        row = database.execute("select seq from person where subject = ?", (subject,)).fetchone()
        known = row[0] if row else 0
        if seq == known + 1:
            fact = (
                head["ce_id"],
                subject,
                head["ce_type"],
                head["ce_effectiveon"],
                head.get("ce_corrects"),
                head.get("ce_revokes"),
                record.value.decode(),
            )
            database.execute("insert into fact values (?, ?, ?, ?, ?, ?, ?)", fact)
            database.execute("insert or replace into person values (?, ?)", (subject, seq))
        elif seq > known + 1:
            # Something of this person is missing. Fetch it from GET /v1/feed, or wait for it;
            # never compute past the hole.
            database.execute(
                "insert or ignore into held values (?, ?, ?)", (subject, seq, known + 1)
            )
        # seq <= known: it came again, nothing to do.
        place = (partition, record.offset + 1)
        database.execute("insert or replace into place values (?, ?)", place)


def main() -> int:
    """Exit code 1 when somebody's facts have a hole."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--servers", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("--state", required=True, help="SQLite file")
    parser.add_argument("--options", help="JSON file with more of KafkaConsumer: TLS, SASL")
    parser.add_argument("--idle", type=float, help="End after so many seconds without an event")
    asked = parser.parse_args()
    database = sqlite3.connect(asked.state)
    database.executescript(SCHEMA)
    more = json.loads(Path(asked.options).read_text("utf-8")) if asked.options else {}
    consumer = KafkaConsumer(
        **more,
        bootstrap_servers=asked.servers.split(","),
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    numbers = sorted(consumer.partitions_for_topic(asked.topic) or ())
    partitions = [TopicPartition(asked.topic, number) for number in numbers]
    consumer.assign(partitions)
    places = dict(database.execute("select partition, next_offset from place"))
    for partition in partitions:
        consumer.seek(partition, places.get(partition.partition, 0))
    heard = time.monotonic()
    while asked.idle is None or time.monotonic() - heard < asked.idle:
        for partition, records in consumer.poll(timeout_ms=500).items():
            heard = time.monotonic()
            for record in records:
                take(database, partition.partition, record)
    consumer.close()
    held = database.execute("select subject, expected from held").fetchall()
    people, facts = (
        database.execute(f"select count(*) from {table}").fetchone()[0]
        for table in ("person", "fact")
    )
    print(json.dumps({"people": people, "facts": facts, "held": sorted(set(held))}))
    return 1 if held else 0


if __name__ == "__main__":
    sys.exit(main())
