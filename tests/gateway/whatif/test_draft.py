"""Drafts are read as strictly as published policies, and change a shelf without touching it."""

import pytest

from services.gateway.pay.choice import POLICIES
from services.gateway.whatif.draft import PolicyText, changed
from services.kernel.yaml_tree import SourceWrong
from tests.gateway.on_file import DAY, SHELF
from tests.gateway.whatif.desk import RAISE, draft
from tests.gateway.whatif.pure import shelf_with


def test_a_draft_is_in_force_from_its_day_and_the_real_shelf_stays_as_it_is():
    before = SHELF.in_force("auxiliary_pay", DAY("2024-02-01")).sha256
    found = shelf_with(RAISE)

    assert found.from_on == DAY("2024-02-01")
    assert found.names == ("auxiliary_pay",)
    assert found.shelf.in_force("auxiliary_pay", DAY("2024-01-31")).sha256 == before
    assert found.shelf.in_force("auxiliary_pay", DAY("2024-02-01")).sha256 != before
    assert SHELF.in_force("auxiliary_pay", DAY("2024-02-01")).sha256 == before
    assert [rule.field for rule in found.rules] == [
        "auxiliary_pay.effective_from",
        "auxiliary_pay.level_wage.monthly.5",
    ]


def test_several_mistakes_of_several_drafts_are_told_at_once_with_their_lines():
    typo = {**RAISE, "text": RAISE["text"].replace("nights:", "night:")}
    strange = {"name": "other", "text": "policy: auxiliary_pays\nlayer: bureau\n"}
    texts = [PolicyText(d["name"], d["text"]) for d in (typo, strange)]

    with pytest.raises(SourceWrong) as wrong:
        changed(SHELF, texts, POLICIES)
    told = [mistake.told("en") for mistake in wrong.value.mistakes]
    line = (
        typo["text"].split("\n").index(next(x for x in typo["text"].split("\n") if "night:" in x))
    )
    assert any(t.startswith(f"raise.yaml:{line + 1}: ") and "nights" in t for t in told)
    assert any(t.startswith("other:1: ") and "did you mean auxiliary_pay?" in t for t in told)


def test_a_choice_cannot_override_the_law():
    law = type(SHELF.layers["contributions", "law"][0].model)
    choice = type(SHELF.layers["contributions", "bureau"][0].model)
    key = min(set(law.model_fields) - set(choice.model_fields))
    own = draft("contributions", "layer: bureau", f"layer: bureau\n{key}: 1")

    with pytest.raises(SourceWrong, match="the law fixes this"):
        shelf_with(own)
