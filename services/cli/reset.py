"""`reset`: stops everything and removes the data, after asking; only a folder of ours."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.cli.language import print_json, say, tell
from services.cli.options import HomeOption, JsonOption
from services.kernel.embedded import home, stack
from services.kernel.embedded.problem import INTERRUPTED, USAGE, Problem
from services.kernel.settings import load


def reset(
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=say("不再询问", "Do not ask"))] = False,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    folder = load(JINGHENG_HOME=str(home_folder) if home_folder else None).home
    home.require_access(folder)
    there = folder.exists()
    if there:
        _require_ours(folder)
        if not yes:
            _ask(folder)
        with home.locked(folder, "up", wait_seconds=30):
            stack.stop(folder)
            _remove(folder)
    if as_json:
        print_json({"removed": there, "home": str(folder)})
    elif there:
        tell(f"已删除 {folder}", f"Removed {folder}")
    else:
        tell(f"{folder} 不存在，无需删除。", f"{folder} is not there; nothing to remove.")


def _require_ours(folder: Path) -> None:
    if not home.is_ours(folder) or folder.is_symlink():
        raise Problem(
            f"{folder} 不是警衡的数据目录（缺少 {home.MARKER}），未作任何改动。",
            f"{folder} is not a folder of Jingheng (no {home.MARKER} in it); nothing was touched.",
            exit_code=USAGE,
        )


def _ask(folder: Path) -> None:
    if not sys.stdin.isatty():
        raise Problem(
            "删除全部数据需要确认；脚本中请加 --yes。",
            "Removing all data needs your word; in a script say --yes.",
            exit_code=USAGE,
        )
    question = say(
        f"将删除 {folder} 中的全部数据。继续？", f"This removes all data in {folder}. Go on?"
    )
    if not typer.confirm(question):
        tell("未作任何改动。", "Nothing was touched.")
        raise typer.Exit(INTERRUPTED)


def _remove(folder: Path) -> None:
    """The marker goes last: a removal that was cut short can be run again."""
    try:
        for entry in folder.iterdir():
            if entry.name == home.MARKER:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        shutil.rmtree(folder)
    except OSError as error:
        raise home.problem_of(error, folder) from error
