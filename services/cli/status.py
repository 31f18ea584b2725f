"""`status`: each process, whether it is ready, and one exit code for a script."""

import typer

from services.cli import summary
from services.cli.language import print_json, tell
from services.cli.options import HomeOption, JsonOption
from services.kernel.embedded import home
from services.kernel.embedded.problem import NOT_RUNNING
from services.kernel.settings import load


def status(
    *,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    settings = load(JINGHENG_HOME=str(home_folder) if home_folder else None)
    home.require_access(settings.home)
    answer = summary.describe(summary.as_running(settings), already=True, tokens=False)
    code = answer["exit_code"]
    if as_json:
        wanted = ("exit_code", "version", "mode", "home", "port_base", "processes")
        print_json({name: answer[name] for name in wanted})
    elif code == NOT_RUNNING:
        tell("没有在运行；启动：./jingheng up", "Not running; start it: ./jingheng up")
    else:
        from rich.console import Console  # noqa: PLC0415  # Not for `--json`.

        summary.show_processes(Console(), answer)
    raise typer.Exit(code)
