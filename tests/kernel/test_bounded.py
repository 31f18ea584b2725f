"""A process for what strangers send: its answer, or Spent; never more time or memory than given."""

import json
import resource
import subprocess
import sys

import pytest

from services.kernel import bounded
from services.kernel.bounded import Spent, ask

CHILD = """
import json, os, sys
from services.kernel.bounded import limit
limit(200_000_000, 1)
data = sys.stdin.buffer.read()
if data == b"memory": bytearray(400_000_000)
if data == b"time":
    while True: pass
if data == b"sleep":
    import time; time.sleep(60)
if data == b"write": os.write(os.open("written", os.O_CREAT | os.O_WRONLY), b"x")
print(json.dumps({"words": sys.argv[1:], "data": data.decode(), "secret": "SECRET" in os.environ}))
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / "services").symlink_to(bounded.ROOT / "services")
    (tmp_path / "child.py").write_text(CHILD)
    monkeypatch.setattr(bounded, "ROOT", tmp_path)
    monkeypatch.setenv("SECRET", "x")
    return "child"


async def test_it_answers_and_sees_nothing_of_ours(module):
    told = await ask(module, ["a", "b"], b"hello", seconds=20)

    assert told == {"words": ["a", "b"], "data": "hello", "secret": False}


@pytest.mark.parametrize("data", [b"memory", b"time", b"sleep", b"write"])
async def test_who_takes_too_much_is_ended(module, data):
    with pytest.raises(Spent):
        await ask(module, [], data, seconds=3)


def test_a_limit_is_for_good():
    code = "from services.kernel.bounded import limit; import resource as r, json;"
    code += "limit(300_000_000, 7); print(json.dumps([r.getrlimit(x) for x in "
    code += "(r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE)]))"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, cwd=bounded.ROOT
    )

    assert json.loads(done.stdout) == [[300_000_000] * 2, [7, 7], [0, 0], [0, 0]]
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] != 7
