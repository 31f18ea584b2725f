"""A subscriber of a bureau's events in Python: every fact once, in order for each person.

    pip install "kafka-python[crc32c]>=3.0.12,<3.1"
    python subscriber.py --servers 127.0.0.1:9092 --topic roster.events --state state.db [--idle 5]

What it shows: read committed only; keep your place in the same transaction as the effect; count
`ce_subjectseq` for each person, and hold that person (nobody else) at a hole until the missing
fact comes; drop what comes again; put aside a record that is no event of the bureau's, and say so.
It needs nothing of Jingheng's code. `docs/subscribing.md` explains each line.
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
create table if not exists fact (id text primary key, subject text, seq int, type text,
                                 effective_on text, corrects text, revokes text, data text);
create table if not exists held (id text, subject text, seq int, type text, effective_on text,
                                 corrects text, revokes text, data text,
                                 primary key (subject, seq));
create table if not exists refused (partition int, at int, why text, primary key (partition, at));
"""
ROW = "?, ?, ?, ?, ?, ?, ?, ?"


def read(record) -> tuple:
    """What one record says, as a row of `fact`; raises ValueError when it is not one of ours."""
    head = {name: (value or b"").decode() for name, value in record.headers or ()}
    absent = {"ce_id", "ce_subject", "ce_subjectseq", "ce_type", "ce_effectiveon"} - head.keys()
    if absent:
        raise ValueError(f"no header {', '.join(sorted(absent))}")
    if record.value is None:
        raise ValueError("no value")
    return (
        head["ce_id"],
        head["ce_subject"],
        int(head["ce_subjectseq"]),
        head["ce_type"],
        head["ce_effectiveon"],
        head.get("ce_corrects"),
        head.get("ce_revokes"),
        record.value.decode(),
    )


def take(database: sqlite3.Connection, partition: int, record) -> None:
    """One record, its effect and our place, in one transaction."""
    with database:
        try:
            keep(database, read(record))
        except ValueError as fault:  # Nobody is passed over: a fact of ours would leave a hole.
            refused = (partition, record.offset, str(fault))
            database.execute("insert or replace into refused values (?, ?, ?)", refused)
        place = (partition, record.offset + 1)
        database.execute("insert or replace into place values (?, ?)", place)


def keep(database: sqlite3.Connection, fact: tuple) -> None:
    """In its turn, or held until its turn comes. Raises ValueError for a second one of a number."""
    subject, seq = fact[1], fact[2]
    row = database.execute("select seq from person where subject = ?", (subject,)).fetchone()
    known = row[0] if row else 0
    if seq <= known:  # It came again, or something stands where it should.
        if not database.execute("select 1 from fact where id = ?", (fact[0],)).fetchone():
            raise ValueError(f"{subject} has another fact of number {seq}")
        return
    # Something of this person may be missing: fetch it from GET /v1/feed, or wait for it; never
    # compute past the hole. What is behind it is kept, because we shall not be given it again.
    database.execute(f"insert or ignore into held values ({ROW})", fact)
    while (
        following := database.execute(
            "select * from held where subject = ? and seq = ?", (subject, known + 1)
        ).fetchone()
    ) is not None:
        known += 1
        database.execute(f"insert into fact values ({ROW})", following)
        database.execute("delete from held where subject = ? and seq = ?", (subject, known))
        database.execute("insert or replace into person values (?, ?)", (subject, known))


def holes(database: sqlite3.Connection) -> list[tuple[str, int]]:
    """Whose facts have a hole, and the first number that is missing."""
    return database.execute(
        "select distinct held.subject, coalesce(person.seq, 0) + 1 from held"
        " left join person using (subject) order by 1"
    ).fetchall()


def at_the_end(consumer: KafkaConsumer, partitions: list[TopicPartition]) -> bool:
    ends = consumer.end_offsets(partitions)
    return all(consumer.position(partition) >= ends[partition] for partition in partitions)


def main() -> int:
    """Exit code 1 when somebody's facts have a hole, or a record was none of the bureau's."""
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
    while True:
        for partition, records in consumer.poll(timeout_ms=500).items():
            for record in records:
                take(database, partition.partition, record)
            heard = time.monotonic()  # Our own work is not silence of theirs.
        silent = asked.idle is not None and time.monotonic() - heard >= asked.idle
        if silent and at_the_end(consumer, partitions):
            break
    consumer.close()
    people, facts, refused = (
        database.execute(f"select count(*) from {table}").fetchone()[0]
        for table in ("person", "fact", "refused")
    )
    held = holes(database)
    print(json.dumps({"people": people, "facts": facts, "held": held, "refused": refused}))
    return 1 if held or refused else 0


if __name__ == "__main__":
    sys.exit(main())
