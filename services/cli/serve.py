"""`serve ROOM`: run one room's HTTP application until told to stop."""

import importlib
from typing import Annotated

import typer

from services.cli.language import say
from services.kernel.settings import ROOMS, load

app = typer.Typer(add_completion=False)


@app.command()
def serve(
    room: Annotated[
        str,
        typer.Argument(
            help=say(
                "roster、assessment、training 或 gateway", "roster, assessment, training or gateway"
            )
        ),
    ],
    host: Annotated[str | None, typer.Option(help=say("监听地址", "Address to listen on"))] = None,
    port: Annotated[int | None, typer.Option(help=say("监听端口", "Port to listen on"))] = None,
) -> None:
    """Run one room's API. Settings come from the environment (deploy/env.example)."""
    if room not in ROOMS:
        raise typer.BadParameter(f"{room!r}: allowed are {', '.join(ROOMS)}")
    from services.kernel.observability import configure_logs  # noqa: PLC0415  quick --help
    from services.kernel.web.serving import run  # noqa: PLC0415

    settings = load()
    configure_logs(room, level=settings.log_level)
    module = importlib.import_module(f"services.{room}.app")
    run(module.make_app(settings), host or settings.host, port or settings.port(room))
