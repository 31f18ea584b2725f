"""What a case expects of decisions that also say particulars: numbers and words by name. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import AliasChoices, Field

from services.gateway.cases.expectation import (
    Amount,
    Difference,
    PromotionExpected,
    check_words,
    differences,
    refuse_words,
)
from services.gateway.decision.decision import Decision
from services.gateway.decision.kind import DecisionKind
from services.kernel.errors import Text
from services.kernel.tree_model import nearest, validated
from services.kernel.yaml_tree import Document


class ProposalExpected(PromotionExpected):
    """`particulars`: only those written are compared; `null` means that it must not be there."""

    allowance: Amount | None = Field(
        default=None, validation_alias=AliasChoices("pay", "allowance")
    )
    particulars: dict[str, str | int | bool | None] = Field(default_factory=dict)


class Proposals:
    """Expectations of every kind of decision that has steps and particulars."""

    def read(
        self, document: Document, source: str, kind: DecisionKind, labels: Sequence[str]
    ) -> ProposalExpected:
        expected = validated(ProposalExpected, document, source)
        mistakes = [*check_words(expected, kind, labels), *_unknown(expected, kind)]
        refuse_words(mistakes, source, {"outcome": document.line, **document.value.lines})
        return expected

    def compare(
        self,
        expected: ProposalExpected,
        decision: Decision,
        kind: DecisionKind,
        labels: Mapping[UUID, str],
    ) -> list[Difference]:
        found = differences(expected, decision, kind, labels)
        for name, want in expected.particulars.items():
            have = _written(decision.particulars.get(name))
            if want != have or type(want) is not type(have):
                found.append(Difference(f"particulars.{name}", _text(want), _text(have)))
        return found


def _unknown(expected: ProposalExpected, kind: DecisionKind) -> list[tuple[str, Text]]:
    wrong = []
    for name in expected.particulars:
        if name not in kind.particulars:
            zh, en = nearest(name, kind.particulars)
            shown = ", ".join(f"{n} {text.zh}" for n, text in kind.particulars.items()) or "-"
            wrong.append(
                (
                    "particulars",
                    Text(
                        f"particulars 没有 {name}; 允许: {shown}{zh}",
                        f"particulars has no {name}; allowed: {shown}{en}",
                    ),
                )
            )
    return wrong


def _written(value: Any) -> str | int | bool | None:  # noqa: ANN401  a scalar of a decision
    """As a case file writes it: a day is its text."""
    return value if value is None or isinstance(value, bool | int) else str(value)


def _text(value: str | int | bool | None) -> str:  # noqa: FBT001  a value, not a switch
    return "-" if value is None else str(value)
