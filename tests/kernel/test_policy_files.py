"""Policy files read strictly: each mistake by its line, law and choice held apart."""

from pathlib import Path

import pytest

from services.kernel.errors import Text
from services.kernel.policy import Beyond, PolicyKind
from services.kernel.policy_files import load_shelf, read_version
from services.kernel.yaml_tree import SourceWrong
from tests.kernel.test_policy import KIND, Choice, Law, choice, folder  # noqa: F401  a fixture


@pytest.mark.parametrize(
    "more", ["periods: {source: x, period_months: 3}\n", "x:\n  period_months: 3\n"]
)
def test_a_bureau_cannot_name_what_the_law_fixes(more):
    source = "bureaus/b1/toll/2000-01-01.yaml"
    with pytest.raises(SourceWrong) as refused:
        read_version(choice("2000-01-01", more=more), source, KIND, bureau="b1")
    mistake = refused.value.mistakes[0]
    assert "这是法定项, 单位不可改 [law]" in mistake.text.zh
    assert str(mistake).startswith(f"{source}:{7 if more.startswith('p') else 8}: ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (choice("2000-01-01", "sideways"), "'up' or 'down'"),
        (choice("2000-01-01", more="roundin: 1\n"), "did you mean rounding"),
        (choice("2000-01-02"), "by the file's place it must be 2000-01-01"),
        (choice("2000-01-01").replace("b1", "b2"), "it must be b1"),
        (choice("2000-01-01").replace("policy: toll", "policy: tall"), "it must be toll"),
        (choice("2000-01-01").replace(", source: choice", ""), "rounding.source is missing"),
        ("- 1\n", "must be a mapping"),
    ],
)
def test_a_wrong_file_says_what_is_allowed(text, words):
    with pytest.raises(SourceWrong, match=words):
        read_version(text, "bureaus/b1/toll/2000-01-01.yaml", KIND, bureau="b1")


def test_an_unknown_bureau_is_refused_with_those_there_are(folder):  # noqa: F811
    with pytest.raises(SourceWrong, match="allowed: b1"):
        load_shelf(folder, "b7", [KIND])


def test_every_mistake_of_every_file_is_told(folder):  # noqa: F811
    (folder / "law/toll/2025-01-01.yaml").write_text("policy: 1\n", encoding="utf-8")
    (folder / "bureaus/b1/toll/2024-06-01.yaml").write_bytes(b"\xff")
    with pytest.raises(SourceWrong) as refused:
        load_shelf(folder, "b1", [KIND])
    assert {Path(m.source).parent.parent.name for m in refused.value.mistakes} == {"law", "b1"}


def _only_up(law: Law, choice: Choice):
    if law.periods.period_months < 30 and choice.rounding.value != "up":
        yield Beyond(("rounding", "value"), Text("须向上", "must be up"))


def test_a_choice_is_held_against_every_law_of_its_days(folder):  # noqa: F811
    """Down from 2024-06-01 is left open by the first law, and not by the one from 2025 on."""
    bound = PolicyKind("toll", Law, Choice, _only_up)
    with pytest.raises(SourceWrong, match="must be up") as refused:
        load_shelf(folder, "b1", [bound])
    [mistake] = refused.value.mistakes
    assert (Path(mistake.source).name, mistake.line) == ("2024-06-01.yaml", 6)

    back = folder / "bureaus/b1/toll/2025-01-01.yaml"  # Up again in time.
    back.write_text(choice("2025-01-01"), encoding="utf-8")
    assert load_shelf(folder, "b1", [bound])


def test_the_published_policies_are_valid():
    from services.gateway.decision.kinds import policy_kinds

    policies = Path(__file__).parents[2] / "policies"
    for bureau in sorted(p.name for p in (policies / "bureaus").iterdir()):
        assert load_shelf(policies, bureau, policy_kinds()).layers
