"""bench lists what is in benchmarks/ and refuses what is not; speed itself is never a test."""

from services.cli.app import main
from services.cli.bench import names


def test_every_benchmark_is_found():
    assert {"append", "http_command", "replay"} <= set(names())


def test_an_unknown_one_is_a_usage_error(capsys):
    assert main(["bench", "horses"]) == 2
    assert "append" in capsys.readouterr().err
