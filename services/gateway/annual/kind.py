"""The kinds of decision `annual_consequences` and `annual_grade_limit`, put together. Pure."""

from services.gateway.annual import decide, wording
from services.gateway.annual.policy import ANNUAL
from services.gateway.decision.kind import DecisionKind
from services.gateway.rank.policy import POLICE_RANK

CONSEQUENCES_KIND = DecisionKind(
    name="annual_consequences",
    zh="年度考核后果",
    policies=(ANNUAL, POLICE_RANK),
    decide=decide.decide,
    sentences=wording.SENTENCES,
    reasons=wording.REASONS,
    terms=wording.TERMS,
    targets={},
    particulars=wording.PARTICULARS,
)
LIMIT_KIND = DecisionKind(
    name="annual_grade_limit",
    zh="年度考核等次限制",
    policies=(ANNUAL,),
    decide=decide.decide_limit,
    sentences=wording.LIMIT_SENTENCES,
    reasons=wording.LIMIT_REASONS,
    terms=wording.TERMS,
    targets={},
    particulars=wording.LIMIT_PARTICULARS,
)
