"""The home folder: made whole or not at all, never in a stranger's place, locked while changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services.kernel.embedded import home
from services.kernel.embedded.problem import Problem

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="mounts and other users need root")


def test_it_is_made_with_closed_drawers(open_folder):
    place = open_folder / "a" / "home"
    home.prepare(place)
    home.prepare(place)  # Twice is once.

    assert home.is_ours(place)
    assert (place / "secrets").stat().st_mode & 0o777 == 0o700
    assert place.stat().st_mode & 0o001


def test_a_strangers_folder_is_left_alone(open_folder):
    (open_folder / "precious").write_text("x")

    with pytest.raises(Problem, match="not a folder of Jingheng"):
        home.prepare(open_folder)
    assert [p.name for p in open_folder.iterdir()] == ["precious"]


def test_a_place_that_cannot_be_is_a_problem_and_leaves_nothing(open_folder):
    (open_folder / "file").touch()

    with pytest.raises(Problem, match=r"Cannot write to .*Not a directory.*--home"):
        home.prepare(open_folder / "file" / "home")


def test_too_little_room_is_said_and_nothing_is_left(open_folder, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 2**20))

    with pytest.raises(Problem, match="disk is full") as problem:
        home.prepare(open_folder / "a" / "home")
    assert problem.value.exit_code == 5
    assert list(open_folder.iterdir()) == []


@ROOT_ONLY
@pytest.mark.parametrize(("options", "words"), [("size=64k", "disk is full"), ("ro", "Read-only")])
def test_a_full_or_read_only_disk(open_folder, options, words):
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "none", str(open_folder)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no right to mount here")
    try:
        with pytest.raises(Problem, match=words):
            home.prepare(open_folder / "home")
        assert list(open_folder.iterdir()) == []
    finally:
        subprocess.run(["umount", str(open_folder)], check=True)


@ROOT_ONLY
def test_another_users_folder_is_said_to_be_so(open_folder):
    home.prepare(open_folder / "h")
    home.require_access(open_folder / "h")
    home.require_access(open_folder / "nothing")
    ask = (
        "import os, sys; from pathlib import Path\n"
        "from services.kernel.embedded import home\n"
        "os.setuid(65534)\n"
        "home.require_access(Path(sys.argv[1]))"
    )
    asked = subprocess.run(
        [sys.executable, "-c", ask, str(open_folder / "h")],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode != 0
    assert "No permission to look into" in asked.stderr


def test_a_second_holder_waits_and_then_says_so(open_folder):
    home.prepare(open_folder / "home")
    held = (
        "import sys; from pathlib import Path; from services.kernel.embedded import home\n"
        "with home.locked(Path(sys.argv[1]), 'up', wait_seconds=0):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", held, str(open_folder / "home")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(Problem, match="busy"),
            home.locked(open_folder / "home", "up", wait_seconds=0.2),
        ):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with home.locked(open_folder / "home", "up", wait_seconds=0.2):
        pass  # The kernel released it with its holder.
