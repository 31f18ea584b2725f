"""Process: plays the cases that concern a draft, under hard limits, and answers in JSON.

A case can ask for work without end; a process with so much time and memory then ends, and nothing
else does.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from services.gateway.cases.case import Case
from services.gateway.cases.chunks import SUFFIXES, cases, chunks
from services.gateway.decision.kinds import policy_kinds
from services.gateway.publication.regression import (
    OWN,
    concerning,
    read_book,
    reds,
    restated,
    standing,
)
from services.gateway.whatif.draft import PolicyText, read_draft
from services.kernel.bounded import limit
from services.kernel.policy import PolicyKind, Shelf
from services.kernel.policy_files import load_shelf

REDS_TOLD = 50


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """How many cases were played and which are red; or what is wrong with the draft's own."""
    bureau, kinds = asked["bureau"], policy_kinds()
    own, mistakes = read_book(asked["cases"], OWN, bureau)
    if mistakes:
        return {"mistakes": [[m.line, m.text.zh, m.text.en] for m in mistakes]}
    shelf = load_shelf(Path(asked["policies"]), bureau, kinds)
    books = [_shipped(Path(asked["folder"]))]
    for number, published in enumerate(asked["published"], 1):
        shelf = _with(shelf, published, kinds)
        books.append(read_book(published["cases"], f"published-{number}", bureau)[0])
    found = standing([*books, own], bureau)
    played = concerning(found, asked["policy"])
    wrong = list(reds(played, _with(shelf, asked, kinds)))
    return {
        "played": len(played),
        "restated": restated(books, own, bureau),
        "red": len({(red.source, red.id, red.title) for red in wrong}),
        "reds": [asdict(red) for red in wrong[:REDS_TOLD]],
    }


def _with(shelf: Shelf, told: dict[str, str], kinds: list[PolicyKind]) -> Shelf:
    """A policy that no case can ask about changes nothing here."""
    if all(kind.name != told["policy"] for kind in kinds):
        return shelf
    return shelf.with_version(*read_draft(PolicyText("draft", told["text"]), kinds, shelf))


def _shipped(folder: Path) -> list[Case]:
    """Raises FileNotFoundError where there are none: then nothing is shown to be green."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    if not files:
        raise FileNotFoundError(folder)
    found: list[Case] = []
    for path in files:
        source = str(path.relative_to(folder))
        for chunk in chunks(path.read_text(encoding="utf-8"), source):
            found += cases(chunk)[0]
    return found


def main() -> None:
    limit(*(int(word) for word in sys.argv[1:3]))
    sys.stdout.write(json.dumps(answer(json.loads(sys.stdin.buffer.read())), ensure_ascii=True))


if __name__ == "__main__":
    main()
