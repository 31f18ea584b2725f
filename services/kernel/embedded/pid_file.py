"""Which process is ours: a pid with its start time, so that a recycled pid is never signalled."""

import contextlib
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_START_TIME_FIELD = 19  # Of /proc/<pid>/stat, counted after the command's closing bracket.
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Identity:
    """One process, and never another one that got the same number later."""

    pid: int
    started: int  # Clock ticks since boot.
    boot: str


def identify(pid: int) -> Identity | None:
    """None when nobody has this pid, or only a zombie that waits to be reaped."""
    fields = _stat(pid)
    if fields is None or fields[0] in {"Z", "X"}:
        return None
    return Identity(pid, int(fields[_START_TIME_FIELD]), _boot())


def write(path: Path, pid: int) -> Identity | None:
    """None when the process has already gone; then nothing is written."""
    identity = identify(pid)
    if identity is not None:
        waiting = path.with_suffix(".pid.new")
        waiting.write_text(json.dumps(asdict(identity)), encoding="utf-8")
        waiting.replace(path)
    return identity


def alive(path: Path) -> Identity | None:
    """The process a pid file speaks of, if that very process still runs."""
    try:
        noted = Identity(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # No file, or half a file from a full disk: nothing of ours to find.
    return noted if identify(noted.pid) == noted else None


def stop(path: Path, *, grace_seconds: float, group: bool = True) -> bool:
    """Terminate, wait, kill; True if there was something to stop. Removes the pid file."""
    identity = alive(path)
    if identity is not None:
        _send(identity, signal.SIGTERM, group=False)
        if not wait_gone(identity, grace_seconds):
            _send(identity, signal.SIGKILL, group=group)
            wait_gone(identity, grace_seconds)
    path.unlink(missing_ok=True)
    return identity is not None


def wait_gone(identity: Identity, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while identify(identity.pid) == identity:
        if time.monotonic() > end:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _send(identity: Identity, number: signal.Signals, *, group: bool) -> None:
    if identify(identity.pid) != identity:
        return
    with contextlib.suppress(ProcessLookupError):
        if group and os.getpgid(identity.pid) == identity.pid:
            os.killpg(identity.pid, number)
        else:
            os.kill(identity.pid, number)


def _stat(pid: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The command may hold blanks and brackets: everything after the last bracket is numbers.
    return text.rpartition(")")[2].split()


def _boot() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
