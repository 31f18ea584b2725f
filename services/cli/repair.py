"""`follow-repair`: a room was restored from a backup; let the gateway take its new history."""

import asyncio
import getpass
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.language import print_json, say, tell
from services.cli.options import HomeOption, JsonOption
from services.kernel.embedded.problem import FAILED, OK, Problem
from services.kernel.settings import Settings, load

if TYPE_CHECKING:
    import asyncpg
    import httpx

    from services.kernel.event import Recorded
    from services.kernel.follow.repair import Copy

    Pool = asyncpg.Pool[asyncpg.Record]

app = typer.Typer(add_completion=False)
# Decisions that could use what is dropped: they were right by the history then, and stay recorded.
_DECISIONS = """
select count(*) from events where type = $1 and (data->>$2)::bigint >= $3
"""


@app.command()
def follow_repair(
    room: Annotated[
        str, typer.Argument(help=say("从备份恢复的服务", "The room that was restored"))
    ],
    from_pos: Annotated[
        int | None,
        typer.Option(
            "--from",
            min=1,
            help=say("从此位置起舍弃；省略则只查看", "First position to drop; look only, if none"),
        ),
    ] = None,
    reason: Annotated[str, typer.Option(help=say("理由，留档", "Why, for the record"))] = "",
    by: Annotated[
        str,
        typer.Option(
            help=say("决定人；省略为登录名", "Who decided it; the login name when left out")
        ),
    ] = "",
    *,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Without --from: say where the two histories part (exit code 1), and change nothing.

    With --from and --reason: drop the gateway's facts of this room from that position on (they are
    put by in HOME/repairs), note it in follow_repairs, and let the follower go on from there.
    With --json: {"room", "agreed", "taken", "decisions"}, or {"room", "from", "dropped"}.
    """
    from services.gateway.facts.store import ROOMS  # noqa: PLC0415  quick --help

    if room not in ROOMS:
        raise typer.BadParameter(f"{room!r}: {say('可选', 'allowed are')} {', '.join(ROOMS)}")
    if from_pos is not None and not reason.strip():
        raise typer.BadParameter(say("请以 --reason 说明缘由", "say why with --reason"))
    settings = load(JINGHENG_HOME=str(home_folder) if home_folder else None)
    why = (reason.strip(), by or getpass.getuser())
    asyncio.run(_main(settings, room, from_pos, why, as_json=as_json))


async def _main(
    settings: Settings, room: str, from_pos: int | None, why: tuple[str, str], *, as_json: bool
) -> None:
    import httpx  # noqa: PLC0415  quick --help

    from services.cli.summary import as_running  # noqa: PLC0415
    from services.kernel.store.postgres import connect_pool  # noqa: PLC0415

    settings = as_running(settings)
    pool = await connect_pool(settings.database_url("gateway"), size_max=2)
    try:
        async with httpx.AsyncClient() as http:
            copy = copy_of(settings, http, room)
            if from_pos is None:
                parted = await _look(pool, copy)
                if as_json:
                    print_json(asdict(parted))
                else:
                    _show(parted)
                raise typer.Exit(FAILED if parted.taken > parted.agreed else OK)
            await _refuse_needless(pool, copy)
            dropped = await carry_out(settings, pool, copy, from_pos, why)
    finally:
        await pool.close()
    if as_json:
        print_json({"room": room, "from": from_pos, "dropped": dropped})
        return
    tell(
        f"{room}：已撤下 {dropped} 条（自位置 {from_pos} 起），随后取新的日志。",
        f"{room}: {dropped} events dropped from position {from_pos} on; the new ones come next.",
    )


def copy_of(settings: Settings, http: "httpx.AsyncClient", room: str) -> "Copy":
    """The gateway's facts of one room."""
    from services.gateway.facts import store  # noqa: PLC0415  quick --help
    from services.gateway.facts.intake import feeds  # noqa: PLC0415
    from services.kernel.follow.repair import Copy  # noqa: PLC0415

    source = next(one for one in feeds(settings, http) if one.room == room)
    return Copy(store.FOLLOWER, source, store.event_at, store.drop_from)


@dataclass(frozen=True, slots=True)
class Parted:
    """How far the room and what was taken of it have one history."""

    room: str
    agreed: int
    taken: int
    decisions: int  # Recorded, and could use what comes after.


async def _look(pool: "Pool", copy: "Copy") -> Parted:
    from services.gateway.record.events import DecisionRecorded  # noqa: PLC0415  quick --help
    from services.kernel.follow.keeper import read_place  # noqa: PLC0415
    from services.kernel.follow.repair import last_agreed  # noqa: PLC0415

    room = copy.source.room
    place = await read_place(pool, copy.follower, room)
    agreed = await last_agreed(pool, copy)
    used = 0
    if agreed < place.pos:
        used = await pool.fetchval(_DECISIONS, DecisionRecorded.TYPE, f"{room}_pos", agreed + 1)
    return Parted(room, agreed, place.pos, used)


def _show(found: Parted) -> None:
    room, agreed = found.room, found.agreed
    if agreed == found.taken:
        tell(
            f"{room}：到位置 {agreed} 历史一致，无须撤下。",
            f"{room}: one history up to position {agreed}, nothing to drop.",
        )
        return
    drop = found.taken - agreed
    tell(
        f"{room}：双方一致到位置 {agreed}，已取到 {found.taken}；撤下 {drop} 条即可继续。"
        f"其后作出的判定 {found.decisions} 件，请复核。",
        f"{room}: both agree up to position {agreed}, {found.taken} had been taken: to go on, "
        f"{drop} events must be dropped. {found.decisions} decisions could use them: look at "
        "those again.",
    )
    typer.echo(f'./jingheng follow-repair {room} --from {agreed + 1} --reason "..."')


async def _refuse_needless(pool: "Pool", copy: "Copy") -> None:
    """Sent a second time it would drop what is right."""
    from services.kernel.follow.keeper import read_place  # noqa: PLC0415  quick --help
    from services.kernel.follow.repair import last_agreed  # noqa: PLC0415

    room = copy.source.room
    agreed = await last_agreed(pool, copy)
    if agreed == (await read_place(pool, copy.follower, room)).pos:
        raise Problem(
            f"{room}：到位置 {agreed} 历史一致，无须撤下；未作任何改动。",
            f"{room}: one history up to position {agreed}, nothing to drop; nothing was touched.",
            exit_code=FAILED,
        )


async def carry_out(
    settings: Settings, pool: "Pool", copy: "Copy", from_pos: int, why: tuple[str, str]
) -> int:
    """How many events were dropped; `why` is reason and who."""
    from services.kernel.follow.repair import Order, repair  # noqa: PLC0415  quick --help
    from services.kernel.identity import new_uuid7  # noqa: PLC0415

    order = Order(new_uuid7(), why[1], why[0], datetime.now(UTC))
    name = f"{copy.source.room}-{order.at:%Y%m%dT%H%M%S}-{order.repair_id}.jsonl"
    file = settings.home / "repairs" / name

    def keep(dropped: "Sequence[Recorded]") -> str:
        put_by(file, dropped)
        return str(file)

    return await repair(pool, copy, from_pos, order, keep=keep)


def put_by(file: Path, dropped: "Sequence[Recorded]") -> None:
    """Durable before the transaction commits; for the owner's eyes only."""
    from services.cli.events import write_log  # noqa: PLC0415  quick --help

    file.parent.mkdir(parents=True, exist_ok=True)
    write_log(file, dropped)
    for place in (file, file.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
