"""A case as read: facts with labels, questions about its one person."""

from services.gateway.cases.case import PERSON
from tests.gateway.cases.files import case


def test_facts_are_numbered_and_questions_are_about_the_person():
    found = case(
        "title: t\nfacts:\n  - {rank_awarded: 二级警司, on: 2021-06-01}\n"
        "  - {id: w, 处分: 警告, on: 2024-03-10}\n"
        "ask: {decide: 警衔, as_of: 2024-06-01, expect: BLOCKED}\n"
    )
    assert [f.label for f in found.facts] == ["#1", "w"]
    assert found.asks[0].question.person == PERSON
    assert found.asks[0].question.kind == "police_rank"
