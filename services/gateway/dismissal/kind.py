"""The kinds of decision `termination` and `dismissal`, put together. Pure."""

from services.gateway.decision.kind import DecisionKind
from services.gateway.dismissal import officer, termination, wording
from services.gateway.dismissal.policy import DISMISSAL, TERMINATION
from services.gateway.dismissal.retirement import RETIREMENT
from services.gateway.pay.policy import SEVERANCE

TERMINATION_KIND = DecisionKind(
    name="termination",
    zh="解除劳动合同",
    policies=(TERMINATION, SEVERANCE, RETIREMENT),
    decide=termination.decide,
    sentences=wording.TERMINATION_SENTENCES,
    reasons=wording.TERMINATION_REASONS,
    terms=wording.TERMS,
    targets={},
    particulars=wording.PARTICULARS,
)
DISMISSAL_KIND = DecisionKind(
    name="dismissal",
    zh="辞退",
    policies=(DISMISSAL, RETIREMENT),
    decide=officer.decide,
    sentences=wording.DISMISSAL_SENTENCES,
    reasons=wording.DISMISSAL_REASONS,
    terms=wording.TERMS,
    targets={},
)
