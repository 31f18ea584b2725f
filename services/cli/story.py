"""`story`: the product in a minute, on the running demonstration bureau, explained as it goes."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from services.cli.language import say

app = typer.Typer(add_completion=False)


@app.command()
def story(
    as_json: Annotated[
        bool, typer.Option("--json", help=say("各章节，供程序读取", "The chapters, for programs"))
    ] = False,
) -> None:
    """A promotion, a late sanction, two closed months recovered, an appeal, an auditor who agrees.

    Needs `./jingheng up`. Each telling has an officer, a unit and pay runs of its own.
    """
    from services.cli.language import print_json  # noqa: PLC0415  quick --help
    from services.cli.story_plot import Teller, tell  # noqa: PLC0415
    from services.cli.summary import as_running  # noqa: PLC0415
    from services.kernel.settings import load  # noqa: PLC0415

    chapters: list[dict[str, str]] = []

    def heard(zh: str, en: str, *lines: str) -> None:
        chapters.append({"zh": zh, "en": en, "lines": "\n".join(lines)})
        if not as_json:
            typer.echo(f"\n{len(chapters)}. {say(zh, en)}")
            for line in lines:
                typer.echo(f"   {line}")

    teller: Teller = heard
    asyncio.run(tell(as_running(load()), datetime.now(UTC), teller))
    if as_json:
        print_json(chapters)
