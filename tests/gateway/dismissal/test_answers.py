"""What is answered when there is nothing to end."""

from services.gateway.decision.employment import AUXILIARY, employment
from services.gateway.dismissal.answers import conflicting, no_ground, outside
from tests.gateway.on_file import dossier, on_file


def test_another_category_comes_before_having_left():
    file = dossier("2024-06-01", "{service_entered: 民警, on: 2020-01-01}")
    draft = outside(employment(file, AUXILIARY), "NOT_AUXILIARY", [])
    assert draft.findings[0].reason == "NOT_AUXILIARY"


def test_an_ended_contract_is_the_end_of_service():
    file = dossier("2024-06-01")
    (ended,) = on_file("{contract_ended: 协商解除, on: 2024-02-01}")
    assert outside(employment(file, AUXILIARY), "-", [ended]).findings[0].reason == "NOT_SERVING"
    assert outside(employment(file, AUXILIARY), "-", []) is None


def test_no_ground_names_the_rule_that_was_asked():
    assert no_ground("第四十条").findings[0].clause == "第四十条"


def test_every_contradiction_is_one_finding():
    facts = on_file(
        "{annual_grade_decided: 2023 合格, on: 2024-01-18}",
        "{annual_grade_decided: 2023 不合格, on: 2024-01-18}",
    )
    (finding,) = conflicting([facts]).findings
    assert len(finding.facts) == 2
