"""What a run is made of, read in bulk: facts as they were known, slips that were closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from typing import Any
from uuid import UUID

from services.gateway.payroll.draw import Live
from services.gateway.payroll.pay_run import PayRun, Stage, evolve
from services.gateway.payroll.tree import TYPES as TREE_TYPES
from services.gateway.payroll.tree import Tree, tree
from services.kernel.decider import EventStore
from services.kernel.event import UnknownType
from services.kernel.fact import Fact
from services.kernel.store.bulk import FACT_COLUMNS, decode_page, read_payload
from services.kernel.web.authorize import nothing_here

Pool = Any  # asyncpg's pool.

# One JSON array a row, put together by the server: read in a thread, not in the event loop.
_FACTS = f"""
select json_agg(row)::text from (
  select json_build_array({FACT_COLUMNS}) as row from facts
  where {{which}} and recorded_at <= $2 and pos <= case room
    when 'roster' then $3::bigint when 'assessment' then $4::bigint else $5::bigint end
  order by subject, room, subject_seq
) page
"""  # noqa: S608  names of our own columns
_OF_PEOPLE = _FACTS.format(which="subject = any($1::text[])")
_OF_TYPES = _FACTS.format(which="room = 'roster' and type = any($1::text[])")
_CLOSED = """
select {first} s.person_id, e.data->>'slip' as slip
from pay_slips s join pay_runs r using (run_id) join events e on e.pos = s.pos {also}
where s.person_id = any($1::text[]) and s.month < $2 and s.slip_sha256 is not null
  and r.stage = 'closed' {where}
order by s.person_id, s.month {order}
"""
_LAST = _CLOSED.format(first="distinct on (s.person_id)", also="", where="", order="desc")
_SINCE = _CLOSED.format(
    first="",
    also="join unnest($1::text[], $3::text[]) asked(person, since) on asked.person = s.person_id",
    where="and s.month >= asked.since",
    order="",
)
_LIVE = """
select s.person_id, s.run_id, s.month, r.stage, s.slip_sha256 is not null as has_slip
from pay_slips s join pay_runs r using (run_id)
where s.person_id = any($1::text[]) and s.run_id <> $2 and r.stage <> 'cancelled'
  and not (r.stage = 'closed' and s.month < $3)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """How far each room's log is known, and until which instant."""

    at: datetime
    positions: tuple[int, int, int]  # Of roster, assessment, training.


@dataclass
class Files:
    """Facts by subject; subjects with a fact this build cannot read are apart."""

    facts: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    unreadable: set[str] = field(default_factory=set)


async def page_of_people(pool: Pool, people: Sequence[str], known: Known) -> str:
    """All facts of these people, for `files_of`."""
    return await pool.fetchval(_OF_PEOPLE, people, known.at, *known.positions) or "[]"


async def page_of_types(pool: Pool, types: Sequence[str], known: Known) -> str:
    """The roster's facts of these types about anybody, for `files_of`."""
    return await pool.fetchval(_OF_TYPES, types, known.at, *known.positions) or "[]"


def files_of(page: str) -> Files:
    """Pure; takes its time, so call it in a thread."""
    found = Files()
    for row in decode_page(page):
        try:
            read_payload(row)
        except UnknownType:
            found.unreadable.add(row.subject)
        else:
            found.facts[row.subject].append(row)
    return found


def rolls_of(page: str, on: date) -> tuple[dict[str, list[Fact]], Tree]:
    """Everybody's facts, and the tree of units as of a day. Pure; call it in a thread, too."""
    units: dict[str, list[Fact]] = {}
    people: dict[str, list[Fact]] = {}
    for subject, facts in files_of(page).facts.items():
        of = units if any(fact.type in TREE_TYPES for fact in facts) else people
        of[subject] = facts
    return people, tree(units, on)


async def last_closed(pool: Pool, people: Sequence[str], month: str) -> dict[str, str]:
    """Each person's newest closed slip of an earlier month."""
    rows = await pool.fetch(_LAST, people, month)
    return {row["person_id"]: row["slip"] for row in rows}


async def closed_since(pool: Pool, since: Mapping[str, str], month: str) -> dict[str, list[str]]:
    """Each person's closed slips from a month on, oldest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in await pool.fetch(_SINCE, list(since), month, list(since.values())):
        found[row["person_id"]].append(row["slip"])
    return found


async def live_slips(
    pool: Pool, people: Sequence[str], run_id: str, month: str
) -> dict[str, list[Live]]:
    """Where these people stand in other runs, apart from earlier months that are closed."""
    found: dict[str, list[Live]] = defaultdict(list)
    for row in await pool.fetch(_LIVE, people, run_id, month):
        live = Live(row["run_id"], row["month"], Stage(row["stage"]), row["has_slip"])
        found[row["person_id"]].append(live)
    return found


async def stream_versions(pool: Pool, streams: Sequence[str]) -> dict[str, int]:
    rows = await pool.fetch(
        "select stream_id, max(version) from events where stream_id = any($1::text[]) group by 1",
        streams,
    )
    return dict.fromkeys(streams, 0) | {row[0]: row[1] for row in rows}


async def read_run(store: EventStore, run_id: UUID) -> tuple[PayRun, int]:
    """With the version of its stream. Raises Refused when there is no such run."""
    events = await store.read_stream(run_stream(run_id))
    if not events:
        raise nothing_here()
    return reduce(evolve, events, PayRun()), events[-1].version


def run_stream(run_id: UUID | str) -> str:
    return f"pay-run-{run_id}"


def slip_stream(person: str) -> str:
    return f"pay-slip-{person}"


def known_of(run: PayRun) -> Known:
    """What the run was pinned to when it was opened."""
    opened = run.opened
    return Known(run.known_at, (opened.roster_pos, opened.assessment_pos, opened.training_pos))
