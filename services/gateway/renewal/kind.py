"""The kind of decision `contract_renewal`, put together. Pure."""

from services.gateway.decision.kind import DecisionKind
from services.gateway.renewal.decide import decide
from services.gateway.renewal.policy import RENEWAL
from services.gateway.renewal.wording import PARTICULARS, REASONS, SENTENCES, TARGETS, TERMS

KIND = DecisionKind(
    name="contract_renewal",
    zh="续订劳动合同",
    policies=(RENEWAL,),
    decide=decide,
    sentences=SENTENCES,
    reasons=REASONS,
    terms=TERMS,
    targets=TARGETS,
    particulars=PARTICULARS,
)
