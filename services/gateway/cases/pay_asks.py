"""What a case expects of a pay slip, to the fen, and how it differs from what was found. Pure.

A field that is not written is not compared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict

from services.gateway.cases.expectation import Difference, Words, refuse_words
from services.gateway.decision.decision import Decision, Outcome
from services.gateway.decision.explanation import explain
from services.gateway.decision.kind import DecisionKind
from services.gateway.decision.line import Line
from services.gateway.pay.items import Part, code_of
from services.gateway.pay.rounding import yuan
from services.kernel.errors import Text
from services.kernel.tree_model import validated
from services.kernel.yaml_tree import Document

AMOUNTS = (
    "gross",
    "own",
    "taxable",
    "tax",
    "damage",
    "repaid",
    "advanced",
    "net",
    "unit",
)


def _fen(value: Any) -> Any:  # noqa: ANN401  as written in the file
    """Yuan as `7398.74` or a whole number, in fen."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return value
    try:
        fen = Decimal(value) * 100
    except InvalidOperation:
        raise ValueError("须为元, 至多两位小数; an amount in yuan such as 7398.74") from None
    if fen != fen.to_integral_value():
        raise ValueError("至多两位小数; at most two decimals")
    return int(fen)


Yuan = Annotated[int, BeforeValidator(_fen)]


class PayExpected(BaseModel):
    """Amounts are in yuan. Lines are named by code or Chinese term, differences also by month."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    outcome: Outcome | None = None
    gross: Yuan | None = None
    own: Yuan | None = None
    taxable: Yuan | None = None  # Cumulative in the year.
    tax: Yuan | None = None
    damage: Yuan | None = None
    repaid: Yuan | None = None
    advanced: Yuan | None = None
    net: Yuan | None = None
    unit: Yuan | None = None
    lines: dict[str, Yuan] = {}  # Of the month itself; each must be there with its amount.
    own_lines: dict[str, Yuan] = {}
    unit_lines: dict[str, Yuan] = {}
    retro: dict[str, Yuan] = {}  # `2024-07 警衔津贴`: all differences in gross, and no others.
    retro_own: dict[str, Yuan] = {}
    causes: Words = []  # Labels; each must be named as cause of some difference.
    policy_causes: Words = []  # Policy ids (or how they begin) named as cause.
    facts: Words = []
    reasons: Words = []
    only_reasons: Words = []
    says: Words = []


class PayExpectations:
    """Reads and compares; the counterpart of promotion's expectations."""

    def read(
        self, document: Document, source: str, kind: DecisionKind, labels: Sequence[str]
    ) -> PayExpected:
        expected = validated(PayExpected, document, source)
        lines = {"outcome": document.line, **document.value.lines}
        refuse_words(_wrong_words(expected, kind, labels), source, lines)
        return expected

    def compare(
        self,
        expected: PayExpected,
        decision: Decision,
        kind: DecisionKind,
        labels: Mapping[UUID, str],
    ) -> list[Difference]:
        given = expected.model_fields_set
        found: list[Difference] = []
        if expected.outcome is not None and expected.outcome != decision.outcome:
            found.append(Difference("outcome", expected.outcome.value, decision.outcome.value))
        for name in AMOUNTS:
            want = getattr(expected, name)
            have = decision.totals.get(f"{name}_fen", 0)
            if want is not None and want != have:
                found.append(Difference(name, yuan(want), yuan(have)))
        found += _lines(expected, decision)
        for name, part in (("retro", Part.GROSS), ("retro_own", Part.OWN)):
            if name in given:
                found += _retro(name, getattr(expected, name), decision, part)
        found += _words(expected, decision, labels)
        if expected.says:
            told = explain(decision, kind)
            text = "\n".join([*told.lines("zh"), *told.lines("en")])
            missing = [words for words in expected.says if words not in text]
            if missing:
                found.append(Difference("says", ", ".join(missing), text))
        return found


def _wrong_words(
    expected: PayExpected, kind: DecisionKind, labels: Sequence[str]
) -> list[tuple[str, Text]]:
    wrong: list[tuple[str, Text]] = []
    items = [w for pair in kind.terms.items() for w in pair]
    checks: list[tuple[str, Iterable[str], Sequence[str], Callable[[str], bool]]] = [
        (name, words, items, lambda w: code_of(w) is not None)
        for name, words in (
            ("lines", expected.lines),
            ("own_lines", expected.own_lines),
            ("unit_lines", expected.unit_lines),
            ("retro", [key.partition(" ")[2] for key in expected.retro]),
            ("retro_own", [key.partition(" ")[2] for key in expected.retro_own]),
        )
    ]
    checks += [
        ("causes", expected.causes, labels, lambda w: w in labels),
        ("facts", expected.facts, labels, lambda w: w in labels),
        ("reasons", expected.reasons, list(kind.reasons), lambda w: w in kind.reasons),
        ("only_reasons", expected.only_reasons, list(kind.reasons), lambda w: w in kind.reasons),
    ]
    for name, words, allowed, is_right in checks:
        for word in words:
            if not is_right(word):
                shown = ", ".join(allowed)
                zh, en = (
                    f"{name} 不能是 {word}; 允许: {shown}",
                    f"{name} cannot be {word}; allowed: ",
                )
                wrong.append((name, Text(zh, f"{en}{shown}")))
    return wrong


def _lines(expected: PayExpected, decision: Decision) -> list[Difference]:
    month = f"{decision.as_of:%Y-%m}"
    found: list[Difference] = []
    for name, part in (
        ("lines", Part.GROSS),
        ("own_lines", Part.OWN),
        ("unit_lines", Part.UNIT),
    ):
        have = _sums(x for x in decision.lines if x.part == part and x.month == month)
        for word, want in getattr(expected, name).items():
            amount = have.get(code_of(word) or "", 0)
            if amount != want:
                found.append(Difference(f"{name}.{word}", yuan(want), yuan(amount)))
    return found


def _sums(lines: Iterable[Line], *, by_month: bool = False) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        key = f"{line.month} {line.item}" if by_month else line.item
        found[key] = found.get(key, 0) + line.amount_fen
    return found


def _retro(
    name: str, wanted: Mapping[str, int], decision: Decision, part: Part
) -> list[Difference]:
    month = f"{decision.as_of:%Y-%m}"
    changed = (x for x in decision.lines if x.part == part and x.month != month)
    have = _sums(changed, by_month=True)
    want: dict[str, int] = {}
    for key, amount in wanted.items():
        of, _, word = key.partition(" ")
        want[f"{of} {code_of(word)}"] = amount
    if want == have:
        return []
    return [Difference(name, _told(want), _told(have))]


def _told(amounts: Mapping[str, int]) -> str:
    return "; ".join(f"{key} {yuan(fen)}" for key, fen in sorted(amounts.items())) or "-"


def _words(
    expected: PayExpected, decision: Decision, labels: Mapping[UUID, str]
) -> list[Difference]:
    causes = [c for line in decision.lines for c in line.causes]
    cited = [c for x in decision.lines for c in x.facts]
    cited += [c for f in decision.findings for c in f.facts]
    named = [x for c in causes for x in (c.fact, c.by) if x is not None]
    policies = [c.policy.id for c in causes if c.policy is not None]
    found: list[Difference] = []
    for name, want, have in (
        ("causes", expected.causes, [labels.get(c.event_id, "?") for c in named]),
        ("facts", expected.facts, [labels.get(c.event_id, "?") for c in cited]),
        ("reasons", expected.reasons, list(decision.reasons)),
    ):
        if not set(want) <= set(have):
            found.append(Difference(name, ", ".join(want), ", ".join(dict.fromkeys(have)) or "-"))
    if any(not any(p.startswith(w) for p in policies) for w in expected.policy_causes):
        found.append(
            Difference("policy_causes", ", ".join(expected.policy_causes), ", ".join(policies))
        )
    if "only_reasons" in expected.model_fields_set and set(expected.only_reasons) != set(
        decision.reasons
    ):
        found.append(
            Difference(
                "only_reasons",
                ", ".join(expected.only_reasons) or "-",
                ", ".join(decision.reasons) or "-",
            )
        )
    return found
