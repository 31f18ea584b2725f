"""Steps between ranks: neighbours, trainings on the way, who approves."""

from itertools import pairwise

import pytest

from services.gateway.rank.ladder import above, approver, below, courses_between, is_higher
from services.roster.events import PoliceRank
from services.training.events import CourseKind
from tests.gateway.on_file import DAY, SHELF

LAW = SHELF.in_force("police_rank", DAY("2024-06-01")).law
RANKS = list(PoliceRank)


def test_neighbours():
    assert above(LAW, RANKS[-1]) is None
    assert below(LAW, RANKS[0]) is None
    for low, high in pairwise(RANKS):
        assert above(LAW, low) is high
        assert below(LAW, high) is low
        assert is_higher(LAW, high, low)
        assert not is_higher(LAW, low, high)


@pytest.mark.parametrize(
    ("low", "high", "courses"),
    [
        ("二级警司", "一级警司", []),
        ("一级警司", "三级警督", [CourseKind.RANK_SUPERVISOR]),
        ("二级警员", "二级警督", [CourseKind.RANK_SUPERVISOR]),
        ("三级警督", "一级警督", []),
        ("一级警督", "三级警监", [CourseKind.RANK_COMMISSIONER]),
        ("一级警司", "二级警监", [CourseKind.RANK_SUPERVISOR, CourseKind.RANK_COMMISSIONER]),
        ("三级警监", "总警监", []),
    ],
)
def test_trainings_on_the_way_up(low, high, courses):
    assert courses_between(LAW, PoliceRank(low), PoliceRank(high)) == courses


@pytest.mark.parametrize(
    ("rank", "by", "early"),
    [
        ("一级警员", "省级公安厅(局)政治部主任", "公安部政治部主任"),
        ("三级警司", "省级公安厅(局)厅(局)长", "公安部政治部主任"),
        ("一级警司", "省级公安厅(局)厅(局)长", "公安部政治部主任"),
        ("三级警督", "公安部部长", "公安部部长"),
        ("三级警监", "公安部部长", "公安部部长"),
        ("二级警监", "国务院总理", "国务院总理"),
        ("总警监", "国务院总理", "国务院总理"),
    ],
)
def test_who_approves(rank, by, early):
    assert approver(LAW, PoliceRank(rank)) == by
    assert approver(LAW, PoliceRank(rank), early=True) == early
