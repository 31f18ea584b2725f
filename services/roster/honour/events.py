"""Honours and commendations, as published. Pure."""

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Remark


class HonourKind(Term):
    """Honours that rules ask about."""

    HERO_1 = "hero_1", "一级英雄模范", "一级英模"
    HERO_2 = "hero_2", "二级英雄模范", "二级英模"
    MODEL_WORKER = "model_worker", "省部级以上劳动模范"
    SCIENCE_AWARD = "science_award", "国家科技奖三等以上主要贡献者"
    STATE_ALLOWANCE = "state_allowance", "政府特殊津贴"
    MERIT_1 = "merit_1", "一等功"
    MERIT_2 = "merit_2", "二等功"
    MERIT_3 = "merit_3", "三等功"
    COMMENDATION = "commendation", "嘉奖"
    OTHER_OUTSTANDING = "other_outstanding", "其他突出贡献"
    AUXILIARY_COMMENDATION_1 = "auxiliary_commendation_1", "一级嘉奖"
    AUXILIARY_COMMENDATION_2 = "auxiliary_commendation_2", "二级嘉奖"
    AUXILIARY_COMMENDATION_3 = "auxiliary_commendation_3", "三级嘉奖"
    AUXILIARY_COMMENDATION_4 = "auxiliary_commendation_4", "四级嘉奖"
    AUXILIARY_TITLE = "auxiliary_title", "辅警荣誉称号"


class HonourAwarded(Event, room="roster", zh="表彰奖励"):
    kind: HonourKind
    document_no: Remark = ""
