"""The home folder of one machine's data: marked as ours, writable, locked while changed."""

import contextlib
import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from services.kernel.embedded.problem import Problem

MARKER = ".jingheng-home"
_DRAWERS = {"secrets": 0o700, "run": 0o700, "logs": 0o711}
FREE_BYTES_MIN = 300 * 2**20  # A new cluster with its write-ahead log, the demonstration, logs.
_PROBE_BYTES = 2**20
_MARKER_TEXT = "Data of 警衡 Jingheng. `./jingheng reset` removes this folder.\n"


def prepare(home: Path) -> list[Path]:
    """Make the folder and its drawers; what was not there before, for `unmake`.

    Raises Problem, leaving nothing behind, when it cannot.
    """
    fresh = not is_ours(home)
    made = _make(home)
    try:
        _probe(home)
        for name, mode in _DRAWERS.items():
            folder = home / name
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)
        (home / MARKER).write_text(_MARKER_TEXT, encoding="utf-8")
    except (OSError, Problem) as error:
        unmake(made)
        raise problem_of(error, home) from None
    return [*made, *((home / name) for name in (*_DRAWERS, MARKER) if fresh and not made)]


def unmake(made: Sequence[Path]) -> None:
    """Takes back what `prepare` made, where nothing has come of it."""
    for path in made:
        if path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)


def is_ours(home: Path) -> bool:
    return (home / MARKER).is_file()


def require_access(home: Path) -> None:
    """Raises Problem for a folder of another user: it would look as if nothing ran in it."""
    if home.exists() and not os.access(home / "run" if is_ours(home) else home, os.R_OK | os.X_OK):
        raise Problem(
            f"无权读取 {home}：它属于另一用户。请以该用户运行，或用 --home 另指一处。",
            f"No permission to look into {home}: it is another user's. Run it as that user, or "
            "choose another place with --home.",
        )


def _make(home: Path) -> list[Path]:
    """The folders that had to be made, outermost first."""
    if home.is_dir() and not is_ours(home) and any(home.iterdir()):
        raise Problem(
            f"{home} 已有他物且非警衡数据目录；请用 --home 或 JINGHENG_HOME 另指一处。",
            f"{home} is not empty and not a folder of Jingheng; choose another with --home "
            "or JINGHENG_HOME.",
        )
    absent = [p for p in (*reversed(home.parents), home) if not p.exists()]
    try:
        home.mkdir(parents=True, exist_ok=True)
        for folder in absent:
            # PostgreSQL may run as another account and has to pass through, whatever the umask.
            folder.chmod(0o755)
    except OSError as error:
        for folder in absent[:1]:
            shutil.rmtree(folder, ignore_errors=True)
        raise problem_of(error, home) from None
    return absent[:1]


def _probe(home: Path) -> None:
    probe = home / ".probe"
    try:
        with probe.open("wb") as file:
            file.write(b"\0" * _PROBE_BYTES)
            file.flush()
            os.fsync(file.fileno())
    finally:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)
    free = shutil.disk_usage(home).free
    if not (home / "postgres" / "data").exists() and free < FREE_BYTES_MIN:
        raise OSError(errno.ENOSPC, f"{free // 2**20} MiB free")


def problem_of(error: OSError | Problem, where: Path) -> Problem:
    if isinstance(error, Problem):
        return error
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        need = FREE_BYTES_MIN // 2**20
        return Problem(
            f"磁盘空间不足：{where}（需要 {need} MiB）。请腾出空间，或用 --home 另指一处。",
            f"The disk is full: {where} (needs {need} MiB). Make room, or choose another place "
            "with --home.",
        )
    why = error.strerror or str(error)
    return Problem(
        f"无法写入 {where}：{why}。请检查权限，或用 --home 另指一处。",
        f"Cannot write to {where}: {why}. Check its permissions, or choose another place "
        "with --home.",
    )


@contextlib.contextmanager
def locked(home: Path, name: str, *, wait_seconds: float) -> Iterator[None]:
    """One holder at a time across processes; released by the kernel when the holder dies.

    Raises Problem when another holder keeps it longer than `wait_seconds`.
    """
    end = time.monotonic() + wait_seconds
    with (home / "run" / f"{name}.lock").open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise Problem(
                        f"另一个 jingheng 正在操作 {home}；请稍后再试。",
                        f"Another jingheng is busy with {home}; try again in a moment.",
                    ) from None
                time.sleep(0.1)
        yield
