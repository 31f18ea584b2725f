"""promtool: used where it is, said where it is not, and red for a rule Prometheus would refuse."""

import shutil

import pytest

from services.cli import alert_rules
from services.cli.check import SKIPPED


def test_without_it_one_line_says_how_to_get_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "")

    assert alert_rules.main(["--build"]) == 0
    assert capsys.readouterr().out.startswith(f"{SKIPPED}no promtool in PATH")


@pytest.fixture
def promtool():
    found = alert_rules.promtool(build=False)
    if found is None:
        pytest.skip("no promtool: python -m services.cli.alert_rules --build")
    return found


@pytest.mark.parametrize(
    "broken",
    [
        ("> 60", "> > 60"),
        ("for: 1m", "for: soon"),
        ("expr: avg_over_time(up", "exper: avg_over_time(up"),
    ],
)
def test_a_rule_that_prometheus_would_refuse_is_red(promtool, monkeypatch, tmp_path, broken):
    folder = tmp_path / "prometheus"
    shutil.copytree(alert_rules._FOLDER, folder)
    monkeypatch.setattr(alert_rules, "_FOLDER", folder)
    assert alert_rules.main([]) == 0
    text = (folder / "alerts.yml").read_text()
    assert broken[0] in text
    (folder / "alerts.yml").write_text(text.replace(*broken))

    assert alert_rules.main([]) != 0


@pytest.mark.nightly
@pytest.mark.skipif(shutil.which("go") is None, reason="no Go here to build promtool with")
def test_it_can_be_built():
    assert alert_rules.promtool(build=True) is not None
    assert alert_rules.main([]) == 0
