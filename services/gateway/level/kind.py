"""The kinds of decision `auxiliary_level` and `level_quota`, put together. Pure."""

from services.gateway.decision.kind import DecisionKind
from services.gateway.level import decide, quota_question
from services.gateway.level.policy import AUXILIARY_LEVEL
from services.gateway.level.wording import (
    PARTICULARS,
    QUOTA_PARTICULARS,
    QUOTA_REASONS,
    QUOTA_SENTENCES,
    REASONS,
    SENTENCES,
    TARGETS,
    TERMS,
)
from services.gateway.pay.choice import AUXILIARY_PAY

KIND = DecisionKind(
    name="auxiliary_level",
    zh="层级",
    policies=(AUXILIARY_LEVEL, AUXILIARY_PAY),
    decide=decide.decide,
    sentences=SENTENCES,
    reasons=REASONS,
    terms=TERMS,
    targets=TARGETS,
    particulars=PARTICULARS,
)
QUOTA = DecisionKind(
    name="level_quota",
    zh="层级职数",
    policies=(AUXILIARY_LEVEL,),
    decide=quota_question.decide,
    sentences=QUOTA_SENTENCES,
    reasons=QUOTA_REASONS,
    terms=TERMS,
    targets={},
    particulars=QUOTA_PARTICULARS,
)
