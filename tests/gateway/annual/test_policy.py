"""The annual policy: the law apart from the one choice, in force from its day."""

import pytest

from services.gateway.annual.policy import ANNUAL
from services.kernel.policy import NoPolicyInForce
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import SourceWrong
from tests.gateway.on_file import DAY, POLICIES, SHELF

CHOICE = POLICIES / "bureaus/r0/annual_consequences/2020-12-28.yaml"
LAW = POLICIES / "law/annual_consequences/2020-12-28.yaml"


@pytest.mark.parametrize("key", ["excellent", "years_a_salary_step", "undetermined", "delay"])
def test_what_the_rule_fixes_is_not_a_choice(key):
    text = CHOICE.read_text(encoding="utf-8")
    with pytest.raises(SourceWrong, match="单位不可改"):
        read_version(f"{text}{key}: 1\n", str(CHOICE), ANNUAL, bureau="r0")


def test_there_is_no_answer_before_the_rule():
    with pytest.raises(NoPolicyInForce):
        SHELF.in_force(ANNUAL.name, DAY("2020-12-27"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("grade: 优秀", "grade: 优良", "excellent 优秀"),
        ("merit: 三等功", "merit: 四等功", "merit_3 三等功"),
        ("years_a_salary_step: 2", "years_a_salary_step: 0", "must be 1 or more"),
    ],
)
def test_a_wrong_file_is_refused(old, new, words):
    text = LAW.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(SourceWrong) as error:
        read_version(text.replace(old, new), str(LAW), ANNUAL, bureau=None)
    assert words in str(error.value)
