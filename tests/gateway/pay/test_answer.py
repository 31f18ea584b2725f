"""A month asked about without runs on record: the runs before it are played."""

from datetime import UTC, datetime

from services.gateway.decision.decision import canonical_bytes
from services.gateway.decision.kinds import decide
from services.gateway.decision.question import Question, Reading
from services.gateway.pay.answer import as_decision, rules_of, total
from services.gateway.pay.wording import headline
from tests.gateway.on_file import DAY, SHELF, on_file
from tests.gateway.pay.payee import AUXILIARY, slips

WAGE = (
    "{入职: 民警, on: 2010-01-01}",
    "{gross_given: 3000000, on: 2024-01-01}",
    "{own_contributions_given: 650000, on: 2024-01-01}",
)


def asked(as_of, *lines, **more):
    question = Question(kind="pay", person="person", as_of=DAY(as_of), **more)
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


def test_read_as_known_a_month_is_what_it_should_be_and_nothing_is_back_pay():
    """Everything was taken over in April; the tax of the year is that of all its months."""
    late = tuple(line.replace("}", ", recorded: 2024-04-10}") for line in WAGE)
    known = {"known_at": datetime(2024, 4, 11, tzinfo=UTC), "reading": Reading.AS_KNOWN}
    decision = asked("2024-03-15", *late, **known)
    in_time = asked("2024-03-15", *WAGE)
    assert {line.month for line in decision.lines} == {"2024-03"}
    assert decision.totals == in_time.totals
    assert decision.known_at == known["known_at"]
    assert decision.reading == "as_known"
    assert "what was paid stands on the pay slips" in headline(decision).en
