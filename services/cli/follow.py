"""`follow gateway`: the worker that keeps the gateway's facts up with the three rooms."""

import asyncio
import signal
import time
from collections.abc import Callable
from typing import Annotated, Any

import typer

from services.cli.language import say
from services.kernel.settings import Settings, load

app = typer.Typer(add_completion=False)


@app.command()
def follow(
    room: Annotated[
        str, typer.Argument(help=say("追随者：gateway", "Who follows: gateway"))
    ] = "gateway",
) -> None:
    """Follow the logs of roster, assessment and training: over Kafka where a broker is named.

    Without KAFKA_BOOTSTRAP_SERVERS it asks the rooms' HTTP feeds.

    What it does it tells on stdout, one JSON object a line; `status --json` says whether it runs.
    """
    if room != "gateway":
        raise typer.BadParameter(f"{room!r}: only the gateway follows")
    asyncio.run(_follow())


async def _follow() -> None:
    from services.gateway.facts.store import ROOMS  # noqa: PLC0415  quick --help
    from services.kernel.observability import configure_logs  # noqa: PLC0415
    from services.kernel.pulse import Pulse  # noqa: PLC0415
    from services.kernel.web.worker_door import worker_door  # noqa: PLC0415

    settings = load()
    configure_logs("follow-gateway", level=settings.log_level)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    pulse = Pulse("follow-gateway", ROOMS, time.monotonic)
    async with worker_door(pulse, settings.host, settings.worker_port):
        pool = await _when_there(settings.database_url("gateway"), stop)
        if pool is None:
            return
        await _keep_up(settings, pool, stop, pulse.beat)
        await asyncio.wait_for(pool.close(), 5)


async def _keep_up(
    settings: Settings,
    pool: Any,  # noqa: ANN401  asyncpg's is imported below.
    stop: asyncio.Event,
    turned: Callable[[str], None],
) -> None:
    import httpx  # noqa: PLC0415  quick --help

    from services.gateway.facts.intake import followers  # noqa: PLC0415

    async with httpx.AsyncClient() as http:
        made = followers(settings, http, pool)
        for one in made:
            one.turned = turned
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
