"""`nightly`: what is too slow for every change: long tests, then mutants of pure modules."""

import importlib.util
import subprocess
import sys
import tomllib

import typer

from services.cli.check import require_tools, tool_environment
from services.cli.language import tell
from services.cli.test import pytest
from services.kernel.embedded.problem import FAILED, OK
from services.kernel.settings import REPOSITORY

_NOTHING_COLLECTED = 5  # pytest's code.


def nightly(context: typer.Context) -> None:
    require_tools("pytest")
    code = pytest(["-m", "nightly", *context.args])
    failed = code not in {0, _NOTHING_COLLECTED}
    for module in mutated_modules():
        failed |= not _survives_mutation(module)
    raise typer.Exit(FAILED if failed else OK)


def mutated_modules() -> list[str]:
    """`[tool.jingheng] mutate = [...]` of pyproject.toml."""
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        return list(tomllib.load(file)["tool"].get("jingheng", {}).get("mutate", []))


def _survives_mutation(module: str) -> bool:
    if importlib.util.find_spec("mutmut") is None:
        tell(f"跳过变异测试 {module}：未安装 mutmut", f"Skipped mutants of {module}: no mutmut")
        return True
    command = (sys.executable, "-m", "mutmut", "run", module)
    done = subprocess.run(command, check=False, cwd=REPOSITORY, env=tool_environment())
    return done.returncode == 0
