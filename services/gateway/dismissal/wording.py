"""How findings of terminations and dismissals are told, in Chinese and English, by claim. Pure."""

from collections.abc import Mapping
from typing import Final

from services.gateway.decision.sentences import Sentence, Teller
from services.gateway.dismissal.policy import UnrecordedBar
from services.kernel.errors import Text
from services.roster.events import BarKind, EndingPath, Punishment

TERMS: Final[Mapping[str, str]] = {
    **{
        term.value: term.zh
        for terms in (BarKind, UnrecordedBar, EndingPath, Punishment)
        for term in terms
    },
    "local_rule": "地方规定",
    "incompetent_years": "连续年度考核不称职",
    "absence": "旷工",
}
_SHARED: Final[Mapping[str, Text]] = {
    "BARRED": Text("有法定不得解除(辞退)的情形", "the law forbids it for now"),
    "BAR_OPEN": Text(
        "是否有法定不得解除(辞退)的情形尚不清楚, 须由人核实",
        "whether the law forbids it is not known: a person must find out",
    ),
    "NO_GROUND": Text("没有解除(辞退)的事由", "there is no ground"),
    "CONFLICT": Text("档案记载互相矛盾", "facts on file contradict each other"),
    "NOT_SERVING": Text("已不在职", "no longer serving"),
}
TERMINATION_REASONS: Final[Mapping[str, Text]] = {
    "HELP_FIRST": Text("须先培训或者调整工作岗位", "training or another post comes first"),
    "NOT_AUXILIARY": Text("不是辅警", "not an auxiliary"),
    **_SHARED,
}
DISMISSAL_REASONS: Final[Mapping[str, Text]] = {
    "NO_GRADE_YEAR": Text(
        "两个不称职年度之间有年度未定等次, 须由人判断",
        "a year without a grade lies between the failed ones: a person must judge",
    ),
    "ABSENCE_RUNNING": Text(
        "旷工是否连续超过法定天数, 须由人核实",
        "whether the days absent ran on past the limit, a person must find out",
    ),
    "NOT_OFFICER": Text("不是人民警察", "not a police officer"),
    **_SHARED,
}
PARTICULARS: Final[Mapping[str, Text]] = {
    "path": Text("解除途径", "legal path"),
    "clause": Text("依据", "clause"),
    "immediate": Text("即时解除", "at once"),
    "notice_days": Text("提前书面通知天数", "days of written notice"),
    "pay_in_lieu_months": Text("代通知金月数", "months of pay instead of notice"),
    "union_told": Text("须事先通知工会", "the union is told first"),
    "severance": Text("须支付经济补偿", "severance is paid"),
    "severance_half_months": Text("经济补偿半个月数", "severance in half months"),
    "legal_review": Text("须法制审核", "legal review first"),
}
_tell = Teller(TERMS)
_SHARED_SENTENCES: Final[Mapping[str, Sentence]] = {
    "not_barred": _tell.says(
        "档案所载没有法定不得解除(辞退)的情形",
        "nothing on file bars it",
        "自 {f.since} 起{f.bar}, 不得解除(辞退), 至 {until}",
        "{f.bar} since {f.since}: not allowed until {until}",
    ),
    "bar_settled": _tell.says(
        "{f.bar}: 已核实",
        "{f.bar}: settled",
        "自 {f.since} 起可能有{f.bar}情形 (可能至 {until}), 档案不足以认定: "
        "须由人核实并登记不得辞退情形的起止日期",
        "{f.bar} may stand since {f.since} (perhaps until {until}); the file cannot tell: "
        "find out, and record the bar with its first and last day",
    ),
    "bar_asked_about": _tell.says(
        "档案没有{f.bar}的记载; 没有记载不等于没有, 办理前须由人核实",
        "the file says nothing of {f.bar}, which proves nothing: ask before acting",
    ),
    "ground_exists": _tell.says("没有解除(辞退)的事由", "there is no ground"),
    "no_conflict": _tell.says(
        "{f.on} 的记载互相矛盾, 须由人确认", "facts of {f.on} contradict each other"
    ),
    "is_serving": _tell.says("{f.since} 起不在此列", "not of this service since {f.since}"),
}
TERMINATION_SENTENCES: Final[Mapping[str, Sentence]] = {
    "criminally_liable": _tell.says(
        "{f.on} 被依法追究刑事责任({f.punishment}), 可以即时解除, 不支付经济补偿",
        "criminally liable since {f.on} ({f.punishment}): ended at once, no severance",
    ),
    "years_failed": _tell.says(
        "最近 {r.years} 个定等次年度({f.years})考核不合格", "the last graded years {f.years} failed"
    ),
    "help_given": _tell.says(
        "两次结果之间已于 {f.on} 培训或调整岗位",
        "training or another post on {f.on}, between the results",
        "两次结果之间没有培训或调整岗位, 须先培训或者调整工作岗位",
        "no training or other post between the results: that comes first",
    ),
    **_SHARED_SENTENCES,
}
DISMISSAL_SENTENCES: Final[Mapping[str, Sentence]] = {
    "absent_too_long": _tell.says(
        "{f.first} 至 {f.last} 旷工累计 {f.half_days} 个半天, 一年内超过 {r.year_days} 天",
        "{f.half_days} half days absent from {f.first} to {f.last}: over {r.year_days} in a year",
        "{f.first} 至 {f.last} 旷工 {f.half_days} 个半天, 月结果不载明是否连续: "
        "连续超过 {r.running_days} 天的应予辞退, 须由人核实",
        "{f.half_days} half days absent from {f.first} to {f.last}; month results do not say "
        "whether running: over {r.running_days} days running is a ground, find out",
    ),
    "years_running_failed": _tell.says(
        "{f.years} 连续 {r.years} 年年度考核不称职, 应予辞退",
        "{r.years} years running incompetent ({f.years})",
        "{f.years} 年度考核不称职, 其间 {f.open} 年度未定等次, 是否连续须由人判断",
        "incompetent in {f.years}, no grade in {f.open}: whether running, a person must judge",
    ),
    **_SHARED_SENTENCES,
}
