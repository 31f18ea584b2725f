"""The kind of decision `police_rank`, put together. Pure."""

from services.gateway.decision.kind import DecisionKind
from services.gateway.rank.decide import decide
from services.gateway.rank.policy import POLICE_RANK, RANK_ALLOWANCE
from services.gateway.rank.wording import REASONS, SENTENCES, TERMS
from services.roster.events import PoliceRank

KIND = DecisionKind(
    name="police_rank",
    zh="警衔",
    policies=(POLICE_RANK, RANK_ALLOWANCE),
    decide=decide,
    sentences=SENTENCES,
    reasons=REASONS,
    terms=TERMS,
    targets={rank.value: rank.zh for rank in PoliceRank},
)
