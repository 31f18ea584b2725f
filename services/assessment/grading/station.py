"""The yearly grade of a police station by score, required conditions and serious problems. Pure."""

from services.assessment.grading.policy import StationGrades
from services.kernel.term import Term


class StationGrade(Term):
    """Best first; 一级 is what the station may apply for."""

    LEVEL_1 = "level_1", "一级"
    LEVEL_2 = "level_2", "二级"
    LEVEL_3 = "level_3", "三级"
    LEVEL_4 = "level_4", "四级"
    LEVEL_5 = "level_5", "五级"


def station_grade(
    score: int, rules: StationGrades, *, has_musts: bool, has_serious_problem: bool = False
) -> StationGrade:
    """`score` in hundredths. 一级 also needs the 必备条件; a serious problem is 五级."""
    if has_serious_problem:
        return StationGrade.LEVEL_5
    if score >= rules.level_1_min and has_musts:
        return StationGrade.LEVEL_1
    steps = (
        (rules.level_2_min, StationGrade.LEVEL_2),
        (rules.level_3_min, StationGrade.LEVEL_3),
        (rules.level_4_min, StationGrade.LEVEL_4),
    )
    return next((grade for least, grade in steps if score >= least), StationGrade.LEVEL_5)
