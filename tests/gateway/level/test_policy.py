"""Level policies: whole ladders, levels as data, wrong files refused."""

import pytest

from services.gateway.level.policy import AUXILIARY_LEVEL
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import SourceWrong
from services.roster.events import LevelTrack
from tests.gateway.on_file import DAY, POLICIES, shelf_of

CHOICE = POLICIES / "bureaus/r0/auxiliary_level/2016-01-11.yaml"


@pytest.mark.parametrize(("bureau", "lowest"), [("r0", 7), ("nine", 9)])
def test_every_level_but_the_first_has_one_way_up(bureau, lowest):
    choice = shelf_of(bureau).in_force("auxiliary_level", DAY("2024-06-01")).choice
    for track in LevelTrack:
        months = [choice.tracks[track].months_from(n) for n in range(1, lowest + 2)]
        assert months[0] is None
        assert None not in months[1:-1]
        assert months[-1] is None


def test_the_nine_levels_have_the_months_of_the_seed():
    choice = shelf_of("nine").in_force("auxiliary_level", DAY("2024-06-01")).choice
    track = choice.tracks[LevelTrack.POST]
    assert [track.months_from(n) for n in range(9, 1, -1)] == [24, 24, 36, 36, 36, 48, 48, 48]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{7: 36, 6: 36, 5: 36}", "{7: 36, 6: 36}", "各有一种晋升方式"),
        ("{7: 36, 6: 36, 5: 36}", "{7: 36, 6: 36, 5: 36, 4: 36}", "各有一种晋升方式"),
        ("{value: 7,", "{value: 6,", "6 级至 2 级"),
        ("高中: 7", "高中: 8", "低于最低层级: 高中"),
        ("高中: 7", "高种: 7", "senior_high 高中"),
        ("percent: 30", "percent: 130", "100 or less"),
        ("rounding: floor", "rounding: down", "'floor', 'half_up' or 'ceil'"),
        ("  职位:\n", "  职为:\n", "position 职位"),
    ],
)
def test_a_wrong_file_is_refused(old, new, words):
    text = CHOICE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(SourceWrong) as error:
        read_version(text.replace(old, new), str(CHOICE), AUXILIARY_LEVEL, bureau="r0")
    assert words in str(error.value)


def test_a_track_without_a_table_is_refused():
    text = CHOICE.read_text(encoding="utf-8")
    start, end = text.index("  职位:\n"), text.index("quotas:")
    with pytest.raises(SourceWrong, match="缺 职位"):
        read_version(text[:start] + text[end:], str(CHOICE), AUXILIARY_LEVEL, bureau="r0")
