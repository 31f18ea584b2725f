"""Facts written as in case files, and questions about them, for tests of the pure engine."""

from datetime import date, datetime
from functools import cache
from pathlib import Path

from services.gateway.answer import publishable
from services.gateway.cases.fact_format import FactReader
from services.gateway.cases.play import recorded
from services.gateway.decision.decision import Decision
from services.gateway.decision.dossier import Dossier, assemble
from services.gateway.decision.kinds import decide
from services.gateway.decision.question import Question, Reading
from services.gateway.rank.surroundings import Held, Surroundings, surroundings
from services.kernel.event import Recorded
from services.kernel.fact import Fact, read_fact
from services.kernel.policy import Shelf
from services.kernel.policy_files import load_shelf
from services.kernel.yaml_tree import read_yaml
from services.roster.events import PoliceRank

POLICIES = Path(__file__).parents[2] / "policies"
SHELF = load_shelf(POLICIES, "r0", publishable())
DAY = date.fromisoformat


@cache
def shelf_of(bureau: str | None) -> Shelf:
    """The policies a case names, or R0's."""
    return load_shelf(POLICIES, bureau, publishable()) if bureau else SHELF


def log(*lines: str) -> list[Recorded]:
    reader = FactReader("test")
    for line in lines:
        document = read_yaml(line, "test")[0]
        reader.read(document.value, document.line)
    return recorded(reader.facts.values())


def on_file(*lines: str) -> list[Fact]:
    """`on_file("{rank_awarded: 二级警司, on: 2021-06-01}")`"""
    return [read_fact(event) for event in log(*lines)]


def question(as_of: str, *, known_at: datetime | None = None, **more: object) -> Question:
    person = str(more.get("person", "person"))
    reading = more.get("reading", Reading.AS_IT_SHOULD_BE)
    return Question(
        kind=str(more.get("kind", "police_rank")),
        person=person,
        as_of=DAY(as_of),
        known_at=known_at,
        reading=reading,
    )


def ask(facts: list[Fact], as_of: str, **more: object) -> Decision:
    return decide(question(as_of, **more), facts, SHELF)


def dossier(as_of: str, *lines: str) -> Dossier:
    return assemble(on_file(*lines), question(as_of))


def around(as_of: str, *lines: str) -> Surroundings:
    return surroundings(dossier(as_of, *lines), SHELF.in_force("police_rank", DAY(as_of)))


def held(rank: PoliceRank, since: str, **more: object) -> Held:
    return Held(rank, DAY(since), (), **more)
