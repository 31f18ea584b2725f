"""How findings of a rank decision are told, in Chinese and English, by claim. Pure."""

from collections.abc import Callable, Mapping
from typing import Final

from services.assessment.events import Grade
from services.gateway.decision.finding import Finding, Scalar
from services.kernel.errors import Text
from services.kernel.term import Term
from services.roster.events import EducationLevel, PoliceRank, PostGrade, RankManner, SanctionKind
from services.training.events import CourseKind

_VOCABULARIES: tuple[type[Term], ...] = (
    PoliceRank,
    PostGrade,
    SanctionKind,
    Grade,
    CourseKind,
    EducationLevel,
    RankManner,
)
TERMS: Final[Mapping[str, str]] = {
    **{member.value: member.zh for words in _VOCABULARIES for member in words},
    "lost": "丧失警衔",
}


REASONS: Final[Mapping[str, Text]] = {
    "NOT_DUE": Text("任现衔年限未满", "the period in the rank is not complete"),
    "CEILING": Text("已达职务等级编制警衔上限", "the post's rank range ends here"),
    "TRAINING": Text("晋升训练未合格", "the training before this step is not passed"),
    "SANCTION": Text("处分影响期内", "a sanction is running"),
    "ASSESSMENT": Text("年度考核不称职影响期内", "blocked after a failed annual assessment"),
    "CASE_OPEN": Text("立案审查调查未结", "an investigation is open"),
    "SANCTION_AWAITED": Text("已结案给予处分但处分未入档", "a sanction decided is not on file yet"),
    "CONFLICT": Text("档案记载互相矛盾", "facts on file contradict each other"),
    "RANK_MONTHS": Text("选升所需任现衔年限未满", "too short in the rank for selection"),
    "POST_MONTHS": Text("选升所需任现职年限未满", "too short in the post for selection"),
    "GRADE": Text("最近年度考核不是优秀", "the latest annual grade is not excellent"),
    "NOT_SERVING": Text("已不在职", "no longer serving"),
    "NOT_OFFICER": Text("不是人民警察", "not a police officer"),
    "NO_RANK": Text("档案中没有警衔也没有民警身份", "neither a rank nor officer status on file"),
    "RANK_LOST": Text("警衔已取消或不予保留", "the rank is cancelled or not kept"),
    "LOWEST_RANK": Text("二级警员不适用警衔降级", "the lowest rank cannot be reduced"),
    "POST_NOT_CONFIRMED": Text("尚未确定人民警察职务", "the police post is not confirmed yet"),
    "EDUCATION_UNKNOWN": Text("学历未登记", "no education on file"),
}


_STEPS_WRONG: Final[Mapping[str, str]] = {
    "NO_SUCH_STEP": "现衔没有到该衔的晋升途径",
    "WRONG_DATE": "不是依法应当晋升的日期",
}


def term(code: Scalar) -> str:
    """The Chinese of a wire code or of an obstacle's word, or the value itself."""
    word = str(code)
    if word in REASONS:
        return REASONS[word].zh
    return TERMS.get(word) or _STEPS_WRONG.get(word, word)


def _met(zh: str, en: str, unmet_zh: str, unmet_en: str) -> Callable[[Finding], Text]:
    """A sentence of two halves; {r.x} stands for what is required, {f.x} for what is found."""

    def sentence(finding: Finding) -> Text:
        words_zh, words_en = (zh, en) if finding.met else (unmet_zh, unmet_en)
        return Text(_fill(words_zh, finding, term), _fill(words_en, finding, _plain))

    return sentence


def _plain(value: Scalar) -> str:
    return str(value).replace("_", " ")


class _Words:
    def __init__(self, values: Mapping[str, Scalar], tell: Callable[[Scalar], str]) -> None:
        self._values, self._tell = values, tell

    def __getattr__(self, name: str) -> str:
        value = self._values.get(name)
        return "-" if value is None else self._tell(value)


def _fill(words: str, finding: Finding, tell: Callable[[Scalar], str]) -> str:
    return words.format(
        r=_Words(finding.required, tell), f=_Words(finding.found, tell), until=finding.until
    )


SENTENCES: Final[Mapping[str, Callable[[Finding], Text]]] = {
    "period_served": _met(
        "任现衔已满 {r.months} 个月(自 {f.since} 起), {r.due_on} 到期",
        "{r.months} months in the rank since {f.since} are complete on {r.due_on}",
        "任现衔自 {f.since} 起满 {f.months} 个月, 须满 {r.months} 个月, {r.due_on} 到期",
        "{f.months} of {r.months} months in the rank since {f.since}; due on {r.due_on}",
    ),
    "period_served_early": _met(
        "经批准提前 {r.years_early} 年, {r.due_on} 到期(任现衔自 {f.since} 起)",
        "approved {r.years_early} years early, due on {r.due_on} (in the rank since {f.since})",
        "经批准提前 {r.years_early} 年, {r.due_on} 方可晋升(任现衔自 {f.since} 起)",
        "approved {r.years_early} years early, but due only on {r.due_on}",
    ),
    "post_requires_rank": _met(
        "自 {f.since} 任{f.post}, 最低编制警衔为{r.rank}, 应当晋升至该警衔",
        "the post of {f.post} since {f.since} requires at least {r.rank}",
        "自 {f.since} 起任{f.post}",
        "in the post of {f.post} only from {f.since}",
    ),
    "inside_post_range": _met(
        "{r.rank}在职务编制警衔幅度内",
        "{r.rank} lies inside the post's range",
        "{r.rank}超出{f.post}的编制警衔上限({f.highest})",
        "{r.rank} is above the highest rank of the post {f.post} ({f.highest})",
    ),
    "step_above_exists": _met("", "", "{f.rank}以上不按期也不选升", "no step above {f.rank}"),
    "no_training_needed": _met("本次晋升不需警衔晋升训练", "this step needs no training", "", ""),
    "training_passed": _met(
        "{r.course}已于 {f.passed_on} 合格",
        "{r.course} passed on {f.passed_on}",
        "须经{r.course}合格后方可授予或晋升, 档案中没有合格记载",
        "{r.course} must be passed first; no pass is on file",
    ),
    "no_sanction_running": _met(
        "不在处分影响期内",
        "no sanction is running",
        "{f.kind}处分自 {f.since} 生效, 至 {until} 不得晋升",
        "blocked until {until}: sanction ({f.kind}) in force since {f.since}",
    ),
    "not_assessed_incompetent": _met(
        "不在年度考核不称职影响期内",
        "no failed assessment blocks",
        "{f.year} 年度考核{f.grade}, 至 {until} 不得晋升",
        "blocked until {until}: annual grade {f.year} {f.grade}",
    ),
    "no_case_open": _met(
        "没有未结的立案审查调查",
        "no investigation is open",
        "立案审查调查未结({f.cases} 件), 结案前暂缓",
        "held while {f.cases} investigation(s) are open",
    ),
    "sanction_on_file": _met(
        "", "", "已结案给予处分, 处分未入档前暂缓", "held until the sanction is on file"
    ),
    "months_in_rank": _met(
        "任现衔已满 {r.months} 个月",
        "{r.months} months in the rank",
        "任现衔自 {f.since} 起满 {f.months} 个月, 选升须满 {r.months} 个月",
        "{f.months} of {r.months} months in the rank since {f.since}",
    ),
    "months_in_post": _met(
        "任现职已满 {r.months} 个月",
        "{r.months} months in the post",
        "任现职自 {f.since} 起满 {f.months} 个月, 选升须满 {r.months} 个月",
        "{f.months} of {r.months} months in the post since {f.since}",
    ),
    "latest_grade": _met(
        "{f.year} 年度考核{f.grade}",
        "annual grade {f.year}: {f.grade}",
        "最近年度({f.year})考核为{f.grade}, 选升须为{r.grade}",
        "the latest annual grade ({f.year}) is {f.grade}, not {r.grade}",
    ),
    "effective_day": _met(
        "到期日 {f.due_on}, 生效日 {f.on}", "due on {f.due_on}, effective on {f.on}", "", ""
    ),
    "early_possible": _met(
        "有提前晋升的条件, 经批准可自 {f.from} 起晋升",
        "may be promoted early from {f.from}, if approved",
        "",
        "",
    ),
    "order_stands": _met(
        "",
        "",
        "{f.on} 授予{f.rank}的命令不应存在, 应予撤销; 依法日期 {f.lawful_on}",
        "the order of {f.on} to {f.rank} should be set aside; lawful day {f.lawful_on}",
    ),
    "follows_from_rules": _met(
        "",
        "",
        "{f.on} 的{f.rank}按存量登记采信, 档案事实不能由规则推出该衔: {f.why}; 请核对命令原件",
        "{f.rank} of {f.on} is recorded as taken over, does not follow from the rules: "
        "{f.why}; look at the order itself",
    ),
    "reduction_possible": _met(
        "", "", "二级警员不适用警衔降级, 该事实不成立", "the lowest rank cannot be reduced"
    ),
    "no_conflict": _met(
        "", "", "{f.on} 的记载互相矛盾, 须由人确认", "facts of {f.on} contradict each other"
    ),
    "is_serving": _met("", "", "已于 {f.since} 离职", "left on {f.since}"),
    "holds_rank": _met("", "", "警衔自 {f.since} 起不再保留", "no rank since {f.since}"),
    "rank_lowered": _met("{f.on} 起{f.ground}", "{f.ground} from {f.on}", "", ""),
    "rank_lost": _met("{f.on} 起取消警衔", "the rank is lost from {f.on}", "", ""),
    "is_officer": _met("是人民警察", "is an officer", "不是人民警察", "is not an officer"),
    "post_confirmed": _met(
        "{f.on} 确定为{f.post}",
        "confirmed as {f.post} on {f.on}",
        "尚未确定人民警察职务",
        "the police post is not confirmed",
    ),
    "work_years_counted": _met(
        "工作已满 {f.months} 个月(含入职前), 满 {r.years} 年的按工作年限授予{f.rank}",
        "{f.months} months worked, also before this service: {r.years} years of work give {f.rank}",
        "",
        "",
    ),
    "education_on_file": _met(
        "学历{f.education}", "education: {f.education}", "学历未登记", "no education on file"
    ),
}
