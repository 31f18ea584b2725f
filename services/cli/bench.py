"""`bench [NAME]`: measure against the ceiling and the rival in the same run, and say the ratio."""

import asyncio
import importlib
import pkgutil
from typing import Annotated

import typer

from services.cli.language import say

app = typer.Typer(add_completion=False)


def names() -> list[str]:
    """Every benchmark that has a `main`; the folder is the list."""
    import benchmarks  # noqa: PLC0415  quick --help

    return [
        module.name
        for module in pkgutil.iter_modules(benchmarks.__path__)
        if hasattr(importlib.import_module(f"benchmarks.{module.name}"), "main")
    ]


@app.command()
def bench(
    name: Annotated[
        str | None,
        typer.Argument(help=say("单项基准；省略则全部", "One benchmark; all when left out")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=say("每项一行 JSON", "One JSON line each"))
    ] = False,
) -> None:
    """Figures of a busy machine mean little: look at the ratios."""
    known = names()
    if name is not None and name not in known:
        raise typer.BadParameter(f"{name!r}: allowed are {', '.join(known)}")
    for one in known if name is None else [name]:
        asyncio.run(importlib.import_module(f"benchmarks.{one}").main(as_json=as_json))
