"""`nightly`: what is too slow for every change: long tests, then mutants of the pure rules."""

import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping

import typer

from services.cli.check import require_tools, tool_environment
from services.cli.language import tell
from services.cli.test import pytest
from services.kernel.embedded.problem import FAILED, OK, Problem
from services.kernel.settings import REPOSITORY

_TEST_SECONDS = 3600  # A test of hundreds of faults takes its time.
_NOTHING_COLLECTED = 5  # pytest's code.
_USAGE, _USAGE_EXIT = 4, 2  # pytest's code for words it does not understand, and ours.
_LINES_SHOWN = 20
_NOTICED = frozenset({"killed", "timeout"})  # Of mutmut's words; a mutant without end is noticed.
# Mutants looked at and found to be the same program in other words, each with its reason.
EQUIVALENT = REPOSITORY / "tests" / "equivalent_mutants.txt"


def nightly(context: typer.Context) -> None:
    require_tools("pytest", "mutmut")
    code = pytest(["-m", "nightly", f"--timeout={_TEST_SECONDS}", *context.args])
    if code == _USAGE:
        raise typer.Exit(_USAGE_EXIT)
    failed = code not in {0, _NOTHING_COLLECTED}
    left = survivors()
    for name in left:
        tell(
            f"存活的变异: {name}（python -m mutmut show {name}）",
            f"mutant survived: {name} (python -m mutmut show {name})",
        )
    raise typer.Exit(FAILED if failed or left else OK)


def survivors() -> list[str]:
    """Mutants that no test noticed and nobody has looked at; `[tool.mutmut]` names the modules.

    Raises Problem when the run itself did not end: what was not tried has not been noticed.
    """
    # Verdicts are kept by the source of the mutant; a new test or policy would not be asked.
    shutil.rmtree(REPOSITORY / "mutants", ignore_errors=True)
    began = time.monotonic()
    run = _mutmut("run")
    if run.returncode != 0:
        end = run.stdout.replace("\r", "\n").splitlines()[-_LINES_SHOWN:]
        raise Problem(
            "变异测试未能完成：\n" + "\n".join(end),
            "The run over mutants did not end well:\n" + "\n".join(end),
            exit_code=FAILED,
        )
    states = read_states(_mutmut("results", "--all", "true").stdout)
    counted = ", ".join(f"{n} {state}" for state, n in Counter(states.values()).most_common())
    minutes = (time.monotonic() - began) / 60
    tell(
        f"变异 {len(states)} 个，{minutes:.0f} 分钟：{counted}",
        f"{len(states)} mutants in {minutes:.0f} minutes: {counted}",
    )
    return unknown(states, EQUIVALENT.read_text(encoding="utf-8"))


def _mutmut(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "mutmut", *words),
        check=False,
        cwd=REPOSITORY,
        env=tool_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def read_states(results: str) -> dict[str, str]:
    """What became of each mutant, by its name. Pure."""
    pairs = (line.rpartition(": ") for line in results.splitlines() if "__mutmut_" in line)
    return {name.strip(): state.strip() for name, _, state in pairs}


def unknown(states: Mapping[str, str], looked_at: str) -> list[str]:
    """Mutants that nothing noticed, or that were not tried, and that the list does not hold.

    Pure.
    """
    known = {line.split("#")[0].strip() for line in looked_at.splitlines()}
    return [name for name, state in states.items() if state not in _NOTICED and name not in known]
