"""A month asked about without runs on record: the runs before it are played."""

from services.gateway.decision.decision import canonical_bytes
from services.gateway.decision.kinds import decide
from services.gateway.decision.question import Question
from services.gateway.pay.answer import as_decision, rules_of, total
from tests.gateway.on_file import DAY, SHELF, on_file
from tests.gateway.pay.payee import AUXILIARY, slips

WAGE = (
    "{入职: 民警, on: 2010-01-01}",
    "{gross_given: 3000000, on: 2024-01-01}",
    "{own_contributions_given: 650000, on: 2024-01-01}",
)


def asked(as_of, *lines, known_at=None):
    question = Question(kind="pay", person="person", as_of=DAY(as_of), known_at=known_at)
    return decide(question, on_file(*lines), SHELF)


def test_a_month_asked_alone_is_the_last_of_its_runs():
    decision = asked("2024-03-15", *WAGE)
    assert canonical_bytes(decision) == canonical_bytes(
        as_decision(slips("2024-01", "2024-03", *WAGE)[-1])
    )


def test_the_question_of_an_answer_gives_the_same_bytes():
    first = asked("2024-03-15", *WAGE)
    again = asked(first.as_of.isoformat(), *WAGE, known_at=first.known_at)
    assert canonical_bytes(first) == canonical_bytes(again)


def test_totals_of_several_runs():
    found = total(slips("2024-01", "2024-03", *WAGE))
    assert found.totals["gross_fen"] == 9_000_000
    assert found.totals["tax_fen"] == 303_000


def test_a_shelf_is_read_once():
    assert rules_of(SHELF) is rules_of(SHELF)


def test_an_empty_file_has_an_answer():
    assert asked("2024-03-15").reasons == ("NOT_SERVING",)
    assert asked("2024-03-15", *AUXILIARY).totals["gross_fen"] == 427_000
