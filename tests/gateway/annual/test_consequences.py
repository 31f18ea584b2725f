"""Consequences: each year's own, counted years, sanctions in the way, what is on file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.annual.consequences import consequences
from services.gateway.annual.years import years
from services.gateway.rank.blocks import sanction_periods
from tests.gateway.annual.files import CHOICE, LAW, graded
from tests.gateway.on_file import DAY, SHELF, dossier

SANCTIONS = SHELF.in_force("police_rank", DAY("2024-06-01")).law.sanctions


def steps(*lines):
    file = dossier("2040-01-01", *lines)
    delays = sanction_periods(file, SANCTIONS)
    found = consequences(file, LAW, years(file, LAW, CHOICE), delays)
    return [(s.ground, str(s.effective_on)) for s in found]


def test_the_merit_cites_the_three_years_of_its_run():
    lines = graded(y2020="称职", y2021="优秀", y2022="优秀", y2023="优秀")
    file = dossier("2040-01-01", *lines)
    found = consequences(file, LAW, years(file, LAW, CHOICE), [])
    (merit,) = [s for s in found if s.ground == "merit_3"]
    assert [str(f.effective_on) for f in merit.facts] == ["2022-01-18", "2023-01-18", "2024-01-18"]


def test_two_counted_years_a_step_and_five_a_grade():
    lines = graded(**{f"y{y}": "称职" for y in range(2020, 2025)})
    assert steps(*lines) == [
        ("salary_step", "2022-01-01"),
        ("salary_step", "2024-01-01"),
        ("salary_grade", "2025-01-01"),
    ]


@pytest.mark.parametrize(
    ("sanction", "step", "grade"),
    [
        ("{sanction_imposed: 警告, on: 2024-12-31}", "2024-01-01", "2025-07-01"),
        ("{sanction_imposed: 记过, on: 2025-01-01}", "2024-01-01", "2026-01-01"),
        ("{sanction_imposed: 记过, on: 2025-01-02}", "2024-01-01", "2025-01-01"),
    ],
)
def test_a_sanction_that_covers_the_day_moves_it_past_its_end(sanction, step, grade):
    lines = graded(**{f"y{y}": "称职" for y in range(2020, 2025)})
    assert [on for ground, on in steps(*lines, sanction) if ground == "salary_step"][-1] == step
    assert [on for ground, on in steps(*lines, sanction) if ground == "salary_grade"] == [grade]


def test_an_early_lifting_frees_the_day():
    lines = (
        "{id: s, sanction_imposed: 记过, on: 2023-01-01}",
        *graded(y2021="称职", y2022="称职"),
    )
    assert steps(*lines) == [("salary_step", "2024-01-01")]
    lifted = "{sanction_lifted: s, on: 2023-07-01}"
    assert steps(*lines, lifted) == [("salary_step", "2023-07-01")]


def test_an_award_on_file_answers_one_year_only():
    lines = graded(y2022="优秀", y2023="优秀")
    award = "{honour_awarded: 嘉奖, on: 2023-03-01}"
    assert [s for s in steps(*lines, award) if s[0] == "commendation"] == [
        ("commendation", "2024-01-18")
    ]
    assert len([s for s in steps(*lines, award, award) if s[0] == "commendation"]) == 1


def test_a_lowering_on_file_answers_one_failed_year_only():
    lines = graded(y2022="不称职", y2024="不称职")
    order = "{post_assigned: 四级警长, manner: 不称职降职, on: 2023-02-10}"
    assert steps(*lines, order) == [("post_grade_lowered", "2025-01-18")]


@given(st.lists(st.sampled_from(["优秀", "称职", "基本称职", "不称职", "不确定等次"]), max_size=14))
def test_counted_years_are_spent_exactly(grades):
    lines = graded(**{f"y{2010 + n}": g for n, g in enumerate(grades)})
    counted = sum(g in ("优秀", "称职") for g in grades)
    found = [ground for ground, _ in steps(*lines)]
    assert found.count("salary_step") == counted // 2
    assert found.count("salary_grade") == counted // 5
    assert found.count("commendation") == grades.count("优秀")
    assert found.count("post_grade_lowered") == grades.count("不称职")
    assert found.count("admonition") == grades.count("基本称职")
