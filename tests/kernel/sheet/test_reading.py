"""Hostile workbooks cost at most two seconds of a processor and 256 MB; good ones come whole."""

import asyncio
import json
import re
import subprocess
import sys
from dataclasses import asdict

import pytest

from services.kernel.bounded import ROOT
from services.kernel.errors import Refused
from services.kernel.sheet.bounds import MIB, Bounds
from services.kernel.sheet.reading import read_sheet
from tests.kernel.sheet.hostile import HOSTILE, good

LIMITED, MEMORY_MAX = Bounds(cpu_seconds=2, seconds=120), 256 * MIB
MEASURED = """
import sys
from services.kernel.sheet import child
child.main()
sys.stderr.write(open("/proc/self/status").read())
"""


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_is_hostile_is_refused_quickly(name):
    make, code = HOSTILE[name]
    # A reader that needs more is ended, and then the code is another one; the bomb's is below.
    with pytest.raises(Refused) as caught:
        await read_sheet(make(), LIMITED)

    assert caught.value.code == code


@pytest.mark.parametrize("name", ["bomb", "million rows", "many parts"])
def test_the_reader_never_holds_more_than_it_may(name):
    data = HOSTILE[name][0]()
    words = [sys.executable, "-c", MEASURED, json.dumps(asdict(LIMITED))]
    done = subprocess.run(words, input=data, capture_output=True, cwd=ROOT, check=True)

    assert HOSTILE[name][1].encode() in done.stdout
    peak = re.search(rb"VmHWM:\s+(\d+) kB", done.stderr)
    assert int(peak[1]) * 1024 < MEMORY_MAX


async def test_a_good_one_comes_back_whole():
    sheet = await read_sheet(good([["=1+1", 7], ["００１", None]]))

    assert sheet.name == "表"
    assert sheet.rows == [["一", "二"], ["=1+1", 7], ["００１", None]]


@pytest.mark.parametrize("bounds", [Bounds(memory_bytes=60 * MIB), Bounds(seconds=0.01)])
async def test_a_reader_that_runs_out_ends_alone(bounds):
    rows = [["甲" * 3_000 + str(number), None] for number in range(2_000)]
    with pytest.raises(Refused) as caught:
        await read_sheet(good(rows), bounds)

    assert caught.value.code == "workbook_too_heavy"


async def test_many_at_once_wait_their_turn():
    sheets = await asyncio.gather(*(read_sheet(good()) for _ in range(6)))

    assert {sheet.name for sheet in sheets} == {"表"}
