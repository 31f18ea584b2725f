"""`what-if` as an operator runs it: tables in both languages, a tree, clear mistakes."""

import json

import pytest

from services.cli.app import main
from tests.cli.test_decide import _run, bureau  # noqa: F401  the same fixture
from tests.gateway.conftest import Gateway
from tests.gateway.whatif.desk import RAISE, Desk

PAY = ("--months", "2024-01..2024-03")


async def test_a_raise_and_a_supposed_level_are_told_to_people_and_to_programs(
    bureau,  # noqa: F811
    tmp_path,
    capsys,
):
    gateway = Gateway(bureau.settings, bureau.inside, bureau.apps)
    desk = Desk(gateway)
    await gateway.units()
    person = await desk.auxiliary("赵一", "u1")
    await gateway.catch_up()
    draft, facts = tmp_path / "raise.yaml", tmp_path / "facts.yaml"
    draft.write_text(RAISE["text"], encoding="utf-8")
    facts.write_text(
        f"- {{person_id: {person}, kind: auxiliary_level_awarded, "
        "effective_on: 2023-12-10, data: {level: 4}}\n",
        encoding="utf-8",
    )

    assert await _run("--lang", "zh", "what-if", "--policy", str(draft), *PAY) == 0
    zh = capsys.readouterr().out
    assert await _run("--lang", "en", "what-if", "--facts", str(facts), *PAY, "--unit", "u1") == 0
    en = capsys.readouterr().out
    assert await _run("what-if", "--policy", str(draft), *PAY, "--json") == 0
    tree = json.loads(capsys.readouterr().out)

    assert "受益 1, 受损 0" in zh
    assert "auxiliary_pay.level_wage.monthly.5: 750 → 850" in zh
    assert "单位u1" in zh
    assert "+100.00" in zh
    assert "a supposed fact (not on file): auxiliary_level_awarded of 2023-12-10" in en
    assert tree["difference_cost_fen"] == 20_000


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--months", "2024-1"), "/first_month: "),
        (("--kind", "police_rank"), "/as_of: "),
        (("--policy", "{draft}", *PAY), "level_wages"),
        (("--facts", "{facts}", *PAY), "/facts/0/kind: "),
        (("--policy", "/nowhere.yaml", *PAY), "/nowhere.yaml"),
        (("--facts", "{draft}", *PAY), "/facts"),
    ],
)
def test_mistakes_are_usage_errors_with_field_or_line(words, told, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))
    draft, facts = tmp_path / "draft.yaml", tmp_path / "facts.yaml"
    draft.write_text(RAISE["text"].replace("level_wage:", "level_wages:"), encoding="utf-8")
    facts.write_text(
        "- {person_id: 6f1d3f0e-95d6-5b6f-8a8b-0d2f7c1f5a11, kind: sanctions, "
        "effective_on: 2024-01-01, data: {}}\n",
        encoding="utf-8",
    )
    filled = [word.format(draft=draft, facts=facts) for word in words]

    assert main(["--lang", "en", "what-if", *filled]) == 2
    assert told in capsys.readouterr().err
