"""Reset removes only a folder of ours, and only after a word."""

import pytest

from services.cli.app import main
from services.kernel.embedded.home import MARKER, prepare


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("JINGHENG_LANG", "en")


def test_it_removes_our_folder_when_told_yes(open_folder):
    prepare(open_folder / "h")

    assert main(["reset", "--yes", "--home", str(open_folder / "h")]) == 0
    assert not (open_folder / "h").exists()
    assert main(["reset", "--yes", "--home", str(open_folder / "h")]) == 0


def test_without_a_terminal_it_wants_the_word(open_folder, capsys):
    prepare(open_folder / "h")

    assert main(["reset", "--home", str(open_folder / "h")]) == 2
    assert "--yes" in capsys.readouterr().err
    assert (open_folder / "h" / MARKER).exists()


@pytest.mark.parametrize("kind", ["stranger", "link"])
def test_it_touches_nothing_that_is_not_ours(open_folder, capsys, kind):
    folder = open_folder / "h"
    if kind == "stranger":
        folder.mkdir()
        (folder / "precious").touch()
    else:
        prepare(open_folder / "real")
        folder.symlink_to(open_folder / "real")

    assert main(["reset", "--yes", "--home", str(folder)]) == 2
    assert "nothing was touched" in capsys.readouterr().err
    assert any(folder.iterdir())
