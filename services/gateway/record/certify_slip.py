"""Gathers the certificate of a released pay slip: its run, the slips before it, facts, policies."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.gateway.facts import store
from services.gateway.pay.answer import rules_of
from services.gateway.pay.choice import POLICIES
from services.gateway.pay.slip import Slip, read_slip
from services.gateway.payroll import events as e
from services.gateway.payroll.pay_run import PAID, Stage
from services.gateway.payroll.read import run_stream
from services.gateway.record.certify import Sources, checkpoints_of
from services.gateway.record.slip_certificate import (
    Linked,
    SlipCertificate,
    SlipParts,
    rule_versions,
    slip_certificate,
)
from services.kernel.errors import conflict
from services.kernel.event import Recorded, decode_fast
from services.kernel.store.log import Log
from services.kernel.store.postgres import PostgresStore
from services.kernel.store.rows import SELECT, from_rows
from services.kernel.web.authorize import nothing_here
from services.kernel.witness import signing_key

_SLIP = """
select s.pos, r.stage from pay_slips s join pay_runs r using (run_id)
where s.run_id = $1 and s.person_id = $2 and s.slip_sha256 is not null
"""
_EARLIER = """
select s.pos from pay_slips s join pay_runs r using (run_id)
where s.person_id = $1 and s.month < $2 and s.slip_sha256 is not null and r.stage = 'closed'
  and s.pos < $3 order by s.month
"""


async def certify_slip(sources: Sources, person: str, run_id: UUID) -> SlipCertificate:
    """Raises Refused where there is no such released slip, or a part is not to be had."""
    pool = sources.pool
    row = await pool.fetchrow(_SLIP, str(run_id), person)
    if row is None or Stage(row["stage"]) not in PAID:
        raise nothing_here()
    steps = await PostgresStore(pool).read_stream(run_stream(run_id))
    opening = steps[0]
    release = next(step for step in steps if step.type == e.PayRunReleased.TYPE)
    places = [one["pos"] for one in await pool.fetch(_EARLIER, person, _month(opening), row["pos"])]
    record, *earlier = [(await _at(pool, [pos]))[0] for pos in (row["pos"], *places)]
    data = decode_fast(record.type, record.data)
    slip = read_slip(data.slip.encode())
    facts = await _facts(pool, slip)
    known = decode_fast(opening.type, opening.data)
    shelf = (await sources.shelves.known(up_to=known.policies_pos or 0)).shelf
    if rules_of(shelf).sha256 != slip.rules_sha256:
        raise conflict(
            "policy_changed",
            "工资政策已不是编制时的那一份，不出具证书",
            "the pay policies are no longer those it was drawn by: nothing is certified",
        )
    newest = {room: max(f.pos for f in facts if f.room == room) for room in {f.room for f in facts}}
    covered = {**newest, "gateway": release.pos}
    links = await store.links_before(pool, facts)
    log = Log(pool)
    parts = SlipParts(
        run_id=str(run_id),
        data=data,
        record=await _linked(log, record),
        opening=await _linked(log, opening),
        release=await _linked(log, release),
        earlier=[await _linked(log, one) for one in earlier],
        evidence=[(fact, links.get((fact.room, fact.pos))) for fact in facts],
        rules=rule_versions(shelf, POLICIES),
        checkpoints=await asyncio.to_thread(
            checkpoints_of, sources.settings.home / "witness", covered
        ),
    )
    return slip_certificate(parts, signing_key(sources.settings.secret_file("witness_gateway.key")))


def _month(opening: Recorded) -> str:
    month: str = decode_fast(opening.type, opening.data).month
    return month


async def _at(pool: Any, places: Sequence[int]) -> list[Recorded]:  # noqa: ANN401  asyncpg
    rows = await pool.fetch(f"{SELECT} where pos = any($1::bigint[]) order by pos", places)
    return from_rows(rows)


async def _linked(log: Log, event: Recorded) -> Linked:
    return event, await log.link_at(event.pos - 1)


async def _facts(pool: Any, slip: Slip) -> list[Recorded]:  # noqa: ANN401  asyncpg
    """Exactly what the slip knew: each room's, up to their number then."""
    heard = {room.room: room.subject_seq for room in slip.evidence}
    events = await store.facts_of(pool, slip.person)
    return [event for event in events if event.subject_seq <= heard.get(event.room, 0)]
