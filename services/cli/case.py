"""`jingheng case`: play cases from files, and print which facts a case can hold."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer

from services.cli.language import language, say, tell
from services.gateway.cases.chunks import SUFFIXES, Chunk, cases, chunks
from services.gateway.cases.fact_table import markdown
from services.gateway.cases.play import play
from services.gateway.cases.report import as_json, json_line, lines
from services.gateway.decision.kinds import policy_kinds
from services.kernel.policy import Shelf
from services.kernel.policy_files import POLICIES, load_shelf
from services.kernel.yaml_tree import Mistake, SourceWrong, wrong

OK, RED, WRONG = 0, 1, 2
_PROCESSES_FROM_CHUNKS = 3  # Fewer are played sooner than a process starts.

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say("用例：输入事实，得出判定。", "Cases: facts in, decision out."),
)


@dataclass(frozen=True, slots=True)
class _Task:
    chunk: Chunk
    policies: str
    bureau: str
    as_json: bool
    language: str
    verbose: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one chunk: lines to print, and how many cases were green, red, wrong."""

    lines: tuple[str, ...]
    green: int
    red: int
    wrong: tuple[str, ...]


@app.command(
    "run",
    help=say(
        "逐例运行；退出码 0 全过，1 有未过，2 用例或政策写法有误",
        "Play every case. Exit code 0: all green, 1: some red, 2: a case or policy is wrong.",
    ),
)
def run(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help=say("文件或目录（.yaml .yml .jsonl）", "Files or folders (.yaml .yml .jsonl)")
        ),
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help=say("每例一个 JSON 对象", "One JSON object a case"))
    ] = False,
    bureau: Annotated[
        str, typer.Option(help=say("按哪个单位的选择", "Whose choices apply"))
    ] = "r0",
    policies: Annotated[
        Path, typer.Option(help=say("含 law/ 与 bureaus/ 的目录", "Folder with law/ and bureaus/"))
    ] = POLICIES,
    jobs: Annotated[
        int,
        typer.Option(help=say("进程数；0 为每处理器一个", "Processes; 0: one a processor"), min=0),
    ] = 0,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help=say("通过的也显示", "Green cases too"))
    ] = False,
) -> None:
    """Play every case. Exit code 0: all green, 1: some red, 2: a case or policy is wrong."""
    try:
        tasks = _tasks(paths, as_json=as_json, bureau=bureau, policies=policies, verbose=verbose)
        _shelf(str(policies), bureau)
    except SourceWrong as error:
        for mistake in error.mistakes:
            print(mistake.told(language()), file=sys.stderr)
        raise typer.Exit(WRONG) from None
    green = red = 0
    mistakes: list[str] = []
    for outcome in _play_all(tasks, jobs or os.cpu_count() or 1):
        for line in outcome.lines:
            print(line)
        green, red = green + outcome.green, red + outcome.red
        mistakes += outcome.wrong
    for line in mistakes:
        print(line, file=sys.stderr)
    tell(
        f"用例 {green + red} 个: 通过 {green}, 未通过 {red}; 写法错误 {len(mistakes)} 处",
        f"{green + red} cases: {green} green, {red} red; {len(mistakes)} mistakes in files",
    )
    if not green + red and not mistakes:
        tell("没有找到用例", "no cases found")
    raise typer.Exit(WRONG if mistakes or not green + red else RED if red else OK)


@app.command(
    "facts",
    help=say(
        "用例可用的每种事实及其字段与用词",
        "Every kind of fact a case can hold, with its fields and allowed terms.",
    ),
)
def facts(
    *,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help=say("输出为表格", "As a table"))
    ] = False,
) -> None:
    """Every kind of fact a case can hold, with its fields and allowed terms."""
    text = markdown()
    print(text if as_markdown else text.replace("|", " ").replace("`", ""))


def _tasks(
    paths: Sequence[Path], *, as_json: bool, bureau: str, policies: Path, verbose: bool
) -> list[_Task]:
    found = []
    for path in _files(paths):
        for chunk in chunks(_text(path), str(path)):
            found.append(_Task(chunk, str(policies), bureau, as_json, language(), verbose))
    return found


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """In the order given; the files of a folder sorted."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES)
        elif path.is_file() and path.suffix in SUFFIXES:
            yield path
        else:
            what = say("没有这个文件", "no such file")
            allowed = ", ".join(SUFFIXES)
            raise wrong(str(path), 1, f"{what} ({allowed})", f"{what} ({allowed})")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise wrong(str(path), line, "不是 UTF-8 文本", "is not UTF-8 text") from None
    except OSError as error:
        why = error.strerror or str(error)
        raise wrong(str(path), 1, why, why) from None


@cache
def _shelf(policies: str, bureau: str) -> Shelf:
    return load_shelf(Path(policies), bureau, policy_kinds())


def play_chunk(task: _Task) -> Outcome:
    """Runs in a process of its own when there are many."""
    found, mistakes = cases(task.chunk)
    told: list[str] = []
    green = red = 0
    for case in found:
        try:
            played = play(case, _shelf(task.policies, case.bureau or task.bureau))
        except SourceWrong as error:
            mistakes += [Mistake(case.source, case.line, m.text) for m in error.mistakes]
            continue
        green, red = green + played.is_green, red + (not played.is_green)
        if task.as_json:
            told.append(json_line(as_json(played)))
        elif task.verbose or not played.is_green:
            told += lines(played, task.language)
    return Outcome(tuple(told), green, red, tuple(m.told(task.language) for m in mistakes))


def _play_all(tasks: Sequence[_Task], jobs: int) -> Iterable[Outcome]:
    """In the order of the tasks, however many processes share them."""
    if jobs == 1 or len(tasks) < _PROCESSES_FROM_CHUNKS:
        yield from map(play_chunk, tasks)
        return
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(play_chunk, tasks)


if __name__ == "__main__":
    app()
