"""`verify`: recompute every chain from its beginning and compare it with all that was kept."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli.language import print_json, say, tell
from services.cli.options import HomeOption, JsonOption
from services.kernel.audit import Auditor, Kept, Wrong, genuine_checkpoints
from services.kernel.embedded.problem import FAILED, Problem
from services.kernel.settings import ROOMS, STORES, Settings, Store, load
from services.kernel.store.rows import SELECT, from_rows
from services.kernel.witness import Checkpoint, Closing, public_key, read_checkpoints

if TYPE_CHECKING:
    import asyncpg

    Pool = asyncpg.Pool[asyncpg.Record]

app = typer.Typer(add_completion=False)
PAGE_EVENTS = 5_000
_PAGE = f"{SELECT} where pos > $1 and pos <= $2 order by pos limit $3"
_LINKS = "select pos, chain from events where pos between $1 and $2"
# A command without its events, or an event without its command: written past the store.
_EVENT_ALONE = """
select min(e.pos) from events e where e.pos <= $1
and not exists (select from commands c where c.command_id = e.command_id)
"""
_ANSWER_ALONE = """
select min((c.receipt->>'pos')::bigint)
from commands c, json_array_elements_text(c.receipt->'events') made(id)
where not exists (select from events e where e.event_id = made.id::uuid)
"""


@dataclass(slots=True)
class Report:
    """What was found of one log, or of one copy of it."""

    log: str  # The room, or `gateway facts: room`.
    events: int = 0
    chain: str = ""
    checkpoints: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # What could not be checked, and why.
    closings: list[Closing] = field(default_factory=list)  # Older histories, ended by name.
    parted_after: int | None = None  # The last position shared with a history that others saw.
    saw: int = 0  # How far they saw it go.


@app.command()
def verify(
    rooms: Annotated[
        list[str] | None, typer.Argument(help=say("省略则全部", "All when left out"))
    ] = None,
    *,
    witness: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "ROOM.jsonl 所在目录；省略为 HOME/witness",
                "Folder of ROOM.jsonl; HOME/witness when left out",
            )
        ),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(
            help=say(
                "ROOM=HEX：另处保管的可信公钥", "ROOM=HEX: the public key to trust, kept elsewhere"
            )
        ),
    ] = None,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Chains, heads, checkpoints, sequences; for the gateway also its copy of the rooms' logs."""
    settings = load(JINGHENG_HOME=str(home_folder) if home_folder else None)
    every = STORES if settings.has_keystore() else ROOMS
    names = [of_room(name) for name in rooms or every]
    keys = dict(_key(one) for one in key or ())
    reports = asyncio.run(_verify(settings, names, witness or settings.home / "witness", keys))
    failed = any(report.wrong for report in reports)
    if as_json:
        print_json({"ok": not failed, "logs": [_tree(report) for report in reports]})
    else:
        for report in reports:
            _show(report)
    if failed:
        raise typer.Exit(FAILED)


async def _verify(
    settings: Settings, rooms: Sequence[Store], witness: Path, keys: dict[str, str]
) -> list[Report]:
    from services.cli.summary import as_running  # noqa: PLC0415  quick --help
    from services.kernel.store.postgres import connect_pool  # noqa: PLC0415

    settings = as_running(settings)
    reports = []
    for room in rooms:
        pool = await connect_pool(settings.database_url(room), size_max=2)
        try:
            trusted = keys.get(room) or _own_key(settings, room)
            reports.append(await verify_room(pool, room, witness / f"{room}.jsonl", trusted))
            if room == "gateway":
                reports += await _verify_copies(settings, pool)
        finally:
            await pool.close()
    return reports


async def _verify_copies(settings: Settings, gateway: "Pool") -> list[Report]:
    from services.gateway.facts import store  # noqa: PLC0415  quick --help
    from services.kernel.store.postgres import connect_pool  # noqa: PLC0415

    reports = []
    for room in store.ROOMS:
        pool = await connect_pool(settings.database_url(room), size_max=2)
        try:
            reports.append(await verify_copy(gateway, pool, room))
        finally:
            await pool.close()
    return reports


async def verify_room(pool: "Pool", room: str, file: Path, trusted: str | None) -> Report:
    """One room's log; `file` holds its checkpoints, `trusted` is the witness's public key."""
    from services.kernel.store.log import Log  # noqa: PLC0415  quick --help

    report = Report(room)
    checkpoints = _checkpoints(file, report)  # Before the head: none of them may be ahead of it.
    head = await Log(pool).head()
    good, report.wrong = genuine_checkpoints(
        Kept(room, head.store_id, head.algorithm, checkpoints, trusted)
    )
    if checkpoints and trusted is None:
        report.notes.append(say("未给出公钥，签名未核对", "no public key: signatures not checked"))
        # Whoever can write the file could excuse himself.
        good = [checkpoint for checkpoint in good if not isinstance(checkpoint, Closing)]
    report.closings = [checkpoint for checkpoint in good if isinstance(checkpoint, Closing)]
    auditor = Auditor(room, head.algorithm, good)
    await _through(pool, auditor, head.pos)
    report.wrong += auditor.end((head.pos, head.chain))
    report.parted_after, report.saw = auditor.parted_after, auditor.saw
    if (pos := await pool.fetchval(_EVENT_ALONE, head.pos)) is not None:
        report.wrong.append(Wrong(pos, "an event that no command wrote"))
    if (pos := await pool.fetchval(_ANSWER_ALONE)) is not None:
        told = "a command was answered with an event that is not in the log"
        report.wrong.append(Wrong(pos, told))
    report.events, report.chain = auditor.pos, auditor.chain.hex()
    report.checkpoints = len(good)
    report.wrong.sort(key=lambda wrong: wrong.since or wrong.pos)
    return report


async def verify_copy(gateway: "Pool", room_pool: "Pool", room: str) -> Report:
    """The gateway's copy of a room's log: sound in itself, and the same by position and chain."""
    from services.gateway.facts import store  # noqa: PLC0415  quick --help
    from services.kernel.store.log import Log  # noqa: PLC0415

    report = Report(f"gateway facts: {room}")
    auditor = Auditor(room, (await Log(room_pool).head()).algorithm)
    place = (await store.places(gateway))[room]
    async for page in store.pages(gateway, room):
        if not auditor.take(page):
            break
        rows = await room_pool.fetch(_LINKS, page[0].pos, page[-1].pos)
        links = {row["pos"]: row["chain"] for row in rows}
        other = next((event.pos for event in page if links.get(event.pos) != event.chain), None)
        if other is not None:
            auditor.wrong.append(Wrong(other, "the room's own log does not have this event"))
            break
    # The place was read first: a follower may have gone on since, but never back.
    behind = auditor.pos < place.pos
    report.wrong = auditor.end((place.pos, bytes.fromhex(place.chain)) if behind else None)
    if place.condition:
        told = f"{place.condition}: {place.detail}"
        report.notes.append(say(f"跟随已停止：{told}", f"the follower has stopped: {told}"))
    report.events, report.chain = auditor.pos, auditor.chain.hex()
    return report


async def _through(pool: "Pool", auditor: Auditor, until: int) -> None:
    """Whatever the table holds, holes and all: the auditor is to see them."""
    after = 0
    while rows := await pool.fetch(_PAGE, after, until, PAGE_EVENTS):
        page = from_rows(rows)
        if not auditor.take(page):
            return
        after = page[-1].pos


def _checkpoints(file: Path, report: Report) -> list[Checkpoint]:
    """A line cut short by a power cut is passed over and told; a strange one is wrong."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        report.notes.append(
            say(
                f"没有检查点 {file}：尾部缺失无从发现",
                f"no checkpoints in {file}: a lost tail would not show",
            )
        )
        return []
    found: list[Checkpoint] = []
    for number, line in enumerate(lines, start=1):
        try:
            found += read_checkpoints([line])
        except json.JSONDecodeError:
            report.notes.append(say(f"检查点第 {number} 行不完整", f"checkpoint {number} is cut"))
        except ValueError:
            raise Problem(
                f"{file} 第 {number} 行不是检查点。",
                f"{file}: line {number} is no checkpoint.",
                exit_code=FAILED,
            ) from None
    if not lines:
        raise Problem(
            f"{file} 中没有检查点：被清空，或不是该服务的文件。",
            f"{file} holds no checkpoint: emptied, or not the room's file.",
            exit_code=FAILED,
        )
    return found


def _own_key(settings: Settings, room: str) -> str | None:
    """Good on the witness's own machine; an outside auditor brings the key he was given."""
    file = settings.secret_file(f"witness_{room}.key")
    return public_key(file) if file.exists() else None


def of_room(name: str) -> Store:
    for room in STORES:
        if room == name:
            return room
    raise typer.BadParameter(f"{name!r}: {say('可选', 'allowed are')} {', '.join(STORES)}")


def _key(text: str) -> tuple[str, str]:
    room, _, key = text.partition("=")
    if not key:
        raise typer.BadParameter(f"{text!r}: ROOM=HEX")
    return of_room(room), key


def _tree(report: Report) -> dict[str, Any]:
    return {
        "log": report.log,
        "ok": not report.wrong,
        "events": report.events,
        "chain": report.chain,
        "checkpoints": report.checkpoints,
        "wrong": [
            {"pos": one.pos, "since": one.since or one.pos, "problem": one.problem}
            for one in report.wrong
        ],
        "notes": report.notes,
        "closings": [asdict(closing) for closing in report.closings],
    }


def told_of(closing: Closing) -> str:
    """A history that ended stays told at every verification."""
    until, saw = closing.closes_after, closing.saw
    return say(
        f"{closing.restored_on} 恢复之前的历史（位置 {until} 之后，曾见至 {saw}）"
        f"由 {closing.by} 于 {closing.at} 封存：{closing.reason}",
        f"history before the restore of {closing.restored_on} (after position {until}, seen up to "
        f"{saw}) closed by {closing.by} at {closing.at}: {closing.reason}",
    )


def _show(report: Report) -> None:
    word = say("一致", "ok") if not report.wrong else say("不一致", "WRONG")
    counted = say("条", "events"), say("检查点", "checkpoints")
    line = f"{report.log:<26} {word:<6} {report.events:>8} {counted[0]}  {report.chain[:16]}"
    typer.echo(f"{line}  {report.checkpoints} {counted[1]}")
    for wrong in report.wrong:
        typer.echo(f"  {wrong}")
    for closing in report.closings:
        typer.echo(f"  {told_of(closing)}")
    for note in report.notes:
        tell(f"  {note}", f"  {note}")
