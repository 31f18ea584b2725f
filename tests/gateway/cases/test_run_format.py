"""Several pay runs of a case: months in order, each with its closing and its slip."""

from datetime import UTC, datetime

import pytest

from services.gateway.cases.play import play
from tests.gateway.cases.files import case, mistake
from tests.gateway.on_file import SHELF

HEAD = "title: t\nfacts:\n  - {gross_given: 500000, on: 2024-01-01}\nask:\n  - decide: pay\n    "


def test_a_span_of_months_is_one_run_each_and_the_total_one_more():
    found = case(
        HEAD + "runs:\n      - {month: 2024-01 to 2024-03, expect: {gross: 5000}}\n"
        "    total: {gross: 15000}\n"
    )
    assert [(a.run.month, a.run.is_total) for a in found.asks] == [
        ("2024-01", False),
        ("2024-02", False),
        ("2024-03", False),
        ("2024-03", True),
    ]
    assert len({a.run.series for a in found.asks}) == 1
    assert play(found, SHELF).is_green


def test_a_closing_is_an_instant_and_a_day_means_its_end():
    found = case(HEAD + "runs: [{month: 2024-01, closed_at: 2024-01-25T10:00}, {month: 2024-02}]\n")
    assert found.asks[0].run.closed_at == datetime(2024, 1, 25, 2, tzinfo=UTC)
    assert found.asks[1].run.closed_at is None


def test_two_questions_do_not_go_on_from_each_other():
    text = HEAD + "runs: [{month: 2024-01, expect: {taxable: -1012.50}}]\n"
    text += "  - decide: pay\n    runs: [{month: 2024-02, expect: {retro: {}}}]\n"
    found = play(case(text), SHELF)
    assert [a.decision.as_of.month for a in found.asks] == [1, 2]
    assert found.asks[1].decision.totals["gross_fen"] == 500_000


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        ("runs: []", "runs is empty"),
        ("runs: 5", "runs must be a list"),
        ("runs: [5]", "each run must be a mapping"),
        ("runs: [{month: 2024-13}]", "2024-01 to 2024-06"),
        ("runs: [{month: 2024-01, closed: 1}]", "did you mean closed_at?"),
        ("runs: [{month: 2024-01, closed_at: soon}]", "closed_at must be"),
        ("runs: [{month: 2024-01 to 2024-02, closed_at: 2024-01-20}]", "closing of one month"),
        ("runs: [{month: 2024-02}, {month: 2024-01}]", "the months of runs must rise"),
        ("runs: [{month: 2024-01, expect: [1]}]", "expect must say"),
        ("runs: [{month: 2024-01}]\n    as_of: 2024-01-01", "unknown key as_of"),
    ],
)
def test_mistakes_say_what_is_allowed(runs, words):
    assert words in mistake(HEAD + runs + "\n")


def test_runs_are_only_for_pay():
    text = HEAD.replace("decide: pay", "decide: police_rank")
    assert "runs are only for decide: pay" in mistake(text + "runs: [{month: 2024-01}]\n")
