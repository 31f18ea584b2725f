"""What came of a case, for people in two languages and for machines. Pure."""

from typing import Any

import msgspec

from services.gateway.cases.play import Played, PlayedCase
from services.gateway.decision.explanation import explain


def lines(played: PlayedCase, language: str) -> list[str]:
    """One line for a green case; for a red one expected against found, with the reasons."""
    case = played.case
    mark = "✓" if played.is_green else "✗"
    found = [f"{mark} {case.id} {case.title} ({case.source}:{case.line})".replace("  ", " ")]
    for ask in played.asks:
        if not ask.is_green:
            found += _red(ask, language)
    return found


def _red(played: Played, language: str) -> list[str]:
    question = played.ask.question
    known = f" known_at {question.known_at.isoformat()}" if question.known_at else ""
    words = ("预期", "实际") if language == "zh" else ("expected", "found")
    found = [f"    {question.kind} as_of {question.as_of}{known} (line {played.ask.line})"]
    found += [
        f"      {d.field}: {words[0]} {d.expected} | {words[1]} {d.found}"
        for d in played.differences
    ]
    if played.decision is not None:
        told = explain(played.decision, played.ask.kind)
        found += [f"      {line}" for line in told.lines("zh")]
        found += [f"      {line}" for line in told.lines("en")[:1]]
    return found


def as_json(played: PlayedCase) -> dict[str, Any]:
    case = played.case
    return {
        "file": case.source,
        "line": case.line,
        "id": case.id,
        "title": case.title,
        "ok": played.is_green,
        "asks": [_ask_json(ask) for ask in played.asks],
    }


def _ask_json(played: Played) -> dict[str, Any]:
    question = played.ask.question
    tree: dict[str, Any] = {
        "line": played.ask.line,
        "decide": question.kind,
        "as_of": question.as_of,
        "known_at": question.known_at,
        "reading": question.reading,
        "ok": played.is_green,
        "differences": [
            {"field": d.field, "expected": d.expected, "found": d.found} for d in played.differences
        ],
    }
    if played.decision is not None:
        told = explain(played.decision, played.ask.kind)
        tree |= {
            "decision": played.decision,
            "reasons": played.decision.reasons,
            "zh": told.zh,
            "en": told.en,
        }
    return tree


def json_line(tree: dict[str, Any]) -> str:
    return msgspec.json.encode(tree).decode()
