"""A decision told in Chinese and English: what, when, why or why not, by which clause and fact.

Pure. Built from the decision's own findings: there is no second implementation of the rules.
"""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from services.gateway.decision.decision import Decision, Outcome
from services.gateway.decision.finding import Cited, Finding
from services.gateway.decision.kind import DecisionKind
from services.gateway.decision.line import Line
from services.kernel.errors import Text
from services.kernel.event import event_types


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence in both languages, with its clause and the facts it rests on."""

    claim: str
    met: bool
    zh: str
    en: str
    clause: str
    facts: tuple[Cited, ...]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A headline over the sentences: obstacles first, then what is satisfied."""

    zh: str
    en: str
    told: tuple[Told, ...]

    def lines(self, language: str) -> list[str]:
        """The tree as indented text, for terminals; `language` is zh or en."""
        head = self.zh if language == "zh" else self.en
        return [head, *(line for told in self.told for line in _lines(told, language))]


def explain(decision: Decision, kind: DecisionKind) -> Explanation:
    obstacles = [f for f in decision.findings if not f.met]
    others = [f for f in decision.findings if f.met]
    head = (kind.headline or _plain_headline(kind, obstacles))(decision)
    told = tuple(_told(f, kind) for f in (*obstacles, *others))
    if kind.tell_line is not None:
        told += tuple(_told_line(line, kind.tell_line(line)) for line in decision.lines)
    return Explanation(zh=head.zh, en=head.en, told=told)


def _told(finding: Finding, kind: DecisionKind) -> Told:
    sentence = kind.sentences.get(finding.claim)
    text = sentence(finding) if sentence is not None else Text(finding.claim, finding.claim)
    return Told(
        claim=finding.claim,
        met=finding.met,
        zh=text.zh,
        en=text.en,
        clause=finding.clause,
        facts=finding.facts,
    )


def _plain_headline(kind: DecisionKind, obstacles: list[Finding]) -> Callable[[Decision], Text]:
    return lambda decision: _headline(decision, kind, obstacles)


def _told_line(line: Line, text: Text) -> Told:
    """An amount is told like a finding, by the policies it follows."""
    return Told(
        claim=f"{line.part}.{line.item}",
        met=True,
        zh=text.zh,
        en=text.en,
        clause=", ".join(policy.id for policy in line.policies),
        facts=line.facts,
    )


def _lines(told: Told, language: str) -> list[str]:
    mark = "✓" if told.met else "✗"
    text = told.zh if language == "zh" else told.en
    clause = f" [{told.clause}]" if told.clause else ""
    return [
        f"  {mark} {text}{clause}",
        *(f"      {cited_text(cited, language)}" for cited in told.facts),
    ]


def cited_text(cited: Cited, language: str) -> str:
    """`处分 2024-03-10 (event id)`."""
    cls = event_types().get(cited.type)
    name = cls.ZH if cls is not None and language == "zh" else cited.type.split(".")[1]
    return f"{name} {cited.effective_on} ({cited.event_id})"


def _headline(decision: Decision, kind: DecisionKind, obstacles: list[Finding]) -> Text:
    terms = kind.terms
    word = decision.outcome
    target = f" {_zh(terms, decision.to)}" if decision.to else ""
    target_en = f" to {_en(decision.to)}" if decision.to else ""
    if decision.effective_on is not None:
        return Text(
            f"{kind.zh}: {word.zh}{target}, 自 {decision.effective_on} 起",
            f"{kind.name}: {word.value}{target_en}, effective {_day(decision.effective_on)}",
        )
    zh, en = _when(decision)
    why_zh, why_en = _because(kind, obstacles)
    return Text(
        f"{kind.zh}: {word.zh}{target}{zh}{why_zh}",
        f"{kind.name}: {word.value}{target_en}{en}{why_en}",
    )


def _when(decision: Decision) -> tuple[str, str]:
    if decision.blocked_until is not None and decision.outcome != Outcome.WAIT:
        until = decision.blocked_until
        return f", 至 {until}", f", blocked until {_day(until)}"
    if decision.due_on is not None:
        return f", {decision.due_on} 到期", f", due on {_day(decision.due_on)}"
    return "", ""


def _because(kind: DecisionKind, obstacles: list[Finding]) -> tuple[str, str]:
    """Why not: the clause and the events by name."""
    named = [f for f in obstacles if f.reason in kind.reasons]
    if not named:
        return "", ""
    zh = "; ".join(kind.reasons[f.reason].zh + _basis(f, "zh") for f in named)
    en = "; ".join(kind.reasons[f.reason].en + _basis(f, "en") for f in named)
    return f", 因为 {zh}", f", because {en}"


def _basis(finding: Finding, language: str) -> str:
    parts = [finding.clause] if finding.clause else []
    parts += [cited_text(cited, language) for cited in finding.facts]
    return f" ({'; '.join(parts)})" if parts else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _zh(terms: Mapping[str, str], code: str | None) -> str:
    return terms.get(code or "", code or "")


def _en(code: str | None) -> str:
    return (code or "").replace("_", " ")
