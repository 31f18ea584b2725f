"""`check`: everything that needs no database, one line each; in seconds."""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from services.cli.app import is_present
from services.cli.command import COMMANDS
from services.cli.language import print_json, say
from services.cli.options import JsonOption
from services.kernel.embedded.problem import ENVIRONMENT, FAILED, OK, Problem
from services.kernel.settings import REPOSITORY

SKIPPED = "skipped: "  # A step that could not run says so first, and why.
_TOGETHER = 2
_LINES_MAX = 60


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    ok: bool
    seconds: float
    output: str


def check(
    *,
    as_json: JsonOption = False,
) -> None:
    require_tools("ruff", "mypy", "importlinter", "pytest")
    outcomes = []
    with ThreadPoolExecutor(_TOGETHER) as pool:
        for outcome in pool.map(_run, steps()):
            outcomes.append(outcome)
            if not as_json:
                _show(outcome)
    failed = [outcome.name for outcome in outcomes if not outcome.ok]
    if as_json:
        print_json({"ok": not failed, "checks": [asdict(outcome) for outcome in outcomes]})
    elif failed:
        names = ", ".join(failed)
        print(say(f"未通过：{names}", f"Failed: {names}"))
    raise typer.Exit(FAILED if failed else OK)


def steps() -> list[Step]:
    """Slowest first, so that two at a time end early. Commands this build lacks are left out."""
    python, tools = sys.executable, Path(sys.executable).parent
    cases = REPOSITORY / "tests" / "scenarios"
    found = [
        Step("mypy", (python, "-m", "mypy")),
        Step("lint-imports", (str(tools / "lint-imports"), "--no-cache")),
        Step(
            "house rules",
            (python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_architecture.py"),
        ),
        Step("ruff format", (str(tools / "ruff"), "format", "--check", "--quiet")),
        Step("ruff check", (str(tools / "ruff"), "check", "--quiet")),
    ]
    compose = ("--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    found += [
        Step("compose", (python, "-m", "check_jsonschema", *compose)),
        Step("Dockerfile", (str(tools / "hadolint"), "deploy/Dockerfile")),
        Step("alert rules", (python, "-m", "services.cli.alert_rules")),
    ]
    if is_present(COMMANDS["policies"]):
        found.append(Step("policies", (python, "-m", "services.cli", "policies", "check")))
    if is_present(COMMANDS["case"]) and cases.is_dir():
        found.append(Step("cases", (python, "-m", "services.cli", "case", "run", str(cases))))
    return found


def require_tools(*modules: str) -> None:
    """Raises Problem when the environment was made without the development tools."""
    absent = [name for name in modules if importlib.util.find_spec(name) is None]
    if absent:
        names = ", ".join(absent)
        raise Problem(
            f"环境中缺少开发工具 {names}；请去掉 JINGHENG_NO_DEV 后重试。",
            f"The environment has no {names}; run again without JINGHENG_NO_DEV.",
            exit_code=ENVIRONMENT,
        )


def tool_environment(**more: str) -> dict[str, str]:
    return dict(os.environ) | {"PYTHONPATH": str(REPOSITORY)} | more


def _run(step: Step) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        step.command,
        check=False,
        cwd=REPOSITORY,
        env=tool_environment(NO_COLOR="1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    seconds = round(time.monotonic() - started, 1)
    return Outcome(step.name, done.returncode == 0, seconds, _end_of(done.stdout.splitlines()))


def _end_of(lines: Sequence[str]) -> str:
    return "\n".join(lines[-_LINES_MAX:])


def _show(outcome: Outcome) -> None:
    word = say("通过", "ok") if outcome.ok else say("未过", "FAILED")
    skipped = outcome.ok and outcome.output.startswith(SKIPPED)
    if skipped:
        word = say("跳过", "skipped")
    print(f"{outcome.name:<14} {word:<8} {outcome.seconds:>6.1f} s", flush=True)
    if skipped or not outcome.ok:
        print(outcome.output, flush=True)
