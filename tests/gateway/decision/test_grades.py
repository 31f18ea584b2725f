"""Annual grades: the latest result of each year, and results that contradict each other."""

from services.gateway.decision.grades import contradicting_grades, grades_by_year
from tests.gateway.on_file import DAY, dossier

FILE = dossier(
    "2026-01-01",
    "{annual_grade_decided: 2024 优秀, on: 2025-01-20}",
    "{annual_grade_decided: 2023 称职, on: 2024-01-18}",
    "{annual_grade_decided: 2023 不称职, on: 2024-05-01}",
)


def test_a_later_result_of_a_year_replaces_the_earlier():
    assert [(y, f.data.grade.zh) for y, f in grades_by_year(FILE).items()] == [
        (2023, "不称职"),
        (2024, "优秀"),
    ]


def test_only_what_was_decided_by_the_day_counts():
    found = grades_by_year(FILE, DAY("2024-04-30"))
    assert [(y, f.data.grade.zh) for y, f in found.items()] == [(2023, "称职")]


def test_two_results_of_a_year_contradict_only_on_one_day():
    assert contradicting_grades(FILE) == []
    same_day = dossier(
        "2026-01-01",
        "{annual_grade_decided: 2023 称职, on: 2024-01-18}",
        "{annual_grade_decided: 2024 不称职, on: 2024-01-18}",
        "{annual_grade_decided: 2023 优秀, on: 2024-01-18}",
    )
    (group,) = contradicting_grades(same_day)
    assert [f.data.year for f in group] == [2023, 2023]
