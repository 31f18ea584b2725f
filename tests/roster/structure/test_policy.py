"""The bureaus' policy of bands is readable, and one that is not a ladder is refused."""

import pytest

from services.kernel.policy_files import POLICIES, read_version
from services.kernel.yaml_tree import SourceWrong
from services.roster.structure.api import shelf_of
from services.roster.structure.policy import STRUCTURE, cuts_of
from tests.roster.structure.files import TODAY

FILE = POLICIES / "bureaus" / "r0" / "structure" / "1980-01-01.yaml"


@pytest.mark.parametrize("bureau", ["r0", "nine", "shantou"])
def test_each_bureau_has_the_fields_own_bands(bureau):
    choice = shelf_of(bureau).in_force(STRUCTURE.name, TODAY).choice

    assert choice.age_from.value == [18, 26, 40]
    assert choice.grassroots.percent_min == 85


@pytest.mark.parametrize(
    ("right", "wrong"), [("[18, 26, 40]", "[18, 18, 40]"), ("[station, ", "[moon, ")]
)
def test_a_mistake_is_found_with_its_line(right, wrong):
    text = FILE.read_text().replace(right, wrong)

    with pytest.raises(SourceWrong) as caught:
        read_version(text, str(FILE), STRUCTURE, bureau="r0")

    assert caught.value.mistakes[0].line > 7


def test_cuts_are_read_from_a_parameter():
    assert cuts_of("20,35") == [20, 35]
