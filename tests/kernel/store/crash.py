"""Crash tests: the places to kill at, the ledger of what was promised, and its comparison.

The comparison asks PostgreSQL directly and uses the independent verifier: it shares nothing with
the code that appends.
"""

import importlib.util
import json
import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from services.kernel.cloudevent import to_json
from services.kernel.store.rows import SELECT, from_rows

# In the order an append and a page pass them.
STORE_PLACES = (
    "before_lock",
    "after_lock",
    "after_decide",
    "after_event_insert",
    "before_commit",
    "after_commit_before_response",
)
FOLLOWER_PLACES = ("after_fetch", "after_apply_before_commit", "after_commit_before_offset")
ROOT = Path(__file__).parents[3]


def events_of(number: int) -> int:
    """How many events command `number` is to leave: known to writer and checker alike."""
    return 1 + number % 3


@dataclass
class Ledger:
    """What was sent and what was acknowledged, in a file that outlives the process."""

    path: Path

    def note(self, number: int, events: tuple[UUID, ...] | None = None) -> None:
        """One write call: a killed process leaves a whole line or none."""
        line = json.dumps([number, events and [str(event) for event in events]]) + "\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.write(handle, line.encode())
        os.close(handle)

    def read(self) -> tuple[set[int], dict[int, set[str]]]:
        """(numbers sent, acknowledged number -> event ids)."""
        sent: set[int] = set()
        acknowledged: dict[int, set[str]] = {}
        for line in self.path.read_text().splitlines() if self.path.exists() else ():
            number, events = json.loads(line)
            sent.add(number)
            if events is not None:
                acknowledged[number] = set(events)
        return sent, acknowledged


async def problems(url: str, ledger: Ledger) -> list[str]:
    """How log and ledger disagree; `correlation_id` of an event is its command's number."""
    connection = await asyncpg.connect(url)
    try:
        events = from_rows(await connection.fetch(f"{SELECT} order by pos"))
        receipts = await connection.fetch("select command_id, receipt from commands")
        head = await connection.fetchrow("select pos, chain from head")
    finally:
        await connection.close()
    found: dict[int, list[str]] = defaultdict(list)
    commands: dict[int, set[UUID]] = defaultdict(set)
    for event in events:
        found[int(event.correlation_id)].append(str(event.event_id))
        commands[int(event.correlation_id)].add(event.command_id)
    sent, acknowledged = ledger.read()
    wrong = [
        f"command {number} was acknowledged with {len(ids)} events, the log has {found[number]}"
        for number, ids in acknowledged.items()
        if ids != set(found[number])
    ]
    for number, ids in found.items():
        if number not in sent:
            wrong.append(f"nobody sent command {number}")
        if len(ids) != events_of(number):
            wrong.append(f"command {number} has {len(ids)} events, not {events_of(number)}")
        if len(commands[number]) > 1:
            wrong.append(f"command {number} was carried out {len(commands[number])} times")
    answered = {id_ for row in receipts for id_ in json.loads(row["receipt"])["events"]}
    if answered != {str(event.event_id) for event in events}:
        wrong.append("receipts and events are not of the same commands")
    verdict = _verifier().verify([to_json(event).decode() for event in events])
    if not verdict["ok"]:
        wrong.append(f"the log is unsound: {verdict['wrong']}")
    if (head["pos"], head["chain"].hex()) != (verdict["events"], verdict["chain"]):
        wrong.append(f"the head says {head['pos']}, the log ends at {verdict['events']}")
    return wrong


async def copy_problems(source_url: str, copy_url: str) -> list[str]:
    """How a follower's facts and place disagree with the log they come from."""
    source, copy = await asyncpg.connect(source_url), await asyncpg.connect(copy_url)
    try:
        log = await source.fetch("select pos, chain, data::text from events order by pos")
        facts = await copy.fetch("select pos, chain, data::text from facts order by pos, ctid")
        place = await copy.fetchrow("select pos, chain from followed")
    finally:
        await source.close()
        await copy.close()
    wrong = []
    if [tuple(row) for row in facts] != [tuple(row) for row in log[: len(facts)]]:
        wrong.append("the facts are not the beginning of the log")
    reached = (facts[-1]["pos"], facts[-1]["chain"]) if facts else (0, bytes(32))
    if place is not None and tuple(place) != reached:
        wrong.append(f"the place says {place['pos']}, the facts end at {reached[0]}")
    return wrong


def _verifier() -> Any:
    spec = importlib.util.spec_from_file_location("verify_log", ROOT / "verifier" / "verify_log.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
