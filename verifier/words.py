"""The words of police rank policies and facts: Chinese terms of the law to the codes of events.

A policy may say either; what is not here is not judged.
"""

from __future__ import annotations

from typing import Mapping  # noqa: UP035  So that Python 3.9 runs it.

RANKS = {
    "constable_2": "二级警员",
    "constable_1": "一级警员",
    "superintendent_3": "三级警司",
    "superintendent_2": "二级警司",
    "superintendent_1": "一级警司",
    "supervisor_3": "三级警督",
    "supervisor_2": "二级警督",
    "supervisor_1": "一级警督",
    "commissioner_3": "三级警监",
    "commissioner_2": "二级警监",
    "commissioner_1": "一级警监",
    "deputy_commissioner_general": "副总警监",
    "commissioner_general": "总警监",
}
POSTS = {
    "ministry_chief": "部级正职",
    "ministry_deputy": "部级副职",
    "bureau_chief": "厅局级正职",
    "bureau_deputy": "厅局级副职",
    "division_chief": "处级正职",
    "division_deputy": "处级副职",
    "section_chief": "科级正职",
    "section_deputy": "科级副职",
    "section_member": "科员",
    "clerk": "办事员",
    "technical_senior": "高级专业技术职务",
    "technical_middle": "中级专业技术职务",
    "technical_junior": "初级专业技术职务",
    "police_commissioner_1": "一级警务专员",
    "police_commissioner_2": "二级警务专员",
    "senior_sergeant_1": "一级高级警长",
    "senior_sergeant_2": "二级高级警长",
    "senior_sergeant_3": "三级高级警长",
    "senior_sergeant_4": "四级高级警长",
    "sergeant_1": "一级警长",
    "sergeant_2": "二级警长",
    "sergeant_3": "三级警长",
    "sergeant_4": "四级警长",
    "constable_grade_1": "一级警员职级",
    "constable_grade_2": "二级警员职级",
}
SANCTIONS = {  # Mildest first.
    "warning": "警告",
    "demerit": "记过",
    "serious_demerit": "记大过",
    "demotion": "降级",
    "removal": "撤职",
    "expulsion": "开除",
}
COURSES = {
    "rank_superintendent": "晋司训练",
    "rank_supervisor": "晋督训练",
    "rank_commissioner": "晋监训练",
}
HONOURS = {
    "hero_1": "一级英雄模范",
    "hero_2": "二级英雄模范",
    "model_worker": "省部级以上劳动模范",
    "science_award": "国家科技奖三等以上主要贡献者",
    "state_allowance": "政府特殊津贴",
    "merit_1": "一等功",
    "merit_2": "二等功",
    "merit_3": "三等功",
    "commendation": "嘉奖",
    "other_outstanding": "其他突出贡献",
}
DUTY_POSTS = {
    "frontline": "一线勤务",
    "window": "窗口",
    "clerical": "文职",
    "road": "路面勤务",
    "accident": "事故处理",
    "command": "指挥",
    "driver": "司勤",
}
CONTRIBUTIONS = {
    "pension": "养老",
    "annuity": "职业年金",
    "medical": "医疗",
    "unemployment": "失业",
    "injury": "工伤",
    "housing": "住房公积金",
}


class NotJudged(Exception):
    """There is no rule here for something that the answer may depend on."""


def code(words: Mapping[str, str], word: str) -> str:
    """The code of a word of a policy or fact. Raises NotJudged for one that is not known."""
    found = word if word in words else next((c for c, term in words.items() if term == word), None)
    if found is None:
        raise NotJudged(f"the word {word!r}")
    return found
