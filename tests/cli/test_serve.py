"""serve: refuses what is no room; the running services are tested by tests/cli/test_up.py."""

from services.cli.app import main


def test_an_unknown_room_is_a_usage_error(capsys):
    assert main(["serve", "palace"]) == 2
    assert "roster, assessment, training, gateway" in capsys.readouterr().err
