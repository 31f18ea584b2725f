"""Findings: each obstacle's word once, each fact cited once."""

from services.gateway.decision.finding import Finding, cite, reasons
from tests.gateway.on_file import on_file


def test_reasons_are_the_words_of_what_is_not_met():
    findings = [
        Finding(claim="a", met=False, reason="X"),
        Finding(claim="b", met=True, reason="Y"),
        Finding(claim="c", met=False),
        Finding(claim="d", met=False, reason="X"),
    ]
    assert reasons(findings) == ("X",)


def test_a_fact_is_cited_once():
    (fact,) = on_file("{rank_awarded: 二级警司, on: 2021-06-01}")
    (cited,) = cite([fact, fact])
    assert (cited.event_id, cited.type) == (fact.event_id, "roster.rank_awarded.v1")
