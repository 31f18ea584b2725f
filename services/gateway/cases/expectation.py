"""What a case expects of a promotion-like decision, and how it differs from what was found. Pure.

A field that is not written is not compared; `null` means that the decision must not have it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from services.gateway.decision.decision import AmountChange, Decision, Outcome, Step
from services.gateway.decision.explanation import explain
from services.gateway.decision.kind import DecisionKind
from services.kernel.errors import Text
from services.kernel.tree_model import canonical_json
from services.kernel.yaml_tree import Mistake, SourceWrong

_CHANGE = re.compile(
    r"(?P<old>\d+(?:\.\d{1,2})?)\s*(?:to|->|→|至)\s*(?P<new>\d+(?:\.\d{1,2})?)"
    r"\s+(?:from|自)\s+(?P<on>\d{4}-\d{2}-\d{2})"
)
CHANGE_ALLOWED = "64 to 68 from 2024-08-01 (元/月, yuan a month)"
DATES = (
    "effective_on",
    "due_on",
    "blocked_until",
    "earliest_on",
    "next_due_on",
    "early_possible_from",
)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class AmountExpected(_Strict):
    from_fen: int
    to_fen: int
    from_on: date


def _amount(value: Any) -> Any:  # noqa: ANN401  as written in the file
    if isinstance(value, dict):
        return AmountExpected.model_validate_json(canonical_json(value))
    if not isinstance(value, str):
        return value
    match = _CHANGE.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"allowed: {CHANGE_ALLOWED}")
    return AmountExpected(
        from_fen=int(Decimal(match["old"]) * 100),
        to_fen=int(Decimal(match["new"]) * 100),
        from_on=date.fromisoformat(match["on"]),
    )


def _list(value: Any) -> Any:  # noqa: ANN401  as written in the file
    return [value] if isinstance(value, str) else value


Words = Annotated[list[str], BeforeValidator(_list)]
Amount = Annotated[AmountExpected, BeforeValidator(_amount)]


class StepExpected(_Strict):
    to: str | None = None
    effective_on: date | None = None
    outcome: Outcome | None = None
    ground: str | None = None
    approver: str | None = None
    allowance: Amount | None = None
    next_due_on: date | None = None


class PromotionExpected(_Strict):
    """`reasons`: each must be among those found; `only_reasons`: these and no others."""

    outcome: Outcome
    from_: str | None = Field(default=None, validation_alias=AliasChoices("from", "from_"))
    to: str | None = None
    ground: str | None = None
    effective_on: date | None = None
    due_on: date | None = None
    blocked_until: date | None = None
    earliest_on: date | None = None
    next_due_on: date | None = None
    early_possible_from: date | None = None
    approver: str | None = None
    allowance: Amount | None = None
    reasons: Words = []
    only_reasons: Words = []
    path: list[StepExpected] = []
    set_aside: Words = []
    facts: Words = []
    says: Words = []


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected."""

    field: str
    expected: str
    found: str


def check_words(
    expected: PromotionExpected, kind: DecisionKind, labels: Sequence[str]
) -> list[tuple[str, Text]]:
    """Words that no decision of this kind can hold, with what is allowed: (field, mistake)."""
    wrong: list[tuple[str, Text]] = []
    targets = [w for pair in kind.targets.items() for w in pair]
    vocabularies: list[tuple[str, Sequence[str | None], Sequence[str]]] = [
        ("to", [expected.to], targets),
        ("from", [expected.from_], targets),
        ("path", [s.to for s in expected.path], targets),
        ("reasons", expected.reasons, list(kind.reasons)),
        ("only_reasons", expected.only_reasons, list(kind.reasons)),
        ("facts", expected.facts, labels),
        ("set_aside", expected.set_aside, labels),
    ]
    for name, words, allowed in vocabularies:
        for word in words:
            if word is not None and word not in allowed:
                shown = ", ".join(allowed)
                wrong.append(
                    (
                        name,
                        Text(
                            f"{name} 不能是 {word}; 允许: {shown}",
                            f"{name} cannot be {word}; allowed: {shown}",
                        ),
                    )
                )
    return wrong


def refuse_words(
    mistakes: Sequence[tuple[str, Text]], source: str, lines: Mapping[str, int]
) -> None:
    if mistakes:
        raise SourceWrong([Mistake(source, lines.get(n, lines["outcome"]), t) for n, t in mistakes])


def differences(
    expected: PromotionExpected,
    decision: Decision,
    kind: DecisionKind,
    labels: Mapping[UUID, str],
) -> list[Difference]:
    """Everything that is not as expected, in the order of the format's fields."""
    codes = {zh: code for code, zh in kind.targets.items()}
    given = expected.model_fields_set
    found: list[Difference] = []

    def compare(name: str, want: object, have: object) -> None:
        if want != have:
            found.append(Difference(name, _told(want, kind), _told(have, kind)))

    compare("outcome", expected.outcome.value, decision.outcome.value)
    for name, want, have in (
        ("from", expected.from_, decision.from_),
        ("to", expected.to, decision.to),
    ):
        if name in given or f"{name}_" in given:
            compare(name, codes.get(want or "", want), have)
    for name in (*DATES, "approver"):
        if name in given:
            compare(name, getattr(expected, name), getattr(decision, name))
    first = decision.steps[0] if decision.steps else None
    if "ground" in given:
        compare("ground", expected.ground, first.ground if first else None)
    if "allowance" in given:
        compare("allowance", _want_amount(expected.allowance), _have_amount(first))
    _compare_lists(expected, decision, labels, found)
    if "path" in given:
        _compare_path(expected, decision, kind, found)
    _compare_sentences(expected, decision, kind, found)
    return found


def _compare_lists(
    expected: PromotionExpected,
    decision: Decision,
    labels: Mapping[UUID, str],
    found: list[Difference],
) -> None:
    reasons = decision.reasons
    if not set(expected.reasons) <= set(reasons):
        found.append(Difference("reasons", _join(expected.reasons), _join(reasons)))
    given = expected.model_fields_set
    if "only_reasons" in given and set(expected.only_reasons) != set(reasons):
        found.append(Difference("only_reasons", _join(expected.only_reasons), _join(reasons)))
    aside = [labels[a.fact.event_id] for a in decision.set_aside]
    if "set_aside" in given and set(expected.set_aside) != set(aside):
        found.append(Difference("set_aside", _join(expected.set_aside), _join(aside)))
    cited = [labels[f.event_id] for part in _citing(decision) for f in part]
    if not set(expected.facts) <= set(cited):
        found.append(Difference("facts", _join(expected.facts), _join(dict.fromkeys(cited))))


def _citing(decision: Decision) -> list[Any]:
    return [*(f.facts for f in decision.findings), *(s.facts for s in decision.steps)]


def _compare_path(
    expected: PromotionExpected, decision: Decision, kind: DecisionKind, found: list[Difference]
) -> None:
    codes = {zh: code for code, zh in kind.targets.items()}
    want = [_want_step(step, codes) for step in expected.path]
    have = [
        {name: value for name, value in _have_step(step).items() if name in names}
        for step, names in zip(
            decision.steps,
            [*map(set, want), *[set(_have_step(s)) for s in decision.steps]],
            strict=False,
        )
    ]
    if want != have:
        found.append(Difference("path", _told(want, kind), _told(have, kind)))


def _want_step(step: StepExpected, codes: Mapping[str, str]) -> dict[str, object]:
    tree: dict[str, object] = {name: getattr(step, name) for name in step.model_fields_set}
    if isinstance(step.to, str):
        tree["to"] = codes.get(step.to, step.to)
    if "allowance" in tree:
        tree["allowance"] = _want_amount(step.allowance)
    if step.outcome is not None:
        tree["outcome"] = step.outcome.value
    return tree


def _have_step(step: Step) -> dict[str, object]:
    return {
        "to": step.to,
        "effective_on": step.effective_on,
        "outcome": step.outcome.value,
        "ground": step.ground,
        "approver": step.approver,
        "allowance": _have_amount(step),
        "next_due_on": step.next_due_on,
    }


def _compare_sentences(
    expected: PromotionExpected, decision: Decision, kind: DecisionKind, found: list[Difference]
) -> None:
    if not expected.says:
        return
    told = explain(decision, kind)
    text = "\n".join([*told.lines("zh"), *told.lines("en")])
    missing = [words for words in expected.says if words not in text]
    if missing:
        found.append(Difference("says", _join(missing), told.zh))


def _want_amount(amount: AmountExpected | None) -> str | None:
    return amount_text(amount) if amount is not None else None


def _have_amount(step: Step | None) -> str | None:
    return amount_text(step.changes[0]) if step is not None and step.changes else None


def amount_text(change: AmountChange | AmountExpected) -> str:
    """`64.00 to 68.00 from 2024-08-01`."""
    old, new = Decimal(change.from_fen) / 100, Decimal(change.to_fen) / 100
    return f"{old:.2f} to {new:.2f} from {change.from_on}"


def _join(words: Any) -> str:  # noqa: ANN401  any iterable of text
    return ", ".join(words) or "-"


def _told(value: object, kind: DecisionKind) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return "; ".join(_told(item, kind) for item in value) or "-"
    if isinstance(value, dict):
        return " ".join(f"{k}={_told(v, kind)}" for k, v in sorted(value.items()))
    text = str(value)
    term = kind.targets.get(text)
    return f"{text} {term}" if term else text
