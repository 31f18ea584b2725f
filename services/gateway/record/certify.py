"""Gathers a certificate: the record, its facts with their links, policies, the witness's lines."""

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import asyncpg
from pydantic import ValidationError

from services.gateway.decision.decision import read_decision
from services.gateway.decision.line import PolicyUsed
from services.gateway.facts import store
from services.gateway.record.certificate import Certificate, CertifiedCheckpoint, certificate
from services.gateway.record.events import DecisionRecorded
from services.gateway.record.replay import positions
from services.gateway.shelf.known import Shelves
from services.kernel.errors import conflict
from services.kernel.event import Recorded, decode_fast
from services.kernel.policy import Policy, Shelf
from services.kernel.settings import Settings
from services.kernel.store.log import Log
from services.kernel.store.postgres import PostgresStore
from services.kernel.web.authorize import nothing_here
from services.kernel.witness import signing_key


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a certificate is gathered from: the gateway's database, policies and home."""

    pool: "asyncpg.Pool[asyncpg.Record]"
    shelves: Shelves
    settings: Settings


async def certify(sources: Sources, person: str, event_id: UUID | None = None) -> Certificate:
    """Of one recorded decision, or of the newest. Raises Refused where a part is not to be had."""
    record = await _record(sources.pool, person, event_id)
    data = decode_fast(record.type, record.data)
    decision = read_decision(data.decision.encode())
    facts = await store.facts_of(
        sources.pool, person, known_at=decision.known_at, up_to=positions(data)
    )
    rules = await sources.shelves.known(up_to=data.policies_pos or 0)
    links = await store.links_before(sources.pool, facts)
    covered = {**positions(data), "gateway": record.pos}
    return certificate(
        data,
        (record, await Log(sources.pool).link_at(record.pos - 1)),
        [(fact, links.get((fact.room, fact.pos))) for fact in facts],
        policies_of(rules.shelf, decision.policies),
        await asyncio.to_thread(checkpoints_of, sources.settings.home / "witness", covered),
        signing_key(sources.settings.secret_file("witness_gateway.key")),
    )


async def _record(
    pool: "asyncpg.Pool[asyncpg.Record]", person: str, event_id: UUID | None
) -> Recorded:
    stream = await PostgresStore(pool).read_stream(f"decision-{person}")
    found = [
        event
        for event in stream
        if event.type == DecisionRecorded.TYPE and event_id in (None, event.event_id)
    ]
    if not found:
        raise nothing_here()
    return found[-1]


def policies_of(shelf: Shelf, used: Sequence[PolicyUsed]) -> list[Policy]:
    """The very policies that a decision used; raises Refused when one is not that one any more."""
    found = []
    for one in used:
        policy = shelf.named(one.id)
        if policy is None or policy.sha256 != one.sha256:
            raise conflict(
                "policy_changed",
                f"政策 {one.id} 已不是判定时的那一份 ({one.sha256[:12]})，不出具证书",
                f"the policy {one.id} is no longer the one decided by ({one.sha256[:12]}): "
                "nothing is certified",
            )
        found.append(policy)
    return found


def checkpoints_of(folder: Path, covered: Mapping[str, int]) -> list[CertifiedCheckpoint]:
    """Of each room the first at or after its position; none where there is none yet."""
    found = (_first_covering(folder / f"{room}.jsonl", pos) for room, pos in covered.items() if pos)
    return [checkpoint for checkpoint in found if checkpoint is not None]


def _first_covering(path: Path, pos: int) -> CertifiedCheckpoint | None:
    """The earliest checkpoint at `pos` or after, by halving: the file grows for years."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        best: CertifiedCheckpoint | None = None
        while low < high:
            middle = (low + high) // 2
            start, checkpoint, end = _line_from(file, low, middle)
            if checkpoint is None:  # Nothing whole from the middle on: it lies before.
                high = middle
            elif checkpoint.pos >= pos:
                best, high = checkpoint, min(start, middle)
            else:
                low = end
    return best


def _line_from(
    file: BinaryIO, low: int, middle: int
) -> tuple[int, CertifiedCheckpoint | None, int]:
    """The first whole checkpoint that begins at `middle` or after; where it begins and ends."""
    file.seek(middle)
    if middle > low:
        file.seek(middle - 1)
        file.readline()  # The rest of a line that began before.
    while True:
        start = file.tell()
        line = file.readline()
        if not line:
            return start, None, start
        checkpoint = _read(line)
        if checkpoint is not None:
            return start, checkpoint, file.tell()


def _read(line: bytes) -> CertifiedCheckpoint | None:
    """None for a line that a power cut left."""
    try:
        tree: Any = json.loads(line)
        return CertifiedCheckpoint.model_validate(tree)
    except (ValueError, ValidationError):
        return None
