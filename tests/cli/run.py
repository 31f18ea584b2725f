"""Runs `./jingheng` as a user would, in a process of its own."""

import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from services.kernel.embedded import port

ROOT = Path(__file__).parents[2]
SECONDS_MAX = 280  # Just before pytest gives the whole test up.


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


def port_base() -> str:
    """Ports nobody has and the system gives nobody: below those for outgoing connections."""
    while True:
        base = random.randrange(12_000, 30_000, 100)
        if all(port.is_free(base + offset) for offset in range(100)):
            return str(base)


def jingheng(*words: str, **environment: str) -> Answer:
    """The command line behind the shell script, in English unless told otherwise."""
    return program([sys.executable, "-m", "services.cli", *words], **environment)


def surroundings(**environment: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("JINGHENG_")}
    return clean | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"} | environment


def program(command: list[str], *, cwd: Path = ROOT, **environment: str) -> Answer:
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        cwd=cwd,
        env=surroundings(**environment),
        stdin=subprocess.DEVNULL,
    )
    return Answer(done.returncode, done.stdout, done.stderr)
