"""One month of many people: a slip each, and whom a late fact or rule has touched. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.gateway.pay.rules import PayRules
from services.gateway.pay.run import Run, run
from services.gateway.pay.slip import Slip
from services.kernel.fact import Fact


@dataclass(frozen=True, slots=True)
class Payee:
    """A person's facts in any order, and slips so far, oldest first."""

    person: str
    facts: Sequence[Fact]
    earlier: Sequence[Slip] = ()


def run_month(asked: Run, people: Iterable[Payee], rules: PayRules) -> Iterator[Slip]:
    """In the order of the people; one is done before the next is read."""
    for payee in people:
        yield run(payee.person, asked, payee.facts, rules, payee.earlier)


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody whose earlier months are not what was settled, by how much in gross."""

    person: str
    months: tuple[str, ...]
    difference_fen: int


def affected(slips: Iterable[Slip]) -> Iterator[Affected]:
    """Found by the run itself: nobody has to say whose month a correction or a rule changes."""
    for slip in slips:
        lines = slip.retro()
        if lines:
            months = tuple(dict.fromkeys(line.month for line in lines))
            gross = sum(line.amount_fen for line in lines if line.part == "gross")
            yield Affected(slip.person, months, gross)
