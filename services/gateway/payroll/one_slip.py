"""One slip of a run read back: told in words, compared with the one before, and drawn again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from pydantic import BaseModel

from services.gateway.decision.explanation import explain
from services.gateway.decision.kinds import KINDS
from services.gateway.facts import store as facts
from services.gateway.pay.answer import as_decision, rules_of
from services.gateway.pay.run import NAME, run
from services.gateway.pay.slip import Slip, canonical_bytes, read_slip, sha256
from services.gateway.payroll import read
from services.gateway.payroll.draw import Asked
from services.gateway.payroll.variance import variance
from services.gateway.shelf.known import Shelves
from services.kernel.fact import read_fact
from services.kernel.web.authorize import nothing_here

_ROW = """
select s.*, r.stage, e.data->>'slip' as slip, coalesce(e.data->>'detail', '') as detail,
  (o.data->>'policies_pos')::bigint as policies_pos
from pay_slips s join pay_runs r using (run_id) join events e on e.pos = s.pos
join events o on o.pos = r.opened_pos
where s.run_id = $1 and s.person_id = $2
"""
ROWS_AT_ONCE = 500
_COUNTING = """
select r.opened_pos, s.run_id, s.person_id from pay_slips s join pay_runs r using (run_id)
where s.slip_sha256 is not null and r.stage <> 'cancelled' and ($1::text is null or person_id = $1)
  and (r.opened_pos, s.run_id, s.person_id) > ($2, $3, $4)
order by r.opened_pos, s.run_id, s.person_id limit $5
"""


class SlipView(BaseModel):
    """A slip to the byte (`slip_sha256` is of its canonical JSON), in words, and what differs."""

    run_id: UUID
    person_id: str
    month: str
    stage: str
    unit_id: str | None
    withheld: bool
    exceptions: list[str]
    exceptions_open: list[str]
    detail: str
    slip_sha256: str | None
    slip: dict[str, Any] | None
    zh: list[str]
    en: list[str]
    variance: dict[str, Any] | None


class ReplayView(BaseModel):
    """Drawn again from the same facts, rules and earlier slips."""

    equal: bool
    problem: str  # Empty, slip_altered, policy_changed, slip_differs.
    slip_sha256: str
    again_sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a run with its slip, if there is one."""

    row: Any
    slip: Slip | None


async def find_slip(pool: Any, run_id: UUID, person: str) -> Found:  # noqa: ANN401
    """Raises Refused when the person does not belong to the run, or there is no such run."""
    row = await pool.fetchrow(_ROW, str(run_id), person)
    if row is None:
        raise nothing_here()
    return Found(row, read_slip(row["slip"].encode()) if row["slip"] else None)


async def slip_view(pool: Any, found: Found) -> SlipView:  # noqa: ANN401
    row, slip = found.row, found.slip
    shown: dict[str, Any] = {"slip": None, "zh": [], "en": [], "variance": None}
    if slip is not None:
        last = await last_before(pool, slip)
        told = explain(as_decision(slip), KINDS[NAME])
        shown = {
            "slip": msgspec.json.decode(row["slip"]),
            "zh": told.lines("zh"),
            "en": told.lines("en"),
            "variance": msgspec.to_builtins(variance(slip, last)),
        }
    names = ("run_id", "person_id", "month", "stage", "unit_id", "withheld", "detail")
    return SlipView(
        **{name: row[name] for name in (*names, "slip_sha256")},
        exceptions=row["exceptions"].split(),
        exceptions_open=row["open_exceptions"].split(),
        **shown,
    )


async def last_before(pool: Any, slip: Slip) -> Slip | None:  # noqa: ANN401
    last = await read.last_closed(pool, [slip.person], slip.month)
    return read_slip(last[slip.person].encode()) if slip.person in last else None


async def replay_slip(pool: Any, shelves: Shelves, found: Found) -> ReplayView:  # noqa: ANN401
    """Of exactly the facts that the slip knew: each room's, up to their number then."""
    slip = found.slip
    if slip is None:
        raise nothing_here()
    told = found.row["slip_sha256"]
    if sha256(slip) != told or canonical_bytes(slip).decode() != found.row["slip"]:
        return ReplayView(equal=False, problem="slip_altered", slip_sha256=told, again_sha256="")
    heard = {room.room: room.subject_seq for room in slip.evidence}
    events = await facts.facts_of(pool, slip.person)
    on_file = [read_fact(e) for e in events if e.subject_seq <= heard.get(e.room, 0)]
    earlier = await read.closed_since(pool, {slip.person: "0000-00"}, slip.month)
    slips = [read_slip(text.encode()) for text in earlier.get(slip.person, [])]
    known = await shelves.known(up_to=found.row["policies_pos"] or 0)
    rules, kept_back = rules_of(known.shelf), found.row["withheld"]
    asked = Asked(slip.month, slip.closed_at, slip.first_month, kept_back)
    again = sha256(await asyncio.to_thread(run, slip.person, asked.run, on_file, rules, slips))
    problem = ""
    if again != told:
        problem = "slip_differs" if slip.rules_sha256 == rules.sha256 else "policy_changed"
    return ReplayView(equal=not problem, problem=problem, slip_sha256=told, again_sha256=again)


async def replay_all(
    pool: Any,  # noqa: ANN401
    shelves: Shelves,
    person: str | None = None,
) -> AsyncIterator[tuple[Any, ReplayView]]:
    """Every slip that counts, with its row: of runs not cancelled, as last drawn."""
    after: tuple[int, str, str] = (0, "", "")
    while rows := await pool.fetch(_COUNTING, person, *after, ROWS_AT_ONCE):
        for row in rows:
            found = await find_slip(pool, UUID(row["run_id"]), row["person_id"])
            yield found.row, await replay_slip(pool, shelves, found)
        after = (rows[-1]["opened_pos"], rows[-1]["run_id"], rows[-1]["person_id"])
