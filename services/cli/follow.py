"""`follow gateway`: the worker that keeps the gateway's facts up with the three rooms."""

import asyncio
import signal
from typing import Annotated, Any

import typer

from services.cli.language import say

app = typer.Typer(add_completion=False)


@app.command()
def follow(
    room: Annotated[
        str, typer.Argument(help=say("追随者：gateway", "Who follows: gateway"))
    ] = "gateway",
) -> None:
    """Follow the logs of roster, assessment and training over their HTTP feeds.

    What it does it tells on stdout, one JSON object a line; `status --json` says whether it runs.
    """
    if room != "gateway":
        raise typer.BadParameter(f"{room!r}: only the gateway follows")
    asyncio.run(_follow())


async def _follow() -> None:
    import httpx  # noqa: PLC0415  quick --help

    from services.gateway.facts.intake import followers  # noqa: PLC0415
    from services.kernel.observability import configure_logs  # noqa: PLC0415
    from services.kernel.settings import load  # noqa: PLC0415

    settings = load()
    configure_logs("follow-gateway", level=settings.log_level)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    pool = await _when_there(settings.database_url("gateway"), stop)
    if pool is None:
        return
    async with httpx.AsyncClient() as http:
        made = followers(settings, http, pool)
        running = [asyncio.create_task(one.run(stop), name=one.source.room) for one in made]
        told: asyncio.Task[Any] = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait([told, *running], return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await asyncio.gather(*(one.source.close() for one in made))
        for task in done - {told}:
            if not task.cancelled():
                task.result()  # A follower never ends by itself: say why this one did.
    await asyncio.wait_for(pool.close(), 5)


async def _when_there(url: str, stop: asyncio.Event) -> Any:  # noqa: ANN401  a pool, or None
    """A pool once the database answers; None when told to stop before."""
    import asyncpg  # noqa: PLC0415  quick --help
    import structlog  # noqa: PLC0415

    from services.kernel.store.away import CUT, is_away  # noqa: PLC0415
    from services.kernel.store.postgres import connect_pool  # noqa: PLC0415

    while not stop.is_set():
        try:
            return await connect_pool(url)
        except (*CUT, asyncpg.PostgresError) as fault:
            if not is_away(fault):
                raise
            log = structlog.get_logger("jingheng.follower")
            log.info("database_away", fault=type(fault).__name__)
            await asyncio.sleep(1)
    return None
