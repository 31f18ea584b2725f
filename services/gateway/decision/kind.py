"""What makes a kind of decision: its name, its policies, its pure function and its words. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.gateway.decision.decision import Decision
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.finding import Finding
from services.gateway.decision.line import Line
from services.gateway.decision.question import Question
from services.kernel.errors import Text
from services.kernel.policy import PolicyKind, Shelf

Decide = Callable[[Question, Dossier, Shelf], Decision]
Sentence = Callable[[Finding], Text]


@dataclass(frozen=True)
class DecisionKind:
    """`sentences` holds, by claim, how a finding is told; `reasons` every obstacle's word."""

    name: str
    zh: str
    policies: tuple[PolicyKind, ...]
    decide: Decide
    sentences: Mapping[str, Sentence]
    reasons: Mapping[str, Text]
    terms: Mapping[str, str]  # Wire code -> Chinese term, for everything findings mention.
    targets: Mapping[str, str]  # Wire code -> Chinese term, of what a decision leads from and to.
    particulars: Mapping[str, Text] = field(default_factory=dict)  # What each one says.
    headline: Callable[[Decision], Text] | None = None  # Where outcome and day do not say it.
    tell_line: Callable[[Line], Text] | None = None
