"""The rank policies: complete, law and choice apart, wrong files refused."""

from pathlib import Path

import pytest

from services.gateway.rank.policy import POLICE_RANK, RANK_ALLOWANCE
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import SourceWrong
from services.roster.events import PoliceRank
from tests.gateway.on_file import DAY, POLICIES, SHELF

LAW = POLICIES / "law/police_rank/1992-07-01.yaml"
CHOICE = POLICIES / "bureaus/r0/police_rank/1992-07-01.yaml"


def refused(path: Path, old: str, new: str) -> str:
    text = path.read_text(encoding="utf-8")
    assert old in text
    bureau = "r0" if path is CHOICE else None
    with pytest.raises(SourceWrong) as error:
        read_version(text.replace(old, new), str(path), POLICE_RANK, bureau=bureau)
    return str(error.value)


def test_the_ladder_is_the_order_of_the_ranks():
    law = SHELF.in_force("police_rank", DAY("2024-06-01")).law
    assert law.ladder.ranks == tuple(PoliceRank)


@pytest.mark.parametrize(
    ("day", "rank", "fen"),
    [
        ("1993-10-01", PoliceRank.COMMISSIONER_GENERAL, 5400),
        ("1994-12-31", PoliceRank.CONSTABLE_2, 5400),
        ("1995-01-01", PoliceRank.CONSTABLE_2, 6400),
        ("2024-06-01", PoliceRank.COMMISSIONER_GENERAL, 12300),
    ],
)
def test_the_allowance_table_is_dated(day, rank, fen):
    assert SHELF.in_force(RANK_ALLOWANCE.name, DAY(day)).law.monthly_fen()[rank] == fen


@pytest.mark.parametrize(
    "key", ["promotion_by_time", "periods_months", "training_gates", "running_months_max"]
)
def test_what_the_law_fixes_is_not_a_choice(key):
    told = refused(CHOICE, "period_rule:", f"{key}: {{value: 1, source: choice}}\nperiod_rule:")
    assert f"{CHOICE}:8: {key}: 这是法定项, 单位不可改 [law]" in told


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("value: hold,", "value: wait,", "'hold' or 'ignore'"),
        ("value: 12,", "value: -1,", "must be 0 or more"),
        ("value: true, source: choice, note", "value: yes, source: choice, note", "true or false"),
        (", source: practice", "", "open_case.source is missing"),
    ],
)
def test_a_choice_that_is_not_one_is_refused(old, new, words):
    assert words in refused(CHOICE, old, new)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[二级警员, 一级警员,", "[二级警员,", "ladder.ranks"),
        ("    副总警监: 国务院总理\n", "", "approval.approvers"),
        ("    科员: {lowest: 三级警司, highest: 三级警督}\n", "", "post_ranges.ranges"),
        ("course: 晋督训练", "course: 晋都训练", "did you mean 晋督训练"),
    ],
)
def test_a_law_file_with_a_gap_is_refused(old, new, words):
    assert words in refused(LAW, old, new)
