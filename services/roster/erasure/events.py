"""Erasure of sealed personal data (个人信息保护法 art. 47), as published. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import ShortText


class ErasableClass(Term):
    """Which of the person's keys are destroyed."""

    S3 = "s3", "证件号码与联系方式"
    S4 = "s4", "健康详情"


class ErasureGround(Term):
    """个人信息保护法 art. 47: when personal data are to be erased."""

    PURPOSE_ENDED = "purpose_ended", "处理目的已实现"
    RETENTION_ENDED = "retention_ended", "保存期限届满"
    CONSENT_WITHDRAWN = "consent_withdrawn", "个人撤回同意"
    UNLAWFUL = "unlawful", "违法处理"
    LAW_DEMANDS = "law_demands", "法律法规规定"


Erased = Annotated[list[ErasableClass], Field(min_length=1, max_length=2)]


class ErasureProposed(Event, room="roster", zh="提请删除个人信息", recordable=False):
    """Waits for the approval of somebody else; revoked, it is withdrawn."""

    classes: Erased
    ground: ErasureGround
    legal_basis: ShortText  # The document and clause that end the retention.


class PersonDataErased(Event, room="roster", zh="删除个人信息", recordable=False):
    """From here on nothing of these classes is shown, and the keys are destroyed: for good."""

    classes: Erased
    ground: ErasureGround
    legal_basis: ShortText
    proposal: UUID
