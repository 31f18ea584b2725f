"""A draft's text is read as strictly as a shipped file, and told by line what is wrong."""

import pytest

from services.gateway.answer import publishable
from services.gateway.publication.submission import read
from services.kernel.errors import Refused
from tests.gateway.on_file import POLICIES, SHELF
from tests.gateway.publication.texts import raised

SHIPPED = (POLICIES / "bureaus/r0/auxiliary_pay/2010-01-01.yaml").read_text(encoding="utf-8")
APPROVAL = (POLICIES / "bureaus/r0/approval/2020-01-01.yaml").read_text(encoding="utf-8")
ONE = APPROVAL.replace("2020-01-01", "2026-11-01").replace(
    "approvals: {value: 2", "approvals: {value: 1", 1
)
TAX = (POLICIES / "law/income_tax/2019-01-01.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("x: [", "policy_draft_wrong", "not valid YAML"),
        ("- 1", "policy_draft_wrong", "draft:1: must be a mapping"),
        (raised().replace("auxiliary_pay", "auxiliary_pays"), "policy_draft_wrong", "did you mean"),
        (raised().replace("nights", "nigths"), "policy_draft_wrong", "unknown key nigths"),
        (raised().replace("r0", "nine"), "policy_draft_wrong", "bureau is nine"),
        (raised().replace("2600", "0.001"), "policy_draft_wrong", "post_wage.monthly"),
        (raised() + "\n---\n" + raised(), "policy_draft_wrong", "exactly one document"),
        (raised() + "x: &a 1\n", "policy_draft_wrong", "anchors"),
        (ONE, "policy_draft_wrong", "approvals.value"),
        (raised().replace("{7: 300, ", "{"), "levels_without_wage", "levels 7 have no wage"),
        (TAX.replace("2019-01-01", "2026-01-01"), "law_is_shipped", "law comes with the software"),
        (TAX.replace("layer: law", "layer: bureau\nbureau: r0"), "policy_draft_wrong", "no bureau"),
        (raised(on="0001-01-01"), "effective_day_out_of_range", "must be between 1900-01-01"),
        (raised(on="9999-12-31"), "effective_day_out_of_range", "must be between 1900-01-01"),
        ("# the same\n" + SHIPPED, "nothing_changes", "says exactly this already"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_nothing_is_taken(text, code, told):
    with pytest.raises(Refused) as refused:
        read(text, "", SHELF, publishable())

    assert refused.value.code == code
    assert all(error.pointer == "/text" for error in refused.value.errors)
    assert told in "\n".join(error.text.en for error in refused.value.errors)


def test_a_choice_may_not_override_the_law():
    contributions = (POLICIES / "bureaus/r0/contributions/2010-01-01.yaml").read_text("utf-8")
    text = (
        contributions.replace("2010-01-01", "2026-01-01") + "insurance_base: {cap_percent: 500}\n"
    )
    with pytest.raises(Refused) as refused:
        read(text, "", SHELF, publishable())

    assert "the law fixes this" in refused.value.errors[0].text.en


def test_what_was_read():
    found = read(raised(), "c", SHELF, publishable())

    assert (found.policy, found.version.effective_from.isoformat()) == (
        "auxiliary_pay",
        "2024-02-01",
    )
    assert len(found.text_sha256) == 64
