"""Makes the files of a release from the log, keeps their bytes by hash, and gives them again."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.gateway.facts import store as facts
from services.gateway.pay.months import last_day, month_named
from services.gateway.pay.slip import Slip, read_slip
from services.gateway.payroll import read
from services.gateway.payroll.drawing import roll_of
from services.gateway.payroll.events import PayRunReleased
from services.gateway.payroll.pay_run import PayRun
from services.gateway.payroll.population import TYPES, Member, member
from services.gateway.payroll.release import (
    Heading,
    Made,
    Paid,
    paid_of,
    refuse_difference,
    sheet_of,
    slip_parts,
    tables,
)
from services.gateway.payroll.slip_sheet import slip_sheets
from services.kernel.errors import conflict
from services.kernel.fact import Fact
from services.kernel.web.authorize import nothing_here

Making = tuple[Hashable, Callable[[], Awaitable[PayRunReleased]]]  # Its key, and how.
SLIPS_AT_ONCE = 500
FILES_AT_ONCE = 2
_SLIPS = """
select s.person_id, s.slip_sha256, e.data->>'slip' as slip
from pay_slips s join events e on e.pos = s.pos
where s.run_id = $1 and s.slip_sha256 is not null and s.person_id > $2
order by s.person_id limit $3
"""


async def slips_of(pool: Any, run_id: UUID) -> list[tuple[Slip, str]]:  # noqa: ANN401
    """Every slip of a run with its hash, in order of person."""
    found: list[tuple[Slip, str]] = []
    after = ""
    while rows := await pool.fetch(_SLIPS, str(run_id), after, SLIPS_AT_ONCE):
        found += await asyncio.to_thread(_read, rows)
        after = rows[-1]["person_id"]
    return found


def _read(rows: Sequence[Any]) -> list[tuple[Slip, str]]:
    return [(read_slip(row["slip"].encode()), row["slip_sha256"]) for row in rows]


async def digest_of(pool: Any, run_id: UUID) -> str:  # noqa: ANN401
    """SHA-256 of every person's slip, or reason for having none, in order of person."""
    rows = await pool.fetch(
        "select person_id, coalesce(slip_sha256, exceptions) from pay_slips where run_id = $1 "
        'order by person_id collate "C"',
        str(run_id),
    )
    lines = (f"{person} {told}\n" for person, told in rows)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


async def make_files(pool: Any, run_id: UUID, run: PayRun) -> list[Made]:  # noqa: ANN401
    """The same bytes whenever they are made. Raises Refused when control totals differ."""
    slips = await slips_of(pool, run_id)
    _, units = await roll_of(pool, run)
    known = await _cards_known(pool, [slip for slip, _ in slips])
    page = await read.page_of_types(pool, TYPES, known)
    heading = Heading(str(run_id), run.opened.month, units)
    paid = await asyncio.to_thread(lambda: paid_of(_paid(slips, page)))
    at_once = asyncio.Semaphore(FILES_AT_ONCE)

    async def made(part: Callable[[], Made]) -> Made:
        async with at_once:
            return await asyncio.to_thread(part)

    found = await asyncio.to_thread(tables, heading, paid)
    found += await asyncio.gather(*(made(part) for part in slip_parts(heading, paid)))
    refuse_difference(found)
    return found


async def one_sheet(pool: Any, run_id: UUID, run: PayRun, slip: tuple[Slip, str]) -> bytes:  # noqa: ANN401
    """One person's slip on paper."""
    _, units = await roll_of(pool, run)
    known = await _cards_known(pool, [slip[0]])
    page = await read.page_of_people(pool, [slip[0].person], known)
    heading = Heading(str(run_id), run.opened.month, units)

    def made() -> bytes:
        (paid,) = _paid([slip], page)
        return slip_sheets([sheet_of(heading, paid)], tagged=True)

    return await asyncio.to_thread(made)


async def _cards_known(pool: Any, slips: Sequence[Slip]) -> read.Known:  # noqa: ANN401
    places = await facts.places(pool)
    positions = (places["roster"].pos, places["assessment"].pos, places["training"].pos)
    return read.Known(max(slip.closed_at for slip in slips), positions)


def _paid(slips: Sequence[tuple[Slip, str]], page: str) -> list[Paid]:
    known = read.files_of(page).facts
    return [Paid(slip, sha256, _card(slip, known)) for slip, sha256 in slips]


def _card(slip: Slip, known: Mapping[str, Sequence[Fact]]) -> Member:
    """By exactly those facts that the slip was drawn from: later ones change no file."""
    heard = {room.room: room.subject_seq for room in slip.evidence}
    kept = [
        fact for fact in known.get(slip.person, ()) if fact.subject_seq <= heard.get(fact.room, 0)
    ]
    return member(slip.person, kept, _day(slip))


def _day(slip: Slip) -> date:
    return last_day(month_named(slip.month))


def release_of(pool: Any, run_id: UUID, run: PayRun, digest: str) -> Making:  # noqa: ANN401
    """What is made ahead, as soon as a run is approved, and waited for at its release."""

    async def made() -> PayRunReleased:
        return await keep(pool, digest, await make_files(pool, run_id, run))

    return (run_id, digest), made


async def keep(pool: Any, digest: str, made: Sequence[Made]) -> PayRunReleased:  # noqa: ANN401
    """The event of the release; bytes nobody refers to in the end do no harm."""
    told = tuple(one.as_event() for one in made)
    await pool.executemany(
        "insert into pay_files (sha256, content) values ($1, $2) on conflict do nothing",
        [(event.sha256, one.content) for event, one in zip(told, made, strict=True)],
    )
    slips = [one for one in made if one.name.startswith("slips-")]
    return PayRunReleased(
        slips=sum(one.people for one in slips),
        net_fen=sum(one.net_fen for one in slips),
        slips_sha256=digest,
        files=told,
    )


async def content_of(pool: Any, run_id: UUID, run: PayRun, name: str) -> tuple[bytes, str]:  # noqa: ANN401
    """Bytes and media type of a released file; made again from the log when they were lost."""
    told = next((one for one in run.released.files if one.name == name), None)
    if told is None:
        raise nothing_here()
    content = await pool.fetchval("select content from pay_files where sha256 = $1", told.sha256)
    if content is None:
        made = await make_files(pool, run_id, run)
        content = next(one.content for one in made if one.name == name)
    if hashlib.sha256(content).hexdigest() != told.sha256:
        raise conflict(
            "file_differs",
            "文件与发放时记录的 SHA-256 不一致",
            "the file is not the one whose SHA-256 was recorded at the release",
        )
    return content, told.media_type
