"""A failpoint kills this process, there and then, at the n-th passage of its own name only."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.kernel import follow, store

PROGRAM = """
from services.kernel.store.failpoint import failpoint
for n in (1, 2, 3):
    print(n, flush=True)
    failpoint("other")
    failpoint("here")
try:
    print("end", flush=True)
finally:
    pass
"""


def _run(value: str | None) -> tuple[int, list[str]]:
    environment = dict(os.environ)
    environment.pop("JINGHENG_FAILPOINT", None)
    if value is not None:
        environment["JINGHENG_FAILPOINT"] = value
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize(
    ("value", "said"), [("here", ["1"]), ("here:1", ["1"]), ("here:3", ["1", "2", "3"])]
)
def test_it_dies_at_the_nth_passage(value, said):
    assert _run(value) == (-signal.SIGKILL, said)


@pytest.mark.parametrize("value", [None, "", "elsewhere", "here:4"])
def test_otherwise_nothing_happens(value):
    assert _run(value) == (0, ["1", "2", "3", "end"])


def test_the_places_are_those_the_crash_tests_know():
    """Whoever adds a place adds it to tests/kernel/store/test_crash.py."""
    from tests.kernel.store.crash import FOLLOWER_PLACES, STORE_PLACES

    named = set()
    for package in (store, follow):
        for file in Path(package.__path__[0]).glob("*.py"):
            named |= set(re.findall(r'failpoint\("(\w+)"\)', file.read_text()))

    assert named == {*STORE_PLACES, *FOLLOWER_PLACES}
