"""`up` with its demonstration, and `demo show` against the figures of field.md."""

import json

import pytest

from services.cli import demo
from services.cli.demo_decisions import ASKED
from services.kernel.embedded import stack
from services.kernel.embedded.problem import Problem
from services.kernel.settings import load
from tests.cli.field_tables import FIELD
from tests.cli.run import jingheng, port_base, program


@pytest.fixture
def place(open_folder):
    home = open_folder / "h"
    yield {"JINGHENG_HOME": str(home), "JINGHENG_PORT_BASE": port_base()}
    if home.exists():
        stack.stop(home)


def test_up_brings_the_bureau_of_the_field(place):
    first = jingheng("up", "--json", **place)
    assert first.code == 0, first.err

    shown = jingheng("demo", "show", "--json", **place)
    told = json.loads(shown.out)
    assert {name: told[name] for name in FIELD} == FIELD
    assert json.loads(jingheng("demo", "show", "--brigade", "1", "--json", **place).out) == told
    assert "road 58" in jingheng("demo", "show", **place).out
    assert jingheng("up", **place).code == 0  # Loads what is missing: nothing.
    again = jingheng("demo", "load", "--json", **place)
    assert json.loads(again.out)["facts"] == 0
    replayed = json.loads(jingheng("replay", "--json", **place).out)
    assert replayed == {"replayed": len(ASKED), "differ": []}
    other = jingheng("demo", "load", "--seed", "2", **place)
    assert (other.code, "reset" in other.err) == (1, True)
    before, recorded, after = [
        program(["sh", "-c", line], **place) for line in json.loads(first.out)["try"]
    ]
    assert "PROMOTE" in before.out
    assert '"events"' in recorded.out
    assert "BLOCKED" in after.out.splitlines()[0]
    assert jingheng("down", **place).code == 0


def test_nothing_running_is_one_line_and_a_code(place):
    answer = jingheng("demo", "show", **place)
    assert answer.code == 5
    assert "./jingheng up" in answer.err


def test_a_wrong_day_is_a_usage_error(place):
    assert jingheng("demo", "show", "--as-of", "2026-02-30", **place).code == 2


def test_never_in_production(tmp_path):
    settings = load(JINGHENG_MODE="production", JINGHENG_HOME=str(tmp_path))
    with pytest.raises(Problem, match="production"):
        demo.tokens(settings)


def test_ranges_come_in_their_order():
    keys = ["10+", "<1", "3-10", "1-3", "road"]
    assert sorted(keys, key=demo._place) == ["<1", "1-3", "3-10", "10+", "road"]
