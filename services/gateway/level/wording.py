"""How findings of a level decision are told, in Chinese and English, by claim. Pure."""

from collections.abc import Mapping
from typing import Final

from services.gateway.decision.sentences import Sentence, Teller
from services.kernel.errors import Text
from services.roster.events import LevelManner

_NUMBERS = "一二三四五六七八九十"


def level_term(level: int) -> str:
    """二级, 十二级; the word before 辅警."""
    tens, ones = divmod(level, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMBERS[tens - 1]}十"
    return f"{head}{_NUMBERS[ones - 1] if ones else ''}级"


def code(level: int) -> str:
    """The wire code of a level in decisions."""
    return f"level_{level}"


TARGETS: Final[Mapping[str, str]] = {code(n): level_term(n) for n in range(1, 21)}
GROUPS: Final[Mapping[str, str]] = {"levels_1_to_3": "一至三级", "level_1": "一级"}
TERMS: Final[Mapping[str, str]] = {
    **TARGETS,
    **GROUPS,
    **{manner.value: manner.zh for manner in LevelManner},
}
REASONS: Final[Mapping[str, Text]] = {
    "NOT_DUE": Text("任现层级年限未满", "the period in the level is not complete"),
    "PROBATION": Text("见习期未满", "the probation months are not complete"),
    "LEVEL_MONTHS": Text("择优晋升所需任现层级年限未满", "too short in the level for selection"),
    "QUOTA": Text("层级职数已满", "the level's places are all held"),
    "CEILING": Text("已是最高层级", "the highest level is reached"),
    "EDUCATION_UNKNOWN": Text("学历未登记或不能定级", "no education on file that gives a level"),
    "CONFLICT": Text("档案记载互相矛盾", "facts on file contradict each other"),
    "NOT_SERVING": Text("已不在职", "no longer serving"),
    "NOT_AUXILIARY": Text("不是辅警", "not an auxiliary"),
    "NO_LEVEL": Text("档案中没有层级也没有辅警入职记载", "neither a level nor an entry on file"),
}
QUOTA_REASONS: Final[Mapping[str, Text]] = {
    "QUOTA": REASONS["QUOTA"],
    "NO_QUOTA": Text("没有职数情况记载", "no quota stated on file"),
}
PARTICULARS: Final[Mapping[str, Text]] = {
    "months": Text("须任职月数", "months required"),
    "failed_years": Text("不计的年度数", "years not counted"),
    "allowed": Text("职数", "places"),
    "held": Text("已用", "held"),
    "waiting_list": Text("列入候补", "on the waiting list"),
}
QUOTA_PARTICULARS: Final[Mapping[str, Text]] = {
    "headcount": Text("用人额度", "headcount quota"),
    "levels_1_to_3": Text("一至三级职数", "places of levels 1 to 3"),
    "held_levels_1_to_3": Text("一至三级已用", "held of levels 1 to 3"),
    "level_1": Text("一级职数", "places of level 1"),
    "held_level_1": Text("一级已用", "held of level 1"),
}
_tell = Teller(TERMS)
_PLACE = _tell.says(
    "{r.group}职数 {r.allowed}, 已用 {f.held} (用人额度 {f.headcount})",
    "{f.held} of {r.allowed} places of {r.group} held (headcount {f.headcount})",
    "{r.group}职数 {r.allowed} 已用 {f.held}, 无空额, 列入候补 (用人额度 {f.headcount})",
    "{f.held} of {r.allowed} places of {r.group} held: on the waiting list",
)
_STATED = _tell.says("没有职数情况记载, 须另行核实", "no quota is stated on file: to be checked")
SENTENCES: Final[Mapping[str, Sentence]] = {
    "months_in_level": _tell.says(
        "任{f.level}自 {f.since} 起, 须满 {r.months} 个月, {r.due_on} 到期(不计年度 {r.failed})",
        "{f.level} since {f.since}: {r.months} months, {r.failed} failed years not counted, "
        "complete on {r.due_on}",
        "任{f.level}自 {f.since} 起满 {f.months} 个月, 须满 {r.months} 个月, "
        "不合格年度 {r.failed} 个不计, {r.due_on} 到期",
        "{f.months} of {r.months} months in {f.level} since {f.since}, {r.failed} failed "
        "years not counted; due on {r.due_on}",
    ),
    "place_free": _PLACE,
    "quota_stated": _STATED,
    "chosen": _tell.says(
        "已择优入选{r.level}",
        "chosen for {r.level}",
        "择优晋升{r.level}须经选拔, 尚未入选",
        "must be chosen by people for {r.level}; not chosen yet",
    ),
    "probation_served": _tell.says(
        "见习 {r.months} 个月于 {r.on} 期满",
        "{r.months} probation months complete on {r.on}",
        "见习 {r.months} 个月, 至 {r.on} 期满, 见习期不计",
        "{r.months} probation months, not counted, complete on {r.on}",
    ),
    "education_gives_level": _tell.says(
        "按学历首次定为{f.level}",
        "first level by education: {f.level}",
        "学历未登记或不能定级",
        "no education on file that gives a level",
    ),
    "first_level_ordered": _tell.says(
        "自 {f.on} 起应为{f.level}, 档案中没有首次定级命令",
        "{f.level} from {f.on} by rule; the order is not on file",
    ),
    "level_above_exists": _tell.says("已是{f.level}, 没有更高层级", "{f.level} is the top"),
    "early_possible": _tell.says(
        "有提前晋升的条件, 经批准可自 {f.from} 起", "may be early from {f.from}, if approved"
    ),
    "order_stands": _tell.says(
        "{f.on} 晋升{f.level}的命令不应存在, 应予撤销; 依规日期 {f.lawful_on}",
        "the order of {f.on} to {f.level} should be set aside; due day {f.lawful_on}",
    ),
    "no_conflict": _tell.says(
        "{f.on} 的记载互相矛盾, 须由人确认", "facts of {f.on} contradict each other"
    ),
    "has_level": _tell.says("没有可判定的层级", "there is no level to decide about"),
}
QUOTA_SENTENCES: Final[Mapping[str, Sentence]] = {"place_free": _PLACE, "quota_stated": _STATED}
