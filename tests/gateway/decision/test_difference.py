"""Two answers compared: which result changed, and which fact, correction or rule did it."""

from services.gateway.decision.difference import difference
from services.gateway.decision.dossier import assemble
from services.gateway.decision.kinds import decide
from services.gateway.rank.policy import POLICE_RANK
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import read_one_yaml
from tests.gateway.on_file import DAY, POLICIES, SHELF, on_file, question

RANK = "{rank_awarded: 二级警司, on: 2021-06-01}"
WARNING = "{id: w, sanction_imposed: 警告, on: 2024-03-10}"


def answer(facts, as_of, *, shelf=SHELF, known_at=None):
    asked = question(as_of, known_at=known_at)
    return decide(asked, facts, shelf), assemble(facts, asked)


def causes(found):
    return [(c.fact.type.split(".")[1], c.cause.value) for c in found.facts]


def test_a_fact_learned_later_is_named():
    facts = on_file(RANK, WARNING)
    found = difference(answer(facts[:1], "2024-06-01"), answer(facts, "2024-06-01"), [])
    assert causes(found) == [("sanction_imposed", "learned")]
    changed = {c.field: (c.before, c.after) for c in found.results}
    assert changed["outcome"] == ("PROMOTE", "BLOCKED")
    assert ("no_sanction_running", True, False) in [
        (c.field, c.before, c.after) for c in found.findings
    ]


def test_a_revocation_and_a_correction_are_named_with_what_they_mend():
    facts = on_file(RANK, WARNING, "{revokes: w, recorded: 2024-07-01}")
    found = difference(answer(facts[:2], "2024-06-01"), answer(facts, "2024-06-01"), [])
    assert causes(found) == [("sanction_imposed", "revoked")]
    assert found.facts[0].by.event_id == facts[2].event_id
    facts = on_file(RANK, WARNING, "{sanction_imposed: 记过, corrects: w, recorded: 2024-07-01}")
    found = difference(answer(facts[:2], "2024-06-01"), answer(facts, "2024-06-01"), [])
    assert causes(found) == [("sanction_imposed", "learned"), ("sanction_imposed", "corrected")]


def test_another_day_lets_facts_take_effect_and_the_way_back():
    facts = on_file(RANK, WARNING)
    early, late = answer(facts, "2024-03-01"), answer(facts, "2024-06-01")
    assert causes(difference(early, late, [])) == [("sanction_imposed", "took_effect")]
    assert causes(difference(late, early, [])) == [("sanction_imposed", "not_yet")]


def test_a_restored_and_an_unknown_fact():
    facts = on_file(
        RANK,
        WARNING,
        "{id: r, revokes: w, recorded: 2024-07-01}",
        "{revokes: r, recorded: 2024-08-01}",
    )
    found = difference(answer(facts[:3], "2024-06-01"), answer(facts, "2024-06-01"), [])
    assert causes(found) == [("sanction_imposed", "restored")]
    back = difference(answer(facts[:2], "2024-06-01"), answer(facts[:1], "2024-06-01"), [])
    assert causes(back) == [("sanction_imposed", "not_known")]


def test_a_rule_that_changed_is_named_by_its_path():
    path = POLICIES / "bureaus/r0/police_rank/1992-07-01.yaml"
    text = path.read_text(encoding="utf-8").replace("value: 12", "value: 6")
    other = SHELF.with_version(
        "police_rank", "bureau", read_version(text, str(path), POLICE_RANK, bureau="r0")
    )
    facts = on_file(RANK, "{annual_grade_decided: 2023 不称职, on: 2024-02-20}")
    before, after = answer(facts, "2024-06-01"), answer(facts, "2024-06-01", shelf=other)
    policies = [s.in_force("police_rank", DAY("2024-06-01")) for s in (SHELF, other)]
    # Both have the same id: they are told apart by their hash.
    found = difference(before, after, policies)
    assert [c.field for c in found.rules] == ["incompetent_grade_block_months.value"]
    assert read_one_yaml(text, "f").line
