"""story needs a bureau that runs; what it tells is tested by tests/cli/test_story_plot.py."""

from services.cli.app import main


def test_without_a_bureau_it_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))

    assert main(["story"]) in {3, 5}
    assert capsys.readouterr().err
