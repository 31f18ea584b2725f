"""How far `up` has come: a bar on a terminal, one line a step elsewhere."""

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from services.cli.language import say
from services.kernel.embedded.stack import Seen


class Progress:
    """Writes to stderr: stdout belongs to the answer."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._quiet = not console.is_terminal
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[detail]}"),
            TimeElapsedColumn(),
            console=console,
            disable=self._quiet,
        )
        self._task = self._bar.add_task("", total=None, detail="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def step(self, zh: str, en: str) -> None:
        if self._quiet:
            print(say(zh, en), "...", file=sys.stderr, flush=True)
            return
        self._bar.update(self._task, description=say(zh, en), total=None, completed=0, detail="")

    def count(self, done: int, total: int, detail: str = "") -> None:
        self._bar.update(self._task, total=total, completed=done, detail=detail)

    def processes(self, seen: Sequence[Seen]) -> None:
        ready = [item.name for item in seen if item.state == "ready"]
        waiting = [item.name for item in seen if item.state != "ready"]
        self._bar.update(
            self._task,
            total=max(len(seen), 1),
            completed=len(ready),
            detail=waiting[0] if waiting else "",
        )
