"""The cases that concern a policy, played with its draft in its place: all green, or which not.

Pure. Cases are a bureau's: shipped ones, then those of each publication, then the draft's own. One
with the id of an earlier one stands in its place: so a rule that changes what is right says so, in
the text that is approved.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from services.gateway.cases.case import Case
from services.gateway.cases.chunks import Chunk, cases
from services.gateway.cases.play import PlayedCase, play
from services.kernel.errors import Text
from services.kernel.policy import Shelf
from services.kernel.yaml_tree import Mistake

REFERENCE = "r0"  # Whose the shipped cases are that name no bureau.
CASES_MAX = 200  # Of one draft.
ID_CHARS_MAX = 60
OWN = "cases"  # How the draft's cases are called where something is said of them.


@dataclass(frozen=True, slots=True)
class Red:
    """One thing that is not as expected: where, in which case, and what was found instead."""

    source: str
    line: int
    id: str
    title: str
    field: str
    expected: str
    found: str

    @property
    def is_own(self) -> bool:
        return self.source == OWN

    def told(self) -> Text:
        what = " ".join(part for part in (self.id, self.title) if part)
        place = f"{self.source}:{self.line}"
        return Text(
            f"{place}: {what}: {self.field}: 预期 {self.expected}, 实际 {self.found}",
            f"{place}: {what}: {self.field}: expected {self.expected}, found {self.found}",
        )


def read_book(text: str, source: str, bureau: str) -> tuple[list[Case], list[Mistake]]:
    """The cases that go with a text of this bureau, and every mistake in them."""
    found, mistakes = cases(Chunk(f"{source}.yaml", 1, text))
    mistakes = [replace(mistake, source=source) for mistake in mistakes]
    foreign = [case for case in found if case.bureau not in (None, bureau)]
    mistakes += [
        Mistake(
            source,
            case.line,
            Text(
                f"bureau 须为 {bureau} 或不写, 不是 {case.bureau}",
                f"bureau must be {bureau} or left out, not {case.bureau}",
            ),
        )
        for case in foreign
    ]
    mistakes += [
        Mistake(
            source,
            case.line,
            Text(
                f"id 最多 {ID_CHARS_MAX} 个可见字符",
                f"an id has at most {ID_CHARS_MAX} visible characters",
            ),
        )
        for case in found
        if len(case.id) > ID_CHARS_MAX or not case.id.isprintable()
    ]
    if len(found) > CASES_MAX:
        zh, en = f"用例最多 {CASES_MAX} 个", f"there may be at most {CASES_MAX} cases"
        mistakes.append(Mistake(source, found[CASES_MAX].line, Text(zh, en)))
    return [replace(case, source=source, bureau=bureau) for case in found], mistakes


def standing(books: Iterable[Iterable[Case]], bureau: str) -> list[Case]:
    """In order; of several with one id the last."""
    named: dict[str, Case] = {}
    others: list[Case] = []
    for book in books:
        for case in book:
            if (case.bureau or REFERENCE) != bureau:
                continue
            if case.id:
                named[case.id] = case
            else:
                others.append(case)
    return [*named.values(), *others]


def restated(books: Iterable[Iterable[Case]], own: Iterable[Case], bureau: str) -> list[str]:
    """Ids of earlier cases in whose place the draft's own stand."""
    earlier = {case.id for case in standing(books, bureau) if case.id}
    return sorted({case.id for case in own if case.id in earlier})


def concerning(found: Iterable[Case], policy: str) -> list[Case]:
    """Cases that ask for a kind of decision which reads the policy, and the draft's own."""
    return [
        case
        for case in found
        if case.source == OWN
        or any(kind.name == policy for ask in case.asks for kind in ask.kind.policies)
    ]


def reds(found: Iterable[Case], shelf: Shelf) -> Iterator[Red]:
    """One for each difference; a case that cannot be played at all is one, too."""
    for case in found:
        try:
            played = play(case, shelf)
        except (LookupError, ArithmeticError, ValueError) as misfit:
            why = f"{type(misfit).__name__} {misfit}"[:200]
            yield Red(case.source, case.line, case.id, case.title, "decision", "-", why)
            continue
        yield from _reds(played)


def _reds(played: PlayedCase) -> Iterator[Red]:
    case = played.case
    told: Sequence[Red] = [
        Red(case.source, ask.ask.line, case.id, case.title, d.field, d.expected, d.found)
        for ask in played.asks
        for d in ask.differences
    ]
    yield from told
