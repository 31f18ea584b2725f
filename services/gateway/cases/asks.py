"""How each kind of decision is expected in case files; a new kind is one more line. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol
from uuid import UUID

from pydantic import BaseModel

from services.gateway.cases.expectation import (
    Difference,
    PromotionExpected,
    check_words,
    differences,
    refuse_words,
)
from services.gateway.cases.particulars import Proposals
from services.gateway.cases.pay_asks import PayExpectations
from services.gateway.decision.decision import Decision
from services.gateway.decision.kind import DecisionKind
from services.kernel.tree_model import validated
from services.kernel.yaml_tree import Document


class Expectations(Protocol):
    """Reads what is expected of one kind of decision, and compares it with what was found."""

    def read(
        self, document: Document, source: str, kind: DecisionKind, labels: Sequence[str]
    ) -> BaseModel:
        """Raises SourceWrong."""
        ...

    def compare(
        self,
        expected: Any,  # noqa: ANN401  of the class that `read` answers
        decision: Decision,
        kind: DecisionKind,
        labels: Mapping[UUID, str],
    ) -> list[Difference]: ...


class _Promotion:
    def read(
        self, document: Document, source: str, kind: DecisionKind, labels: Sequence[str]
    ) -> PromotionExpected:
        expected = validated(PromotionExpected, document, source)
        lines = {"outcome": document.line, **document.value.lines}
        refuse_words(check_words(expected, kind, labels), source, lines)
        return expected

    def compare(
        self,
        expected: PromotionExpected,
        decision: Decision,
        kind: DecisionKind,
        labels: Mapping[UUID, str],
    ) -> list[Difference]:
        return differences(expected, decision, kind, labels)


EXPECTATIONS: Final[Mapping[str, Expectations]] = {
    "police_rank": _Promotion(),
    "auxiliary_level": Proposals(),
    "level_quota": Proposals(),
    "termination": Proposals(),
    "dismissal": Proposals(),
    "annual_consequences": Proposals(),
    "annual_grade_limit": Proposals(),
    "pay": PayExpectations(),
    "contract_renewal": Proposals(),
}
