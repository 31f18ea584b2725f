"""`test`: pytest with its own PostgreSQL, on two workers; says first what will be skipped."""

import os
import shutil
import subprocess
import sys

import typer

from services.cli.check import require_tools, tool_environment
from services.cli.language import tell
from services.kernel.settings import REPOSITORY

_WORKERS = "2"
_DISTRIBUTION = ("-n", "--numprocesses", "--dist", "--pdb", "-x")


def test(context: typer.Context) -> None:
    require_tools("pytest", "xdist", "pytest_asyncio", "pytest_timeout")
    words = list(context.args)
    if not any(word.startswith(_DISTRIBUTION) for word in words):
        words = ["-n", _WORKERS, "--dist", "worksteal", *words]
    if not any(word.startswith("-m") for word in words):
        words = ["-m", "not nightly", *words]
        tell("跳过：nightly（./jingheng nightly）", "Skipped: nightly (./jingheng nightly)")
    if not os.environ.get("KAFKA_BOOTSTRAP_SERVERS") and shutil.which("java") is None:
        tell(
            "跳过：需要真实 Kafka 的测试（未找到 java，亦未设置 KAFKA_BOOTSTRAP_SERVERS）",
            "Skipped: tests that need a real Kafka (no java, no KAFKA_BOOTSTRAP_SERVERS)",
        )
    raise typer.Exit(pytest(words))


def pytest(words: list[str]) -> int:
    """Run pytest in a process of its own, from the tree; its exit code."""
    command = [sys.executable, "-m", "pytest", *words]
    process = subprocess.Popen(command, cwd=REPOSITORY, env=tool_environment())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl-C reached pytest, too: it stops its PostgreSQL and reports; we wait for it.
            continue
