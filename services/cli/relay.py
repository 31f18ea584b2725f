"""`relay ROOM`: the process that carries one room's log to Kafka."""

import asyncio
import os
import signal
import sys
import time
from datetime import UTC, datetime
from typing import Annotated

import typer

from services.cli.language import say
from services.kernel.settings import ROOMS, Room, load

app = typer.Typer(add_completion=False)


@app.command()
def relay(
    room: Annotated[
        str,
        typer.Argument(
            help=say(
                "roster、assessment、training 或 gateway", "roster, assessment, training or gateway"
            )
        ),
    ],
) -> None:
    """Ends with code 1 at the first failure; the supervisor starts it again, from the tail.

    What it does it tells on stdout, one JSON object a line; `status --json` says whether it runs.
    """
    named = next((known for known in ROOMS if known == room), None)
    if named is None:
        raise typer.BadParameter(f"{room!r}: allowed are {', '.join(ROOMS)}")
    raise typer.Exit(asyncio.run(_relay(named)))


def _end_hard(code: int) -> None:
    """A thread that never comes back would keep the interpreter from ending."""
    sys.stdout.flush()
    os._exit(code)


async def _relay(room: Room) -> int:
    import asyncpg  # noqa: PLC0415  quick --help
    import structlog  # noqa: PLC0415

    from services.kernel.observability import configure_logs  # noqa: PLC0415
    from services.kernel.pulse import RelayPulse  # noqa: PLC0415
    from services.kernel.store.away import CUT  # noqa: PLC0415
    from services.kernel.stream.relay import RelayForked, TopicChanged  # noqa: PLC0415
    from services.kernel.stream.run import run_relay  # noqa: PLC0415
    from services.kernel.stream.threaded import BrokerAway, Fenced, Hung  # noqa: PLC0415
    from services.kernel.stream.topics import WrongTopic  # noqa: PLC0415
    from services.kernel.web.worker_door import worker_door  # noqa: PLC0415

    settings = load()
    configure_logs(f"relay-{room}", level=settings.log_level)
    log = structlog.get_logger("jingheng.relay")
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    watch = RelayPulse(room, time.monotonic, lambda: datetime.now(UTC))
    try:
        async with worker_door(watch.pulse, settings.host, settings.worker_port):
            await run_relay(room, settings, stop, watch)
    except (
        BrokerAway,
        Fenced,
        RelayForked,
        TopicChanged,
        WrongTopic,
        *CUT,
        asyncpg.PostgresError,
    ) as fault:
        log.error(  # noqa: TRY400  one line for whoever is on call; the trace adds nothing
            "relay_stopped", room=room, condition=type(fault).__name__, detail=str(fault)
        )
        if isinstance(fault, Hung):
            _end_hard(1)
        return 1
    return 0
