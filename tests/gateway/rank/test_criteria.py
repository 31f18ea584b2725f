"""All claims are always evaluated; one word is chosen for several obstacles."""

from dataclasses import replace

import pytest

from services.gateway.decision.decision import Outcome
from services.gateway.decision.finding import cite, reasons
from services.gateway.rank.criteria import promotion, selection, shared, word_for
from services.gateway.rank.surroundings import Held
from services.gateway.rank.ways import ways
from services.roster.events import PoliceRank
from tests.gateway.on_file import DAY, around, held, on_file


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
        given = Held(
            rank, DAY("2010-06-01"), tuple(on_file("{course_passed: 晋监训练, on: 2010-01-01}"))
        )
        found = selection(s, given, DAY("2024-06-01"))
        assert [(f.claim, f.met, f.reason, f.found) for f in found] == [
            ("step_above_exists", False, "CEILING", {"rank": rank.value})
        ]
        assert found[0].clause == s.law.ladder.source
        assert found[0].facts == cite(given.facts) != ()
        assert reasons(found) == ("CEILING",)


def test_a_selection_is_measured_by_what_was_decided_by_its_day():
    s = around(
        "2025-06-01",
        "{annual_grade_decided: 2022 优秀, on: 2023-01-10}",
        "{annual_grade_decided: 2023 称职, on: 2024-06-02}",
    )
    found = selection(s, held(PoliceRank.SUPERVISOR_1, "2018-01-01"), DAY("2024-06-01"))
    claims = {f.claim: f for f in found}
    assert claims["latest_grade"].found == {"year": 2022, "grade": "excellent"}
    assert claims["months_in_post"].found == {"months": 0, "since": None}


def test_where_the_bureau_ignores_open_cases_they_are_told_and_stop_nothing():
    s = around(
        "2024-09-01",
        "{case_opened: A, on: 2024-05-10}",
        "{case_closed: A 给予处分, on: 2024-08-30}",
        "{case_opened: B, on: 2024-08-31}",
    )
    ignored = s.choice.open_case.model_copy(update={"value": "ignore"})
    lax = replace(s, choice=s.choice.model_copy(update={"open_case": ignored}))
    for around_, met in ((s, False), (lax, True)):
        found = shared(
            around_,
            held(PoliceRank.SUPERINTENDENT_2, "2021-06-01"),
            to=PoliceRank.SUPERINTENDENT_1,
            day=DAY("2024-09-01"),
        )
        told = {f.claim: f.met for f in found}
        assert (told["no_case_open"], told["sanction_on_file"]) == (met, met)
