"""`rebuild`: make read models anew from the log beside those in use, compare, and switch."""

import asyncio
import importlib
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli.language import print_json, say, tell
from services.cli.options import HomeOption, JsonOption
from services.kernel.embedded.problem import FAILED, Problem
from services.kernel.settings import ROOMS, Room, Settings, load
from services.kernel.store.shadow import Difference, compare, make_shadows, replace

if TYPE_CHECKING:
    import httpx
    from sqlalchemy import MetaData

    from services.kernel.follow.follower import Source

app = typer.Typer(add_completion=False)
REBUILT = ("roster", "gateway")  # The rooms that keep something besides their log.


@app.command()
def rebuild(
    room: Annotated[
        str | None,
        typer.Argument(
            help=say("roster 或 gateway；省略则两者", "roster or gateway; both if left out")
        ),
    ] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help=say("只比对，不改动", "Compare, and change nothing"))
    ] = False,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Needs owner addresses, as `migrate` does; the gateway also asks the rooms' feeds.

    With --check the exit code is 1 when anything differs.
    """
    if room is not None and room not in ROOMS:
        raise typer.BadParameter(f"{room!r}: {say('可选', 'allowed are')} {', '.join(ROOMS)}")
    settings = load(JINGHENG_HOME=str(home_folder) if home_folder else None)
    found = asyncio.run(_rebuild(settings, room, check=check))
    if as_json:
        print_json([asdict(one) | {"equal": one.equal} for one in found])
    else:
        for one in found:
            _show(one)
    differ = any(not one.equal for one in found)
    if differ and not check:
        tell("已换上重建的内容。", "What was rebuilt is in use now.")
    if differ and check:
        raise typer.Exit(FAILED)


async def _rebuild(settings: Settings, room: str | None, *, check: bool) -> list[Difference]:
    import httpx  # noqa: PLC0415  quick --help

    from services.cli.summary import as_running  # noqa: PLC0415

    settings = as_running(settings)
    found: list[Difference] = []
    if room in (None, "roster"):
        found += await rebuild_read_models(settings, "roster", check=check)
    if room in (None, "gateway"):
        found += await rebuild_read_models(settings, "gateway", check=check)
        async with httpx.AsyncClient() as http:
            found += await rebuild_facts(settings, http, check=check)
    if room is not None and room not in REBUILT:
        tell(f"{room}：除日志外别无所存", f"{room} keeps nothing but its log")
    return found


async def rebuild_read_models(settings: Settings, room: Room, *, check: bool) -> list[Difference]:
    """From the log, by the code that keeps them; appends wait only for the last few events."""
    import asyncpg  # noqa: PLC0415  quick --help

    from services.kernel.decider import Withheld  # noqa: PLC0415

    views = importlib.import_module(f"services.{room}.views")
    kept = keys_of(importlib.import_module(f"services.{room}.tables").Base.metadata)
    keys = {name: key for name, key in kept.items() if name in getattr(views, "TABLES", kept)}
    connection = await asyncpg.connect(settings.database_url(room, owner=True))
    try:
        await make_shadows(connection, list(keys))
        async with _projecting(settings, room, views.project) as project:
            pos = await _project_after(connection, project, 0)
            async with connection.transaction():
                await connection.execute("select from head where singleton for update")
                await _project_after(connection, project, pos)
                return await _switch(connection, keys, check=check)
    except Withheld as away:  # The keystore, without which no ID number can be compared.
        raise Problem(away.refused.text.zh, away.refused.text.en, exit_code=FAILED) from None
    finally:
        await connection.close()


def _projecting(settings: Settings, room: Room, project: Any) -> AbstractAsyncContextManager[Any]:  # noqa: ANN401
    """What keeps the room's read models: of the roster, with the vault that opens ID numbers."""
    if room == "roster":
        return importlib.import_module("services.roster.keeping").projecting(settings)  # type: ignore[no-any-return]
    return nullcontext(project)


async def _project_after(connection: Any, project: Any, after: int) -> int:  # noqa: ANN401
    """To the end of the log as it is; the position reached."""
    from services.kernel.store.log import PAGE, PAGE_EVENTS, assert_dense  # noqa: PLC0415
    from services.kernel.store.rows import from_rows  # noqa: PLC0415

    while rows := await connection.fetch(PAGE, after, PAGE_EVENTS):
        page = assert_dense(from_rows(rows), after)
        await project(connection, page)
        after = page[-1].pos
    return after


def keys_of(metadata: "MetaData") -> dict[str, list[str]]:
    """The primary key's columns of every table."""
    return {
        name: [column.name for column in table.primary_key.columns]
        for name, table in sorted(metadata.tables.items())
    }


async def _switch(
    connection: Any,  # noqa: ANN401
    keys: dict[str, list[str]],
    *,
    check: bool,
) -> list[Difference]:
    found = []
    for table, key in keys.items():
        found.append(await compare(connection, table, key))
        if not check and not found[-1].equal:
            await replace(connection, table, key)
    return found


async def rebuild_facts(
    settings: Settings, http: "httpx.AsyncClient", *, check: bool
) -> list[Difference]:
    """Every room's log followed from its beginning into a shadow, up to the place in use."""
    from services.gateway.facts.intake import feeds  # noqa: PLC0415  quick --help
    from services.kernel.store.postgres import connect_pool  # noqa: PLC0415

    # One connection: temporary tables are a session's own.
    pool = await connect_pool(settings.database_url("gateway", owner=True), size_max=1)
    try:
        sources = feeds(settings, http)
        await make_shadows(pool, ["facts", "followed"])
        while True:
            await _follow_all(pool, sources)
            async with pool.acquire() as connection, connection.transaction():
                if await _caught_up(connection, sources):
                    return await _switch(connection, {"facts": ["room", "pos"]}, check=check)
    finally:
        await pool.close()


async def _follow_all(pool: Any, sources: Sequence["Source"]) -> None:  # noqa: ANN401
    from services.gateway.facts import store  # noqa: PLC0415  quick --help
    from services.kernel.follow.follower import follower_on_postgres  # noqa: PLC0415

    for source in sources:
        follower = follower_on_postgres(store.FOLLOWER, source, pool, store.keep)
        while await follower.step():
            pass


async def _caught_up(connection: Any, sources: Sequence["Source"]) -> bool:  # noqa: ANN401
    """Whether the shadow reaches every place in use, held from here on; then it is cut to them.

    Raises Problem when a room's log is not the one that was followed: that is for follow-repair.
    """
    places = await connection.fetch(
        "select room, pos, chain from public.followed where follower = 'facts' for update"
    )
    taken = {row["room"]: (row["pos"], row["chain"]) for row in places}
    for source in sources:
        pos, chain = taken.get(source.room, (0, bytes(32)))
        anew = await connection.fetchval(
            "select chain from pg_temp.facts where room = $1 and pos = $2", source.room, pos
        )
        if anew is None and pos > 0:
            if (await source.head()).pos >= pos:
                return False  # The follower went on meanwhile: so does the shadow.
            raise _another_log(source.room, pos)
        if pos > 0 and anew != chain:
            raise _another_log(source.room, pos)
        await connection.execute(
            "delete from pg_temp.facts where room = $1 and pos > $2", source.room, pos
        )
    return True


def _another_log(room: str, pos: int) -> Problem:
    return Problem(
        f"{room} 的日志在位置 {pos} 已不是所跟随的那一份；见 ./jingheng follow-repair {room}",
        f"the log of {room} is not the one that was followed to position {pos}; "
        f"see ./jingheng follow-repair {room}",
        exit_code=FAILED,
    )


def _show(one: Difference) -> None:
    word = say("一致", "equal") if one.equal else say("不一致", "DIFFERS")
    line = f"{one.table:<20} {word:<8} {one.rows:>8} -> {one.rows_anew:<8} {one.digest_anew[:16]}"
    if not one.equal:
        line += say(
            f" 缺 {one.missing}，多 {one.surplus}", f" {one.missing} missing, {one.surplus} surplus"
        )
    typer.echo(line)
    for key in one.keys:
        typer.echo(f"  {key}")
