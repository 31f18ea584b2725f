"""A decision of police rank as lines of text: all that it claims, cites and owes.

`python -m tests.gateway.rank.explained` writes explained.txt anew: read its diff then.
"""

from collections.abc import Iterator
from pathlib import Path

from services.gateway.cases.case import Ask, Case
from services.gateway.cases.chunks import cases, chunks
from services.gateway.cases.fact_format import event_id
from services.gateway.cases.play import play
from services.gateway.decision.decision import Decision
from tests.gateway.cases.files import SCENARIOS
from tests.gateway.on_file import shelf_of

FILE = Path(__file__).with_suffix(".txt")
_DATES = ("effective_on", "due_on", "blocked_until", "earliest_on", "next_due_on")


def asked() -> Iterator[tuple[str, list[str]]]:
    """Every question about police rank in the scenarios, and the answer's lines."""
    for path in SCENARIOS:
        for chunk in chunks(path.read_text(encoding="utf-8"), str(path)):
            for case in cases(chunk)[0]:
                for number, played in enumerate(play(case, shelf_of(case.bureau)).asks, 1):
                    if played.decision is not None and played.decision.kind == "police_rank":
                        yield _name(case, number, played.ask), _lines(case, played.decision)


def _name(case: Case, number: int, ask: Ask) -> str:
    return f"== {case.id} #{number} {ask.question.as_of} {ask.question.reading.value}"


def _lines(case: Case, decision: Decision) -> list[str]:
    labels = {event_id(n): fact.label for n, fact in enumerate(case.facts, 1)}

    def cited(facts) -> str:
        return ",".join(labels[one.event_id] for one in facts) or "-"

    dates = {name: str(getattr(decision, name)) for name in _DATES if getattr(decision, name)}
    lines = [f"{decision.outcome.value} {decision.from_}>{decision.to} {dates}"]
    lines += [
        f"step {s.outcome.value} {s.ground} {s.from_}>{s.to} {s.effective_on} | {s.clause} | "
        f"{cited(s.facts)} | {[(c.item, c.from_fen, c.to_fen, str(c.from_on)) for c in s.changes]}"
        for s in decision.steps
    ]
    lines += [
        f"aside {cited([w.fact])} {w.held} lawful {w.lawful_on} {','.join(w.why)}"
        for w in decision.set_aside
    ]
    for f in decision.findings:
        required = {name: str(value) for name, value in f.required.items()}
        found = {name: str(value) for name, value in f.found.items()}
        lines.append(
            f"{'+' if f.met else '-'} {f.claim} {f.reason} | {f.clause} | {required} | {found} | "
            f"{f.until} {f.earliest_on} | {cited(f.facts)}"
        )
    return lines


def telling() -> dict[str, list[str]]:
    """The questions that between them show every shape of claim, met and unmet, and every step."""
    kept: dict[str, list[str]] = {}
    seen: set[str] = set()
    for name, lines in asked():
        shapes = {_shape(line) for line in lines}
        if shapes - seen:
            kept[name] = lines
            seen |= shapes
    return kept


def _shape(line: str) -> str:
    """What a line claims, without its dates and figures."""
    first, *rest = line.split(" | ")
    blank = "".join("0" if c.isdigit() else c for c in " ".join(rest[1:3]))
    absent = ["None" in part for part in rest]
    return " ".join(first.split()[:3]) + f"{absent} {blank if first[0] in '+-' else ''}"


def written(answers: dict[str, list[str]]) -> str:
    return "\n\n".join("\n".join((name, *lines)) for name, lines in answers.items()) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(telling()), encoding="utf-8")
