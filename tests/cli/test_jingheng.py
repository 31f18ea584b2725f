"""The shell script: found through symlinks, from anywhere, as anyone, with or without a .venv."""

import os
import shutil
import stat
import subprocess
import sys
import threading

import pytest

from tests.cli.run import ROOT, program

SCRIPT = ROOT / "jingheng"
SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin")


@pytest.fixture
def tree(open_folder):
    """A copy of what the script needs, with a uv that only notes what it was asked to do."""
    tree = open_folder / "tree"
    (tree / "services" / "cli").mkdir(parents=True)
    shutil.copy(SCRIPT, tree / "jingheng")
    for name in ("uv.lock", "pyproject.toml"):
        (tree / name).write_text(name)
    (tree / "services" / "__init__.py").touch()
    (tree / "services" / "cli" / "__init__.py").touch()
    (tree / "services" / "cli" / "__main__.py").write_text(
        "import sys; print('ran', sys.prefix, *sys.argv[1:])"
    )
    tools = open_folder / "tools"
    tools.mkdir()
    uv = tools / "uv"
    uv.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && exit 0\n'
        f'echo "$*" >>{open_folder}/asked\n'
        f'{SYSTEM_PYTHON} -m venv --without-pip "$UV_PROJECT_ENVIRONMENT"\n'
    )
    uv.chmod(0o755)
    return tree


def run(tree, *words, **environment):
    place = tree.parent
    path = f"{place / 'tools'}:/usr/bin:/bin"
    home = place / "home"
    home.mkdir(exist_ok=True)
    settings = {"PATH": path, "HOME": str(home), "XDG_CACHE_HOME": ""} | environment
    return program([str(tree / "jingheng"), *words], cwd=place, **settings)


def asked(tree):
    noted = tree.parent / "asked"
    return noted.read_text().splitlines() if noted.exists() else []


def test_it_is_posix_and_executable():
    assert SCRIPT.stat().st_mode & stat.S_IXOTH
    assert program(["sh", "-n", str(SCRIPT)]).code == 0


def test_the_environment_is_made_once_until_the_lock_changes(tree):
    first = run(tree, "up", "a b")
    assert first.code == 0, first.err
    assert first.out == f"ran {tree}/.venv up a b\n"
    run(tree)
    assert len(asked(tree)) == 1

    (tree / "uv.lock").write_text("changed")
    run(tree)
    assert len(asked(tree)) == 2
    assert "--locked" in asked(tree)[1]


def test_the_image_leaves_the_tools_out(tree):
    run(tree, JINGHENG_NO_DEV="1")

    assert "--no-dev" in asked(tree)[0]


def test_it_finds_itself_through_symlinks(tree):
    (tree.parent / "one").symlink_to("tree/jingheng")
    (tree.parent / "two").symlink_to(tree.parent / "one")
    run(tree)
    answer = program([str(tree.parent / "two"), "x"], cwd=tree.parents[1])

    assert answer.out == f"ran {tree}/.venv x\n"


def test_a_broken_environment_is_made_anew(tree):
    run(tree)
    (tree / ".venv" / "bin" / "python").unlink()
    (tree / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")

    assert run(tree).out.startswith(f"ran {tree}/.venv")
    assert len(asked(tree)) == 2


def test_without_python_it_says_what_to_install(tree):
    tools = tree.parent / "few"
    tools.mkdir()
    for name in ("sh", "cat", "cksum", "tr", "readlink"):
        (tools / name).symlink_to(shutil.which(name))
    script = (tree / "jingheng").read_text().replace("/usr/bin/python3 /usr/local/bin/python3", "")
    (tree / "jingheng").write_text(script)
    english = run(tree, PATH=str(tools))
    chinese = run(tree, PATH=str(tools), LC_ALL="zh_CN.UTF-8")

    assert english.code == chinese.code == 5
    assert "needs Python 3.11 to 3.14" in english.err
    assert "需要 Python 3.11" in chinese.err


def test_two_at_once_both_run(tree):
    answers = []
    runs = [threading.Thread(target=lambda: answers.append(run(tree))) for _ in range(2)]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()

    assert [answer.code for answer in answers] == [0, 0], answers
    assert len(asked(tree)) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_an_ordinary_user_of_a_read_only_tree_gets_an_environment_in_the_cache(tree):
    place = tree.parent
    (place / "asked").touch()
    (place / "asked").chmod(0o666)
    (place / "home").mkdir()
    os.chown(place / "home", 65534, 65534)
    done = subprocess.run(
        [str(tree / "jingheng"), "x"],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        user=65534,
        group=65534,
        extra_groups=[],
        env={"PATH": f"{place}/tools:/usr/bin:/bin", "HOME": str(place / "home"), "LANG": "C"},
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"ran {place}/home/.cache/jingheng/environments/")
    assert not (tree / ".venv").exists()


def test_the_real_one_answers_from_another_folder(open_folder):
    if not (ROOT / ".venv").exists():
        pytest.skip(f"runs in {sys.prefix}")
    answer = program([str(SCRIPT), "--version"], cwd=open_folder)

    assert (answer.code, answer.out) == (0, "0.1.0\n")
