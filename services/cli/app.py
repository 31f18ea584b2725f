"""Finds the command by name and loads only its module; turns problems into one line and a code."""

import difflib
import errno
import importlib
import importlib.util
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stdout
from typing import Any

from services.cli.command import COMMANDS, GROUPS, Command
from services.cli.language import choose, in_language, language, say, tell
from services.cli.usage_words import error_in_chinese, help_in_chinese
from services.kernel.embedded.problem import (
    ENVIRONMENT,
    FAILED,
    INTERRUPTED,
    NOT_RUNNING,
    OK,
    USAGE,
    Problem,
)
from services.kernel.errors import Refused

_NAME = "jingheng"
_LANGUAGES = ("zh", "en")
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    words = list(arguments)
    if words[:1] == ["--lang"] and words[1:2] and words[1] in _LANGUAGES:
        choose(words[1])
        words = words[2:]
    if not words or words[0] in {"-h", "--help", "help"}:
        print(_help())
        return OK
    if words[0] in {"-V", "--version"}:
        from services.kernel.settings import version  # noqa: PLC0415  # Quick start-up.

        print(version())
        return OK
    command = COMMANDS.get(words[0])
    if command is None:
        return _unknown(words[0])
    if not is_present(command):
        tell(
            f"{_NAME}: 本版本尚不含命令 {words[0]}（缺少 {command.module}）。",
            f"{_NAME}: this build has no {words[0]} ({command.module} is not there).",
        )
        return USAGE
    if words[0] == "up":  # Ended by SIGTERM it puts things back, as after Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    return _guarded(words[0], command, words[1:])


def is_present(command: Command) -> bool:
    return importlib.util.find_spec(command.module) is not None


def _guarded(name: str, command: Command, words: list[str]) -> int:
    try:
        return _run(name, command, words)
    except KeyboardInterrupt:
        tell("已中断。", "Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our pipe (`| head`) has gone; Python would complain again while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # noqa: BLE001  # The last stop: nothing above it reports.
        return _report(error)


def _report(error: Exception) -> int:
    """One line for what the user can mend, the whole trace for what only we can."""
    from services.kernel.settings import SettingsWrong  # noqa: PLC0415  # Quick start-up.

    if isinstance(error, Problem | Refused | SettingsWrong):
        code = f" [{error.code}]" if isinstance(error, Refused) else ""
        print(f"{_NAME}: {in_language(error.text)}{code}", file=sys.stderr)
        if isinstance(error, Problem):
            return error.exit_code
        return FAILED if isinstance(error, Refused) else ENVIRONMENT
    if _is_away(error):
        tell(
            f"{_NAME}: 未运行，或数据库不可达；请先 ./jingheng up（或检查 JINGHENG_HOME）。",
            f"{_NAME}: not running, or the database cannot be reached: ./jingheng up first "
            "(or look at JINGHENG_HOME).",
        )
        return NOT_RUNNING
    if str(getattr(error, "sqlstate", "") or "").startswith("53"):
        tell(
            f"{_NAME}: 数据库磁盘已满或资源不足：{error}。请腾出空间后重试。",
            f"{_NAME}: the database's disk is full, or it is out of resources: {error}. "
            "Make room and run again.",
        )
        return ENVIRONMENT
    if isinstance(error, OSError):
        exit_code = _report_file(error)
        if exit_code is not None:
            return exit_code
    traceback.print_exception(error)
    tell(
        f"{_NAME}: 程序内部错误，请附上以上内容报告。",
        f"{_NAME}: this is a fault in the program; please report the lines above.",
    )
    return FAILED


def _report_file(error: OSError) -> int | None:
    """None for what is no fault of a file or a disk."""
    place = error.filename or ""
    if isinstance(error, PermissionError):
        tell(f"{_NAME}: 没有权限：{place}", f"{_NAME}: no permission: {place}")
        return ENVIRONMENT
    if isinstance(error, FileExistsError | FileNotFoundError | IsADirectoryError):
        told = f"{_NAME}: {error.strerror}: {place}"
        tell(told, told)
        return USAGE
    if error.errno in _DISK:
        tell(
            f"{_NAME}: 磁盘不可写：{error.strerror} {place}。请腾出空间或检查权限后重试。",
            f"{_NAME}: the disk cannot be written: {error.strerror} {place}. "
            "Make room or check its permissions and run again.",
        )
        return ENVIRONMENT
    return None


def _is_away(error: Exception) -> bool:
    """Nobody listens where the database or a room should be."""
    if isinstance(error, ConnectionError):
        return True
    module = type(error).__module__.partition(".")[0]
    return module in {"httpx", "asyncpg"} and "Connect" in type(error).__name__


def _run(name: str, command: Command, words: list[str]) -> int:
    program = _program(name, command)
    told = io.StringIO()
    shows_help = "--help" in words and language() == "zh"
    try:
        with redirect_stdout(told) if shows_help else nullcontext():
            answer = program(words, prog_name=f"{_NAME} {name}", standalone_mode=False)
    except SystemExit as end:
        answer = end.code
    except Exception as error:
        # typer keeps the class of its own complaints to itself; this is how they are known.
        if not hasattr(error, "format_message"):
            raise
        return _misused(name, str(error.format_message()))
    print(help_in_chinese(told.getvalue()), end="")
    return answer if isinstance(answer, int) else OK


def _program(name: str, command: Command) -> Any:  # noqa: ANN401  typer's, imported late
    import typer  # noqa: PLC0415  Quick `--help`.

    target = getattr(importlib.import_module(command.module), command.attribute)
    if isinstance(target, typer.Typer):
        program = target
        if language() == "zh" and len(program.registered_commands) == 1:
            program.registered_commands[0].help = command.zh
    else:
        program = typer.Typer(add_completion=False)
        freely = {"ignore_unknown_options": True, "allow_extra_args": True}
        program.command(
            name,
            help=say(command.zh, command.en),
            context_settings=freely if command.passes_on else None,
        )(target)
    program.rich_markup_mode = None
    program.pretty_exceptions_enable = False
    return program


def _misused(name: str, wrong: str) -> int:
    """One line: what is wrong, and where the right usage is said."""
    if wrong.startswith("Usage:"):  # Nothing asked of a command that has commands of its own.
        tell(help_in_chinese(wrong), wrong)
        return USAGE
    zh, en = error_in_chinese(wrong), wrong
    tell(
        f"{_NAME}: {zh}{'' if zh[-1] in '。？' else '。'} 用法见 ./jingheng {name} --help",
        f"{_NAME}: {en}{'' if en[-1] in '.?' else '.'} See ./jingheng {name} --help",
    )
    return USAGE


def _unknown(word: str) -> int:
    near = difflib.get_close_matches(word, COMMANDS, n=1)
    tell(
        f"{_NAME}: 没有命令 {word}" + (f"；是否指 {near[0]}？" if near else "。"),
        f"{_NAME}: no command {word}" + (f"; did you mean {near[0]}?" if near else "."),
    )
    print(_help(), file=sys.stderr)
    return USAGE


def _help() -> str:
    lines = [
        say("警衡：公安队伍人事主干", "Jingheng: the personnel backbone of a police bureau"),
        "",
        say("用法：", "Usage: ") + "./jingheng [--lang zh|en] COMMAND [--help] ...",
    ]
    for group, (zh, en) in GROUPS.items():
        members = {
            name: command
            for name, command in COMMANDS.items()
            if command.group == group and is_present(command)
        }
        if members:
            lines += ["", say(zh, en)]
            lines += [f"  {name:<10} {say(c.zh, c.en)}" for name, c in members.items()]
    codes_zh = "退出码：0 正常；1 检查未通过；2 用法；3 未运行；4 部分运行；5 环境问题；130 中断"
    codes_en = (
        "Exit codes: 0 ok, 1 failed check, 2 usage, 3 not running, 4 partly running, "
        "5 environment problem, 130 interrupted"
    )
    return "\n".join([*lines, "", say(codes_zh, codes_en)])
