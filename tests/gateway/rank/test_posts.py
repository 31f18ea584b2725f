"""Posts: unbroken spells in one grade, and the ranks they allow."""

import pytest

from services.gateway.rank.posts import admits, rank_range, spell_on, spells
from services.roster.events import PoliceRank, PostGrade
from tests.gateway.on_file import DAY, SHELF, dossier

LAW = SHELF.in_force("police_rank", DAY("2024-06-01")).law


def found(*lines: str):
    return spells(dossier("2026-01-01", *lines))


def told(*lines: str):
    return [(s.grade.zh if s.grade else None, str(s.first_day)) for s in found(*lines)]


def test_a_lateral_move_does_not_break_a_spell():
    assert told(
        "{post_assigned: 科员, on: 2020-01-01}",
        "{post_assigned: {post_grade: 科员, manner: 平级调整}, on: 2021-01-01}",
        "{post_assigned: 科副, on: 2022-01-01}",
    ) == [("科员", "2020-01-01"), ("科级副职", "2022-01-01")]


def test_a_removal_breaks_it_unless_a_post_follows_on_the_day():
    assert told(
        "{post_assigned: 科员, on: 2020-01-01}",
        "{post_removed: , on: 2021-01-01}",
        "{post_assigned: 科员, on: 2021-06-01}",
        "{post_removed: , on: 2022-01-01}",
        "{post_assigned: 科员, on: 2022-01-01}",
    ) == [("科员", "2020-01-01"), (None, "2021-01-01"), ("科员", "2021-06-01")]


def test_before_the_first_post_nothing_limits():
    only = found("{post_assigned: 科员, on: 2020-01-01}")
    assert spell_on(only, DAY("2019-12-31")) is None
    assert admits(LAW, None, PoliceRank.COMMISSIONER_1)


def test_removed_from_the_post_admits_nothing():
    only = found("{post_removed: , on: 2020-01-01}")
    assert not admits(LAW, only[0], PoliceRank.CONSTABLE_1)


@pytest.mark.parametrize(
    ("post", "lowest", "highest"),
    [
        ("部级正职", 13, 13),
        ("部级副职", 12, 12),
        ("厅局级正职", 10, 11),
        ("厅局级副职", 9, 10),
        ("处级正职", 7, 9),
        ("处级副职", 6, 8),
        ("科级正职", 5, 8),
        ("科级副职", 4, 7),
        ("科员", 3, 6),
        ("办事员", 1, 5),
        ("高级专业技术职务", 7, 11),
        ("中级专业技术职务", 4, 8),
        ("初级专业技术职务", 2, 6),
        ("二级警员职级", 1, 5),
        ("一级警员职级", 3, 6),
        ("四级警长", 4, 7),
        ("三级警长", 4, 7),
        ("二级警长", 5, 8),
        ("一级警长", 5, 8),
        ("四级高级警长", 6, 8),
        ("三级高级警长", 6, 8),
        ("二级高级警长", 7, 9),
        ("一级高级警长", 7, 9),
        ("二级警务专员", 9, 10),
        ("一级警务专员", 10, 11),
    ],
)
def test_ranges_of_the_law(post, lowest, highest):
    (spell,) = found(f"{{post_assigned: {PostGrade(post).value}, on: 2020-01-01}}")
    allowed = rank_range(LAW, spell)
    ranks = list(PoliceRank)
    assert (ranks.index(allowed.lowest) + 1, ranks.index(allowed.highest) + 1) == (lowest, highest)
    assert admits(LAW, spell, allowed.highest)
    assert highest == 13 or not admits(LAW, spell, ranks[highest])
