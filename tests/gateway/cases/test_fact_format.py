"""One fact in any of its shapes, and what is said when it cannot be read."""

import pytest

from services.gateway.cases.fact_format import event_id, labels
from services.roster.events import PoliceRank, RankAwarded, RankManner
from tests.gateway.cases.files import case, mistake

ASK = "ask: {decide: police_rank, as_of: 2024-06-01, expect: PROMOTE}\n"


def facts(*lines: str):
    body = "".join(f"  - {line}\n" for line in lines)
    return case(f"title: t\nfacts:\n{body}{ASK}").facts


def wrong(*lines: str) -> str:
    body = "".join(f"  - {line}\n" for line in lines)
    return mistake(f"title: t\nfacts:\n{body}{ASK}")


@pytest.mark.parametrize(
    "line",
    [
        "{fact: rank_awarded, on: 2021-06-01, rank: 二级警司, manner: 按期晋升}",
        "{rank_awarded: 二级警司, on: 2021-06-01, manner: by_time}",
        "{rank_awarded: {rank: superintendent_2, manner: 按期晋升}, on: 2021-06-01}",
        "{授予警衔: 二级警司, on: 2021-06-01, data: {manner: by_time}}",
        "{fact: roster.rank_awarded.v1, on: 2021-06-01, data: {rank: 二级警司, manner: by_time}}",
    ],
)
def test_all_shapes_mean_the_same(line):
    (fact,) = facts(line)
    assert fact.data == RankAwarded(rank=PoliceRank.SUPERINTENDENT_2, manner=RankManner.BY_TIME)


def test_several_required_fields_are_given_in_their_order():
    (fact,) = facts("{annual_grade_decided: 2023 不称职, on: 2024-02-20}")
    assert (fact.data.year, fact.data.grade.value) == (2023, "incompetent")


def test_numbers_are_text_where_text_is_declared():
    (fact,) = facts("{case_opened: 7, on: 2024-02-20}")
    assert fact.data.case_no == "7"


def test_a_correction_takes_its_targets_day_and_a_revocation_its_room():
    first, second, third = facts(
        "{id: g, annual_grade_decided: 2023 称职, on: 2024-02-20}",
        "{id: h, annual_grade_decided: 2023 优秀, corrects: g, recorded: 2024-03-01}",
        "{revokes: h, recorded: 2024-04-01, reason: 撤回}",
    )
    assert second.effective_on == third.effective_on == first.effective_on
    assert third.data.TYPE == "assessment.fact_revoked.v1"


def test_a_field_that_names_a_fact_takes_its_label():
    sanction, lifted = facts(
        "{id: w, sanction_imposed: 警告, on: 2024-03-10}",
        "{sanction_lifted: w, on: 2024-07-15}",
    )
    assert lifted.data.sanction == event_id(1)
    assert labels({"w": sanction, "#2": lifted})[event_id(1)] == "w"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{rank_awardd: 二级警司, on: 2021-06-01}", "did you mean rank_awarded"),
        ("{on: 2021-06-01}", "no kind of fact"),
        ("{fact_revoked: , on: 2021-06-01}", "ambiguous"),
        ("{rank_awarded: 二级警司}", "on must be the effective day"),
        ("{rank_awarded: 二级警司, on: 2021-02-30}", "on must be the effective day"),
        ("{rank_awarded: 二级警司, on: 2021-06-01, recorded: soon}", "recorded must be an instant"),
        ("{rank_awarded: 二级警, on: 2021-06-01}", "did you mean 二级警"),
        ("{rank_awarded: 二级警司, on: 2021-06-01, maner: x}", "did you mean manner"),
        ("{annual_grade_decided: 2023, on: 2024-02-20}", "allowed: year grade"),
        ("{early_promotion_approved: 3, on: 2024-02-20}", "2 or less"),
        ("{sanction_lifted: w, on: 2024-02-20}", "no label w"),
        ("{revokes: w, on: 2024-02-20}", "no label w"),
        ("{id: [1], rank_awarded: 二级警司, on: 2021-06-01}", "id must be text"),
        ("二级警司", "must be a mapping"),
    ],
)
def test_a_wrong_fact_says_where_and_what_is_allowed(line, words):
    found = wrong("{rank_awarded: 二级警员, on: 2018-06-01}", line)
    assert words in found
    assert found.startswith("case.yaml:4: ")


def test_a_label_is_used_once():
    line = "{id: a, rank_awarded: 二级警司, on: 2021-06-01}"
    assert "used twice" in wrong(line, line)


AWARDED = "{id: a, rank_awarded: 二级警司, on: 2021-06-01, recorded: 2022-01-01}"


def test_a_fact_is_revoked_once_and_not_before_it_is_on_file():
    again = wrong(AWARDED, "{id: b, revokes: a}", "{revokes: a}")
    early = wrong(AWARDED, "{revokes: a, recorded: 2021-12-31}")
    _, after = facts(AWARDED, "{revokes: a}")

    assert "a is revoked by b already" in again
    assert "recorded before the fact it mends" in early
    assert f"{after.recorded_at:%Y-%m-%d}" >= "2021-12-31"
