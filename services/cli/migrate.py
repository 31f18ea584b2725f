"""`migrate [ROOM]`: bring databases to the newest schema; safe to run twice, and at once."""

from typing import Annotated

import typer

from services.cli.language import print_json, say
from services.cli.options import HomeOption, JsonOption
from services.kernel.settings import STORES, load

app = typer.Typer(add_completion=False)


@app.command()
def migrate(
    room: Annotated[
        str | None,
        typer.Argument(help=say("某一库；省略则全部五个", "One store; all five when left out")),
    ] = None,
    *,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Needs the owner addresses (ROSTER_OWNER_DATABASE_URL ...); services never get these.

    With --json: [{"room", "revisions"}], the newest schema each database is at now.
    """
    from services.kernel.migrate import revisions, upgrade  # noqa: PLC0415  quick --help

    if room is not None and room not in STORES:
        raise typer.BadParameter(f"{room!r}: allowed are {', '.join(STORES)}")
    settings = load(JINGHENG_HOME=str(home_folder) if home_folder else None)
    done = []
    for name in STORES:
        if room in (None, name):
            url = settings.database_url(name, owner=True)
            upgrade(name, url, algorithm=settings.chain_hash)
            done.append({"room": name, "revisions": revisions(name)})
            if not as_json:
                typer.echo(f"{name}: ok")
    if as_json:
        print_json(done)
