"""How findings about annual grades are told, in Chinese and English, by claim. Pure."""

from collections.abc import Mapping
from typing import Final

from services.assessment.events import Grade
from services.gateway.decision.sentences import Sentence, Teller
from services.kernel.errors import Text
from services.roster.events import HonourKind

TERMS: Final[Mapping[str, str]] = {
    **{term.value: term.zh for terms in (Grade, HonourKind) for term in terms},
    "salary_step": "晋升一个工资档次",
    "salary_grade": "晋升一个级别",
    "post_grade_lowered": "降低一个职务或职级层次",
    "admonition": "诫勉",
}
_SHARED: Final[Mapping[str, Text]] = {
    "NOT_OFFICER": Text("不是人民警察", "not a police officer"),
    "CONFLICT": Text("档案记载互相矛盾", "facts on file contradict each other"),
}
REASONS: Final[Mapping[str, Text]] = {
    "NO_GRADE": Text("没有年度考核结果", "no annual grade on file"),
    "NOTHING_OWED": Text("没有待办的后果", "nothing is owed"),
    "GRADE_NOT_POSSIBLE": Text("该年度依规不得评定此等次", "the year does not admit this grade"),
    **_SHARED,
}
LIMIT_REASONS: Final[Mapping[str, Text]] = {
    "WARNING_YEAR": Text(
        "受警告处分的当年, 不得确定为优秀", "a warning in the year: not excellent"
    ),
    "SANCTION_YEAR": Text(
        "受处分的年度只写评语, 不确定等次", "a sanction's year: comment only, no grade"
    ),
    "PROBATION": Text("试用期内只写评语, 不确定等次", "on probation: comment only, no grade"),
    "LONG_LEAVE": Text("病事假累计超过半年, 不确定等次", "on leave over half the year: no grade"),
    "CASE_OPEN": Text("立案审查调查未结, 结案前不写评语", "an investigation is open: no grade yet"),
    **_SHARED,
}
PARTICULARS: Final[Mapping[str, Text]] = {
    "year": Text("最近年度", "latest year"),
    "bonus": Text("享受年度考核奖金", "the year's bonus is due"),
    "counted_years": Text("累计计算年数", "years counted"),
    "toward_salary_step": Text("已累计至下一档次的年数", "years toward the next salary step"),
    "toward_salary_grade": Text("已累计至下一级别的年数", "years toward the next salary grade"),
    "months_shortened": Text("晋升职级年限缩短月数", "months off the time for the next 职级"),
    "no_promotion_in": Text("该年度不得晋升职务职级", "no post promotion in that year"),
}
LIMIT_PARTICULARS: Final[Mapping[str, Text]] = {
    "year": Text("年度", "year"),
    "highest": Text("最高可评等次", "the best grade possible"),
}
_tell = Teller(TERMS)
_SHARED_SENTENCES: Final[Mapping[str, Sentence]] = {
    "is_officer": _tell.says("不是人民警察", "is not an officer"),
    "no_conflict": _tell.says(
        "{f.year} 年度有两个相反的结果, 须由人确认", "results of {f.year} contradict each other"
    ),
    "file_agrees": _tell.says(
        "{f.on} 的记载互相矛盾, 须由人确认", "facts of {f.on} contradict each other"
    ),
}
SENTENCES: Final[Mapping[str, Sentence]] = {
    "year_counted": _tell.says(
        "{f.year} 年度考核{f.grade}, 计算年限",
        "{f.year} {f.grade}: counted",
        "{f.year} 年度考核{f.grade}, 不计算年限",
        "{f.year} {f.grade}: not counted",
    ),
    "grade_possible": _tell.says(
        "{f.year} 年度最高可评{r.highest}, 档案记为{f.grade}, 须复核",
        "{f.year} admits {r.highest} at best, on file is {f.grade}: to be reviewed",
    ),
    "year_graded": _tell.says("没有年度考核结果", "no annual grade on file"),
    "anything_owed": _tell.says("没有待办的后果", "nothing is owed"),
    **_SHARED_SENTENCES,
}
LIMIT_SENTENCES: Final[Mapping[str, Sentence]] = {
    "grade_unlimited": _tell.says(
        "{f.year} 年度等次不受限制",
        "any grade is possible for {f.year}",
        "{f.year} 年度最高可评{f.highest}",
        "{f.year}: {f.highest} at best",
    ),
    **_SHARED_SENTENCES,
}
