"""`logs`: the last lines of each process, or of one; `-f` follows."""

import json
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, TextIO

import typer

from services.cli.language import say
from services.cli.options import HomeOption
from services.kernel.embedded.problem import NOT_RUNNING, USAGE, Problem
from services.kernel.settings import load

_POLL_SECONDS = 0.3
_TAIL_BYTES = 256 * 2**10


def logs(
    name: Annotated[
        str | None, typer.Argument(help=say("进程名；缺省为全部", "Process; all when left out"))
    ] = None,
    *,
    follow: Annotated[
        bool, typer.Option("-f", "--follow", help=say("持续跟随", "Go on as lines arrive"))
    ] = False,
    lines: Annotated[int, typer.Option("-n", "--lines", min=0, help=say("行数", "Lines"))] = 20,
    home_folder: HomeOption = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help=say(
                "每行一个对象：process 与 log（或 text）",
                "An object a line: process and log (or text)",
            ),
        ),
    ] = False,
) -> None:
    settings = load(JINGHENG_HOME=str(home_folder) if home_folder else None)
    files = {path.stem: path for path in sorted((settings.home / "logs").glob("*.log"))}
    if not files:
        raise Problem(
            f"{settings.home} 中没有日志；先运行 ./jingheng up",
            f"No logs in {settings.home}; run ./jingheng up first.",
            exit_code=NOT_RUNNING,
        )
    if name is not None:
        if name not in files:
            known = " ".join(files)
            raise Problem(
                f"没有 {name} 的日志；可选：{known}",
                f"No log of {name}; there are: {known}",
                exit_code=USAGE,
            )
        files = {name: files[name]}
    width = max(map(len, files))
    show = _print_json if as_json else partial(_print, width)
    for stem, path in files.items():
        for line in _tail(path, lines):
            show(stem, line)
    if follow:
        _follow(files, show)


def _tail(path: Path, lines: int) -> list[str]:
    """Without reading a large file whole."""
    with path.open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - _TAIL_BYTES))
        text = file.read().decode(errors="replace")
    return text.splitlines()[-lines:] if lines else []


def _follow(files: dict[str, Path], show: Callable[[str, str], None]) -> None:
    opened = {stem: path.open(encoding="utf-8", errors="replace") for stem, path in files.items()}
    for file in opened.values():
        file.seek(0, os.SEEK_END)
    while True:
        for stem, file in opened.items():
            for line in file:
                show(stem, line.rstrip("\n"))
            if _was_rotated(file, files[stem]):
                file.close()
                opened[stem] = files[stem].open(encoding="utf-8", errors="replace")
        time.sleep(_POLL_SECONDS)


def _was_rotated(file: TextIO, path: Path) -> bool:
    try:
        return os.fstat(file.fileno()).st_ino != path.stat().st_ino
    except FileNotFoundError:
        return False


def _print(width: int, stem: str, line: str) -> None:
    print(f"{stem:<{width}} | {line}", flush=True)


def _print_json(stem: str, line: str) -> None:
    try:
        log = json.loads(line)
    except ValueError:
        log = None
    told = {"process": stem} | ({"log": log} if isinstance(log, dict) else {"text": line})
    print(json.dumps(told, ensure_ascii=False), flush=True)
