"""`nightly`: what is too slow for every change: long tests, then mutants of the pure rules."""

import subprocess
import sys

import typer

from services.cli.check import require_tools, tool_environment
from services.cli.language import tell
from services.cli.test import pytest
from services.kernel.embedded.problem import FAILED, OK
from services.kernel.settings import REPOSITORY

_TEST_SECONDS = 3600  # A test of hundreds of faults takes its time.
_NOTHING_COLLECTED = 5  # pytest's code.
# Mutants looked at and found to be the same program in other words, each with its reason.
EQUIVALENT = REPOSITORY / "tests" / "equivalent_mutants.txt"


def nightly(context: typer.Context) -> None:
    require_tools("pytest", "mutmut")
    code = pytest(["-m", "nightly", f"--timeout={_TEST_SECONDS}", *context.args])
    failed = code not in {0, _NOTHING_COLLECTED}
    left = survivors()
    for name in left:
        tell(
            f"存活的变异: {name}（python -m mutmut show {name}）",
            f"mutant survived: {name} (python -m mutmut show {name})",
        )
    raise typer.Exit(FAILED if failed or left else OK)


def survivors() -> list[str]:
    """Mutants that no test noticed and nobody has looked at; `[tool.mutmut]` names the modules."""
    mutmut = (sys.executable, "-m", "mutmut")
    environment = tool_environment()
    subprocess.run(
        (*mutmut, "run"), check=False, cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL
    )
    told = subprocess.run(
        (*mutmut, "results"),
        check=True,
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
    )
    return unknown(told.stdout, EQUIVALENT.read_text(encoding="utf-8"))


def unknown(results: str, looked_at: str) -> list[str]:
    """Names of surviving mutants that the list of equivalent ones does not hold. Pure."""
    known = {line.split("#")[0].strip() for line in looked_at.splitlines()}
    pairs = (line.split(":") for line in results.splitlines() if ":" in line)
    alive = [name.strip() for name, state in pairs if state.strip() in {"survived", "no tests"}]
    return [name for name in alive if name not in known]
