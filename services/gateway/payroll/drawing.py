"""Draws a run's slips, some people at a time, each time an append: what is cut off goes on later.

Nothing is computed in the event loop.
"""

import asyncio
import hashlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from services.gateway.pay.answer import rules_of
from services.gateway.pay.months import last_day, month_named
from services.gateway.pay.rules import PayRules
from services.gateway.pay.slip import read_slip
from services.gateway.payroll import read
from services.gateway.payroll.accounts import shared_accounts
from services.gateway.payroll.draw import Asked, Drawn, Payee, draw, looks_back_to
from services.gateway.payroll.events import PayRunDrawn
from services.gateway.payroll.pay_run import PayRun, Stage, demand
from services.gateway.payroll.population import TYPES, Member, Part, members
from services.gateway.payroll.tree import TYPES as TREE_TYPES
from services.gateway.payroll.tree import Tree
from services.gateway.payroll.written import as_draft
from services.gateway.shelf.known import Shelves
from services.kernel.decider import StreamWrite, VersionConflict, busy
from services.kernel.errors import conflict
from services.kernel.event import Origin
from services.kernel.store.postgres import PostgresStore

PEOPLE_AT_ONCE = 100
LANES = 2
_running: set["asyncio.Future[None]"] = set()  # The loop itself keeps no hold of them.
ATTEMPTS_MAX = 10


@dataclass(frozen=True, slots=True)
class Office:
    """What pay runs are worked with."""

    store: PostgresStore
    pool: Any
    shelves: Shelves

    async def rules_of(self, run: PayRun) -> PayRules:
        """What the run was opened with, whatever was published since. Raises Refused."""
        known = await self.shelves.known(up_to=run.opened.policies_pos or 0)
        rules = rules_of(known.shelf)
        refuse_other_rules(run, rules)
        return rules


def asked_of(run: PayRun) -> Asked:
    return Asked(run.opened.month, run.known_at, run.opened.first_month)


def refuse_other_rules(run: PayRun, rules: PayRules) -> None:
    """Raises Refused: the shipped policies are not those that the run was opened with."""
    if run.opened.rules_sha256 != rules.sha256:
        raise conflict(
            "policy_changed",
            "政策已不是开启发薪时的版本; 请作废后重新开启",
            "the policies are not those the run was opened with: cancel it and open another",
        )


async def draw_run(office: Office, run_id: UUID, origin: Origin) -> PayRunDrawn:
    """What is to be said when everybody of the run has been written down.

    Whoever has been already is passed over, so a command that was cut off goes on where it was.
    """
    run, version = await read.read_run(office.store, run_id)
    demand(run, Stage.OPENED)
    rules = await office.rules_of(run)
    everybody, _ = await roll_of(office.pool, run)
    written = await _written(office.pool, run_id)
    left = [member for member in everybody if member.person not in written]
    on = last_day(month_named(run.opened.month))
    shared = await shared_accounts(office.pool, read.known_of(run), on)
    part = _Part(office, run_id, run, version, origin, rules, shared)
    await _in_lanes([partial(part.write_down, some) for some in _in_parts(left)])
    row = await office.pool.fetchrow(
        "select count(*), count(slip_sha256) from pay_slips where run_id = $1", str(run_id)
    )
    people, slips = row
    return PayRunDrawn(
        people=people,
        slips=slips,
        missing=people - slips,
        not_serving=len(everybody) - people,
    )


async def _in_lanes(work: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """While one part is read or written, another is reckoned. The first failure stops both.

    Whatever has begun is finished, also when the request is cut off: a statement cancelled
    half-way could take the next one on its connection with it.
    """
    waiting = deque(work)

    async def lane() -> None:
        while waiting:
            await waiting.popleft()()

    lanes = [asyncio.ensure_future(lane()) for _ in range(LANES)]
    _running.update(lanes)
    for one in lanes:
        one.add_done_callback(_ended)
    try:
        await asyncio.wait(lanes, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        waiting.clear()
    await asyncio.wait(lanes)
    for one in lanes:
        one.result()


def _ended(lane: "asyncio.Future[None]") -> None:
    _running.discard(lane)
    if not lane.cancelled():
        lane.exception()  # Told by whoever waits; nobody may.


def _in_parts(everybody: Sequence[Member]) -> Iterator[Sequence[Member]]:
    for start in range(0, len(everybody), PEOPLE_AT_ONCE):
        yield everybody[start : start + PEOPLE_AT_ONCE]


async def _written(pool: Any, run_id: UUID, people: Sequence[str] | None = None) -> set[str]:  # noqa: ANN401
    rows = await pool.fetch(
        "select person_id from pay_slips where run_id = $1 "
        "and ($2::text[] is null or person_id = any($2))",
        str(run_id),
        people,
    )
    return {row[0] for row in rows}


async def roll_of(pool: Any, run: PayRun) -> tuple[list[Member], Tree]:  # noqa: ANN401
    """Everybody of the run's part of the bureau, and the tree, as they were known to the run."""
    page = await read.page_of_types(pool, (*TYPES, *TREE_TYPES), read.known_of(run))
    return await asyncio.to_thread(_roll, page, run)


def _roll(page: str, run: PayRun) -> tuple[list[Member], Tree]:
    on = last_day(month_named(run.opened.month))
    people, made = read.rolls_of(page, on)
    part = Part(run.opened.scope, run.opened.unit_id, run.opened.category)
    return list(members(people, part, made, on)), made


async def payees(
    office: Office,
    run_id: UUID,
    asked: Asked,
    known: read.Known,
    some: Sequence[Member],
    rules: PayRules,
) -> list[Payee]:
    """Everything a slip is drawn from, read for several people at once."""
    people = [member.person for member in some]
    page = await read.page_of_people(office.pool, people, known)
    live = await read.live_slips(office.pool, people, str(run_id), asked.month)
    last = await read.last_closed(office.pool, people, asked.month)

    def with_last() -> tuple[list[Payee], dict[str, str]]:
        files = read.files_of(page)
        found = []
        for member in some:
            slips = [last[member.person]] if member.person in last else []
            found.append(
                Payee(
                    member,
                    files.facts.get(member.person, []),
                    tuple(read_slip(slip.encode()) for slip in slips),
                    live.get(member.person, ()),
                    member.person not in files.unreadable,
                )
            )
        since = {p.member.person: looks_back_to(p, asked, rules) for p in found}
        return found, {person: month for person, month in since.items() if month < asked.month}

    found, since = await asyncio.to_thread(with_last)
    older = await read.closed_since(office.pool, since, asked.month) if since else {}

    def with_older(payee: Payee) -> Payee:
        slips = older.get(payee.member.person)
        if not slips:  # The last one may be of a month before those looked at.
            return payee
        earlier = tuple(read_slip(slip.encode()) for slip in slips)
        return Payee(payee.member, payee.facts, earlier, payee.live, payee.is_readable)

    return await asyncio.to_thread(lambda: [with_older(payee) for payee in found])


async def drawn(
    asked: Asked, found: Sequence[Payee], rules: PayRules, shared: frozenset[str]
) -> list[Drawn]:
    return await asyncio.to_thread(lambda: [draw(one, asked, rules, shared) for one in found])


@dataclass(frozen=True, slots=True)
class _Part:
    """Some people of a run, written down together or not at all."""

    office: Office
    run_id: UUID
    run: PayRun
    version: int  # Of the run: a run that was cancelled meanwhile takes no more slips.
    origin: Origin
    rules: PayRules
    shared: frozenset[str]

    async def write_down(self, some: Sequence[Member]) -> None:
        for _ in range(ATTEMPTS_MAX):
            try:
                await self._attempt(some)
            except VersionConflict:
                run, _version = await read.read_run(self.office.store, self.run_id)
                demand(run, Stage.OPENED)
            else:
                return
        raise busy()

    async def _attempt(self, some: Sequence[Member]) -> None:
        streams = [read.slip_stream(member.person) for member in some]
        # Versions first: whatever is written after them makes the append fail.
        versions = await read.stream_versions(self.office.pool, streams)
        written = await _written(self.office.pool, self.run_id, [m.person for m in some])
        asked, known = asked_of(self.run), read.known_of(self.run)
        left = [member for member in some if member.person not in written]
        found = await payees(self.office, self.run_id, asked, known, left, self.rules)
        slips = await drawn(asked, found, self.rules, self.shared)
        on = last_day(month_named(asked.month))
        writes = [
            StreamWrite(stream, versions[stream], (as_draft(one, self.run_id, asked.month, on),))
            for one in slips
            if one.slip is not None or one.exceptions
            for stream in (read.slip_stream(one.member.person),)
        ]
        if writes:
            guard = StreamWrite(read.run_stream(self.run_id), self.version, ())
            await self.office.store.append(self._origin(slips), [guard, *writes])

    def _origin(self, slips: Sequence[Drawn]) -> Origin:
        """The same people with the same slips are the same command."""
        digest = hashlib.sha256()
        for one in slips:
            told = one.slip.facts_sha256 if one.slip is not None else " ".join(one.exceptions)
            digest.update(f"{one.member.person} {told}\n".encode())
        return Origin(
            command_id=uuid5(self.run_id, f"draw {digest.hexdigest()}"),
            actor=self.origin.actor,
            correlation_id=self.origin.correlation_id,
            body_digest=digest.digest(),
        )
