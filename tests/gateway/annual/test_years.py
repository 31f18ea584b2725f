"""Years that count, results that cannot stand, and runs of one grade."""

import pytest

from services.assessment.events import Grade
from services.gateway.annual.years import is_running, years
from tests.gateway.annual.files import CHOICE, LAW, graded
from tests.gateway.on_file import dossier


def found(*lines):
    return years(dossier("2030-01-01", *lines), LAW, CHOICE)


@pytest.mark.parametrize(
    ("grade", "counts"),
    [("优秀", True), ("称职", True), ("基本称职", False), ("不称职", False), ("不确定等次", False)],
)
def test_competent_and_better_count(grade, counts):
    (year,) = found(*graded(y2023=grade))
    assert year.is_counted is counts


def test_a_result_against_a_sanction_leads_to_nothing():
    lines = [*graded(y2023="称职"), "{sanction_imposed: 记过, on: 2023-05-01}"]
    (year,) = found(*lines)
    assert year.against is not None
    assert (year.is_counted, year.is_graded(Grade.COMPETENT)) == (False, False)


def test_an_open_case_does_not_unmake_a_result():
    (year,) = found(*graded(y2023="称职"), "{case_opened: 立-1, on: 2023-05-10}")
    assert year.is_counted is True


@pytest.mark.parametrize(
    ("grades", "completed"),
    [
        ({"y2021": "优秀", "y2022": "优秀", "y2023": "优秀"}, [2]),
        ({"y2020": "优秀", "y2022": "优秀", "y2023": "优秀"}, []),
        ({"y2021": "优秀", "y2022": "称职", "y2023": "优秀", "y2024": "优秀"}, []),
        ({f"y{y}": "优秀" for y in range(2018, 2025)}, [2, 5]),
    ],
)
def test_three_years_running_complete_a_run(grades, completed):
    all_years = found(*graded(**grades))
    runs = [n for n in range(len(all_years)) if is_running(all_years, n, 3, Grade.EXCELLENT)]
    assert runs == completed
