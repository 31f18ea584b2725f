"""The kind of decision `pay`, put together. Pure."""

from services.gateway.decision.kind import DecisionKind
from services.gateway.pay.answer import decide
from services.gateway.pay.choice import POLICIES
from services.gateway.pay.items import TERMS
from services.gateway.pay.run import NAME
from services.gateway.pay.wording import REASONS, SENTENCES, headline, tell_line

KIND = DecisionKind(
    name=NAME,
    zh="工资",
    policies=POLICIES,
    decide=decide,
    sentences=SENTENCES,
    reasons=REASONS,
    terms=TERMS,
    targets={},
    headline=headline,
    tell_line=tell_line,
)
