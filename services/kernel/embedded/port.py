"""Which ports of 127.0.0.1 are taken, and by whom, as far as /proc tells."""

import secrets
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path

from services.kernel.embedded.problem import Problem

_LISTEN = "0A"  # State column of /proc/net/tcp.


def require_free(ports: Mapping[str, int]) -> None:
    """Raises Problem naming every taken port; checked before anything is started."""
    taken = {name: port for name, port in ports.items() if not is_free(port)}
    if not taken:
        return
    who = ", ".join(f"{port} ({name}) ← {holder(port) or '?'}" for name, port in taken.items())
    raise Problem(
        f"端口已被占用：{who}。请停止占用者，或换一组端口：./jingheng up --port-base 9700",
        f"Ports are taken: {who}. Stop who has them, or choose others: "
        "./jingheng up --port-base 9700",
    )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do it: a connection still in TIME_WAIT is no reason to refuse.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return False
    return True


def any_free() -> int:
    """A port that was free a moment ago; for tests.

    Not of those the system gives to outgoing connections: one of them might take it meanwhile.
    """
    while True:
        port = secrets.randbelow(20_000) + 12_000
        if is_free(port):
            return port


def holder(port: int) -> str | None:
    """`pid 123: python -m http.server`; None when the owner is another user's process."""
    inodes = set(_listening_inodes(port))
    if not inodes:
        return None
    for process in Path("/proc").glob("[0-9]*"):
        if _has_socket(process, inodes):
            return f"pid {process.name}: {_command(process)}"
    return None


def _listening_inodes(port: int) -> Iterable[str]:
    for table in ("tcp", "tcp6"):
        try:
            lines = Path("/proc/net", table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for columns in map(str.split, lines):
            if columns[3] == _LISTEN and int(columns[1].rpartition(":")[2], 16) == port:
                yield f"socket:[{columns[9]}]"


def _has_socket(process: Path, inodes: set[str]) -> bool:
    try:
        return any(str(fd.readlink()) in inodes for fd in (process / "fd").iterdir())
    except OSError:
        return False


def _command(process: Path) -> str:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return "?"
    return " ".join(word.decode(errors="replace") for word in words if word)[:80]
