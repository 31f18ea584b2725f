"""One PostgreSQL server on 127.0.0.1: made, started or attached to, and stopped.

It listens on TCP only: no socket file, so no limit on the length of the folder's path. The server
outlives whoever started it; the next run attaches to it.
"""

import contextlib
import os
import secrets
import shutil
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from services.kernel.embedded import binaries
from services.kernel.embedded.problem import Problem

# What a committed event rests on. Spelled out although these are defaults: a changed default or a
# stray postgresql.auto.conf must not weaken them.
DURABLE: Final[Mapping[str, str]] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_parameter_max_length": "0",  # Parameters are personal data.
    "log_parameter_max_length_on_error": "0",
}
# For tests: faster, and all is lost when the machine stops.
THROW_AWAY: Final[Mapping[str, str]] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "max_connections": "200",
    "shared_buffers": "128MB",
}
SUPERUSER: Final = "postgres"
_PASSWORD_BYTES = 24
_PORT_LINE = 3  # Of postmaster.pid.
_GONE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server lives; nothing runs until `start`."""

    home: Path  # Holds postgres/, secrets/ and logs/.
    port: int
    flags: Mapping[str, str]
    auth: Literal["scram-sha-256", "trust"] = "scram-sha-256"

    @property
    def data(self) -> Path:
        return self.home / "postgres" / "data"

    @property
    def log(self) -> Path:
        return self.home / "logs" / "postgres.log"

    @property
    def password_file(self) -> Path:
        return self.home / "secrets" / "postgres_superuser.password"

    def url(self, database: str = "postgres") -> str:
        """The address as superuser."""
        password = ""
        if self.auth != "trust":
            password = ":" + self.password_file.read_text(encoding="ascii").strip()
        return f"postgresql://{SUPERUSER}{password}@127.0.0.1:{self.port}/{database}"


def start(server: Server) -> bool:
    """Attach or start; True when it had to be started. Raises Problem."""
    owner = binaries.account()
    if owner is not None and (closed := binaries.closed_folder(server.home)) is not None:
        raise Problem(
            f"{closed} 不对其他用户开放，PostgreSQL（用户 {owner.name}）无法到达 {server.data}。"
            f"请 chmod a+x {closed}，或用 --home 另指一处。",
            f"{closed} is closed to other accounts, so PostgreSQL (account {owner.name}) cannot "
            f"reach {server.data}. chmod a+x {closed}, or choose another place with --home.",
        )
    _make_folders(server, owner)
    if not (server.data / "PG_VERSION").exists():
        _initialise(server)
    if running_pid(server) is not None:
        if running_port(server) == server.port:
            return False
        stop(server)  # Left over from a run on other ports.
    _clear_dead_lock(server)
    flags = {
        "listen_addresses": "127.0.0.1",
        "port": str(server.port),
        "unix_socket_directories": "",
    } | dict(server.flags)
    options = " ".join(f"-c {name}='{value}'" for name, value in flags.items())
    program = binaries.locate() / "pg_ctl"
    try:
        binaries.run(
            [program, "-D", server.data, "-l", server.log, "-w", "-t", "60", "-o", options, "start"]
        )
    except Problem as problem:
        raise Problem(
            f"PostgreSQL 未能启动：{_last_words(server) or problem.text.zh}。详见 {server.log}",
            f"PostgreSQL did not start: {_last_words(server) or problem.text.en}. See {server.log}",
        ) from problem
    return True


def stop(server: Server, *, mode: Literal["fast", "immediate"] = "fast") -> bool:
    """True when a server was running."""
    if running_pid(server) is None:
        return False
    program = binaries.locate() / "pg_ctl"
    try:
        binaries.run([program, "-D", server.data, "-w", "-t", "60", "-m", mode, "stop"])
    except Problem:
        if running_pid(server) is not None:
            raise
    return True


def running_pid(server: Server) -> int | None:
    """The postmaster of this very data folder; not a zombie, and not a stranger with its number."""
    try:
        pid = int((server.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if pid in _processes_in(server.data) else None


def running_port(server: Server) -> int | None:
    try:
        lines = (server.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return int(lines[_PORT_LINE])
    except (OSError, ValueError, IndexError):
        return None


def _make_folders(server: Server, owner: binaries.Account | None) -> None:
    for folder in (server.data.parent, server.log.parent, server.password_file.parent):
        folder.mkdir(parents=True, exist_ok=True)
    server.log.touch(mode=0o600)
    if owner is not None:
        for path in (server.data.parent, server.log):
            os.chown(path, owner.uid, owner.gid)


def _initialise(server: Server) -> None:
    """Made beside its place and renamed into it: half a cluster is never found there."""
    making = server.data.with_name("data.new")
    shutil.rmtree(making, ignore_errors=True)
    command: list[str | Path] = [
        binaries.locate() / "initdb",
        *("-D", making, "-U", SUPERUSER, f"--auth={server.auth}", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"),
        "--data-checksums",
    ]
    hand_over = making.with_name("password.new")
    if server.flags is THROW_AWAY:
        command.append("--no-sync")
    try:
        if server.auth != "trust":
            _write_password(server, hand_over)
            command.append(f"--pwfile={hand_over}")
        binaries.run(command)
        making.rename(server.data)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    finally:
        hand_over.unlink(missing_ok=True)


def _write_password(server: Server, hand_over: Path) -> None:
    """`hand_over` is a copy that initdb, running under the account, can read."""
    if not server.password_file.exists():
        write_secret(server.password_file, secrets.token_urlsafe(_PASSWORD_BYTES))
    write_secret(hand_over, server.password_file.read_text(encoding="ascii"))
    if (owner := binaries.account()) is not None:
        os.chown(hand_over, owner.uid, owner.gid)


def write_secret(path: Path, text: str) -> None:
    """Readable by its owner alone from its first byte on."""
    waiting = path.with_name(path.name + ".new")
    waiting.unlink(missing_ok=True)
    with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    waiting.replace(path)


def _clear_dead_lock(server: Server) -> None:
    """Remove the lock of a postmaster that is dead, a zombie, or whose number a stranger has now.

    Its orphaned workers write on for a moment: the lock goes only when they are gone, since it
    also guards the data from two servers at once.
    """
    lock = server.data / "postmaster.pid"
    if not lock.exists():
        return
    end = time.monotonic() + _GONE_SECONDS
    while left := _processes_in(server.data):
        if time.monotonic() > end:
            raise Problem(
                f"旧 PostgreSQL 进程 {sorted(left)} 仍占用 {server.data}；请结束它们后重试。",
                f"Old PostgreSQL processes {sorted(left)} still hold {server.data}; end them and "
                "run again.",
            )
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)  # What a dying postmaster would have sent them.
        time.sleep(0.1)
    lock.unlink(missing_ok=True)


def _processes_in(data: Path) -> set[int]:
    """Every PostgreSQL process works in its data folder; a zombie works nowhere."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
            if name == "postgres" and (process / "cwd").readlink() == data.resolve():
                found.add(int(process.name))
        except OSError:
            continue
    return found


def _last_words(server: Server) -> str:
    try:
        lines = server.log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    fatal = [line for line in lines[-20:] if any(w in line for w in ("FATAL", "PANIC", "HINT"))]
    return " / ".join(fatal[-2:])
