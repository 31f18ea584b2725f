"""Cases as files: what is required, what is refused, on which line."""

import pytest

from services.gateway.decision.question import Reading
from services.kernel.yaml_tree import SourceWrong
from tests.gateway.cases.files import case, mistake

HEAD = "title: t\nfacts:\n  - {rank_awarded: 二级警司, on: 2021-06-01}\n"


def test_questions_hold_both_clocks_and_the_reading():
    found = case(
        HEAD + "ask:\n  - {decide: police_rank, as_of: 2024-06-01, known_at: 2024-05-01, "
        "reading: 依命令, expect: {outcome: 晋升}}\n"
    )
    asked = found.asks[0].question
    assert asked.reading is Reading.AS_ORDERED
    assert asked.known_at.isoformat() == "2024-05-01T15:59:59.999999+00:00"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- 1\n", "a case must be a mapping"),
        (HEAD + "bureau: ../r0\n", "bureau must name a folder"),
        (HEAD + "bureau: 7\n", "bureau must name a folder"),
        ("facts: []\n", "title must be text"),
        (HEAD, "ask is missing"),
        (HEAD + "aks: 1\n", "did you mean ask?"),
        (HEAD + "ask: 3\n", "ask must be a list"),
        (HEAD + "ask: [3]\n", "each item of ask must be a mapping"),
        (HEAD + "ask: {decide: rank, as_of: 2024-06-01, expect: WAIT}\n", "police_rank 警衔"),
        (HEAD + "ask: {decide: police_rank, expect: WAIT}\n", "as_of must be a day"),
        (HEAD + "ask: {decide: police_rank, as_of: 2024-06-01}\n", "expect must say"),
        (
            HEAD + "ask: {decide: police_rank, as_of: 2024-06-01, known_at: x, expect: WAIT}\n",
            "known_at must be an instant",
        ),
        (
            HEAD + "ask: {decide: police_rank, as_of: 2024-06-01, reading: x, expect: WAIT}\n",
            "as_ordered 依命令",
        ),
        (
            HEAD + "ask: {decide: police_rank, as_off: 2024-06-01, expect: WAIT}\n",
            "did you mean as_of?",
        ),
    ],
)
def test_a_wrong_case_says_what_is_allowed(text, words):
    assert words in mistake(text)


def test_a_case_may_name_its_bureau():
    ask = "ask: {decide: police_rank, as_of: 2024-06-01, expect: PROMOTE}\n"
    assert case(HEAD + "bureau: nine\n" + ask).bureau == "nine"
    assert case(HEAD + ask).bureau is None


def test_every_mistake_of_a_case_is_told_at_once():
    text = (
        "titel: x\n"
        "facts:\n"
        "- {id: a, fact: sanction_imposed, on: 2024-02-30, kind: 警告}\n"
        "- {sanction_imposed: 砍头, on: 2024-03-10}\n"
        "- {revokes: a, on: 2024-04-01}\n"
        "ask:\n"
        "- {decide: police_rank, as_of: soon, known_at: later, expect: {outcome: X, facts: [a]}}\n"
        "- {decide: nothing, as_of: 2024-06-01, expect: WAIT}\n"
    )
    with pytest.raises(SourceWrong) as error:
        case(text)
    told = [(m.line, m.text.en) for m in error.value.mistakes]

    for line, words in (
        (1, "unknown key titel"),
        (1, "title must be text"),
        (3, "on must be the effective day"),
        (4, "砍头"),
        (7, "as_of must be a day"),
        (7, "known_at must be an instant"),
        (7, "outcome"),
        (8, "decide"),
    ):
        assert [at for at, said in told if words in said] == [line], (words, told)
    assert not any("no label a" in said for _, said in told)


def test_a_key_is_called_as_a_file_writes_it():
    ask = "ask: {decide: police_rank, as_of: 2024-06-01, expect: {outcome: WAIT, fro: x}}\n"

    assert "from_" not in mistake(HEAD + ask).replace("from_f", "").replace("from_o", "")
    assert "did you mean from?" in mistake(HEAD + ask)
