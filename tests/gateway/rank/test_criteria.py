"""All claims are always evaluated; one word is chosen for several obstacles."""

import pytest

from services.gateway.decision.decision import Outcome
from services.gateway.decision.finding import reasons
from services.gateway.rank.criteria import promotion, selection, word_for
from services.gateway.rank.ways import ways
from services.roster.events import PoliceRank
from tests.gateway.on_file import DAY, around, held


@pytest.mark.parametrize(
    ("obstacles", "word"),
    [
        ((), None),
        (("CASE_OPEN",), Outcome.HOLD),
        (("CASE_OPEN", "SANCTION"), Outcome.BLOCKED),
        (("SANCTION", "GRADE"), Outcome.NOT_ELIGIBLE),
        (("GRADE", "CEILING", "TRAINING"), Outcome.CEILING),
        (("CASE_OPEN", "CEILING", "NOT_DUE"), Outcome.WAIT),
    ],
)
def test_one_word_for_several_obstacles(obstacles, word):
    assert word_for(obstacles) is word


def test_every_obstacle_is_listed_at_once():
    s = around(
        "2024-06-01",
        "{post_assigned: 办事员, on: 2020-06-01}",
        "{sanction_imposed: 记过, on: 2024-01-01}",
        "{annual_grade_decided: 2023 不称职, on: 2024-02-20}",
        "{case_opened: A, on: 2024-05-01}",
    )
    low = held(PoliceRank.SUPERINTENDENT_1, "2020-06-02")
    (way,) = ways(s, low, DAY("2024-06-01"))
    found = promotion(s, low, way=way, day=DAY("2024-06-01"))
    assert reasons(found) == (
        *("NOT_DUE", "CEILING", "TRAINING", "SANCTION", "ASSESSMENT", "CASE_OPEN"),
    )


def test_selection_lists_what_is_missing():
    s = around("2024-06-01", "{annual_grade_decided: 2023 称职, on: 2024-02-20}")
    found = selection(s, held(PoliceRank.SUPERVISOR_1, "2021-06-01"), DAY("2024-06-01"))
    assert reasons(found) == ("RANK_MONTHS", "POST_MONTHS", "GRADE", "TRAINING")


def test_above_the_ladder_there_is_no_selection():
    s = around("2024-06-01")
    for rank in (PoliceRank.COMMISSIONER_1, PoliceRank.COMMISSIONER_GENERAL):
        found = selection(s, held(rank, "2010-06-01"), DAY("2024-06-01"))
        assert reasons(found) == ("CEILING",)
