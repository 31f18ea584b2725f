"""`certificate`: a recorded decision with its evidence and policy, in a file checked offline."""

import asyncio
import os
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from services.cli.language import say, tell
from services.kernel.embedded.problem import FAILED

app = typer.Typer(add_completion=False)


@app.command()
def certificate(
    person: Annotated[str, typer.Argument(help=say("人员编号（UUID）", "Person id (UUID)"))],
    file: Annotated[Path, typer.Argument(help=say("须尚不存在", "Where to; must not exist yet"))],
    event: Annotated[
        UUID | None,
        typer.Option(
            help=say("记载判定的事件；省略为最新", "The recording event; the newest when left out")
        ),
    ] = None,
    run: Annotated[
        UUID | None,
        typer.Option(help=say("改为该发薪的工资单", "The slip of this pay run instead")),
    ] = None,
) -> None:
    """Write the certificate of a recorded decision or a released slip, to be checked offline."""
    from services.kernel.errors import Refused  # noqa: PLC0415  quick --help

    try:
        text = asyncio.run(_certify(person.lower(), event, run))
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text + "\n")
    except FileExistsError:
        raise typer.BadParameter(f"{file}: {say('已存在', 'exists already')}") from None
    except Refused as refusal:
        tell(refusal.text.zh, refusal.text.en)
        raise typer.Exit(FAILED) from None
    tell(
        f"证书已写入 {file}；核验：python3 verifier/verify_certificate.py {file}",
        f"certificate written to {file}; check it: python3 verifier/verify_certificate.py {file}",
    )


async def _certify(person: str, event: UUID | None, run: UUID | None) -> str:
    from services.cli.summary import as_running  # noqa: PLC0415  quick --help
    from services.gateway.answer import shelves_of  # noqa: PLC0415
    from services.gateway.record.certify import Sources, certify  # noqa: PLC0415
    from services.gateway.record.certify_slip import certify_slip  # noqa: PLC0415
    from services.kernel.settings import load  # noqa: PLC0415
    from services.kernel.store.postgres import connect_pool  # noqa: PLC0415

    settings = as_running(load())
    pool = await connect_pool(settings.database_url("gateway"), size_max=1)
    try:
        sources = Sources(pool, shelves_of(pool, settings.bureau), settings)
        if run is not None:
            return (await certify_slip(sources, person, run)).model_dump_json(indent=1)
        return (await certify(sources, person, event)).model_dump_json(indent=1)
    finally:
        await pool.close()
