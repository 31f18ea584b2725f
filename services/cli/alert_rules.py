"""Prometheus' own judgement of our rules and configuration: promtool, where it can be had.

    python -m services.cli.alert_rules [--build]

Debian has no package of it; Go builds it from the module proxy, once, into the cache folder.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from services.cli.check import SKIPPED
from services.kernel.settings import REPOSITORY

VERSION: Final = "0.307.3"  # Prometheus 3.7.3, the same as in docker-compose.yml.
_PACKAGE: Final = "github.com/prometheus/prometheus/cmd/promtool"
_FOLDER = REPOSITORY / "deploy" / "prometheus"
_BUILD_SECONDS_MAX = 3_000


def cached() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "jingheng" / "promtool" / VERSION / "promtool"


def promtool(*, build: bool) -> Path | None:
    """From PATH, the cache folder, or built now if that is asked for; None when it is not here."""
    if found := shutil.which("promtool"):
        return Path(found)
    if cached().is_file():
        return cached()
    if not build or shutil.which("go") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        # A module of its own: prometheus' go.mod cannot be installed from outside.
        for words in (
            ("mod", "init", "promtool-build"),
            ("get", f"{_PACKAGE}@v{VERSION}"),
            ("build", "-trimpath", "-o", "promtool", _PACKAGE),
        ):
            environment = dict(os.environ) | {"CGO_ENABLED": "0"}
            subprocess.run(
                ("go", *words), cwd=folder, check=True, env=environment, timeout=_BUILD_SECONDS_MAX
            )
        cached().parent.mkdir(parents=True, exist_ok=True)
        shutil.move(Path(folder, "promtool"), cached())
    return cached()


def main(words: list[str]) -> int:
    tool = promtool(build="--build" in words)
    if tool is None:
        how = "python -m services.cli.alert_rules --build (needs Go, some minutes)"
        print(f"{SKIPPED}no promtool in PATH or {cached().parent}; {how}")
        return 0
    checks = (("check", "rules", "--lint=all", "--lint-fatal", "alerts.yml"), *_config())
    return max(subprocess.run((tool, *one), cwd=_FOLDER, check=False).returncode for one in checks)


def _config() -> tuple[tuple[str, ...], ...]:
    return (("check", "config", "--syntax-only", "prometheus.yml"),)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
