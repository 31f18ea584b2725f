"""Facts on two clocks: what is known, what stands, what is effective, counted per room."""

from datetime import UTC, datetime

from services.gateway.decision.dossier import assemble
from services.roster.events import PostRemoved, RankAwarded, SanctionImposed
from tests.gateway.on_file import DAY, on_file, question

RANK = "{rank_awarded: 二级警司, on: 2021-06-01}"
WARNING = "{id: w, sanction_imposed: 警告, on: 2024-03-10, recorded: 2024-03-10T01:00:00Z}"
K = datetime(2024, 3, 10, 1, tzinfo=UTC)


def test_recorded_at_exactly_k_is_known():
    facts = on_file(RANK, WARNING)
    asked = question("2024-06-01", known_at=K)
    assert assemble(facts, asked).of(SanctionImposed)
    earlier = question("2024-06-01", known_at=K.replace(hour=0))
    assert not assemble(facts, earlier).of(SanctionImposed)


def test_effective_on_the_day_itself_counts_and_later_facts_lie_ahead():
    facts = on_file(RANK, WARNING)
    on_the_day = assemble(facts, question("2024-03-10"))
    assert [f.type for f in on_the_day.facts] == [RankAwarded.TYPE, SanctionImposed.TYPE]
    before = assemble(facts, question("2024-03-09"))
    assert [f.type for f in before.ahead] == [SanctionImposed.TYPE]


def test_the_same_event_twice_counts_once():
    facts = on_file(RANK, WARNING)
    once, twice = (assemble(f, question("2024-06-01")) for f in (facts, facts + facts))
    assert once == twice


def test_evidence_counts_each_room():
    facts = on_file(RANK, WARNING, "{annual_grade_decided: 2023 称职, on: 2024-01-20}")
    evidence = assemble(facts, question("2024-06-01")).evidence
    assert [(e.room, e.subject_seq, e.facts) for e in evidence] == [
        ("assessment", 1, 1),
        ("roster", 2, 2),
    ]


def test_a_correction_replaces_and_its_chain_is_followed():
    facts = on_file(
        WARNING,
        "{id: w2, sanction_imposed: 记过, corrects: w, recorded: 2024-04-01}",
        "{id: w3, sanction_imposed: 记大过, corrects: w2, recorded: 2024-05-01}",
    )
    dossier = assemble(facts, question("2024-06-01"))
    (standing,) = dossier.of(SanctionImposed)
    assert standing.data.kind.zh == "记大过"
    assert dossier.first_version_of(standing).data.kind.zh == "警告"


def test_a_grade_changed_on_appeal_counts_from_the_first_result():
    changed = on_file(
        "{id: g, annual_grade_decided: 2023 称职, on: 2024-02-20}",
        "{annual_grade_decided: 2023 不称职, on: 2024-08-01, corrects: g}",
    )
    assert assemble(changed, question("2024-09-01")).facts[0].effective_on == DAY("2024-02-20")


def test_a_grade_whose_day_is_corrected_counts_from_its_own_day():
    moved = on_file(
        "{id: g, annual_grade_decided: 2023 不称职, on: 2024-02-20}",
        "{annual_grade_decided: 2023 不称职, on: 2024-03-01, corrects: g}",
    )
    assert assemble(moved, question("2024-09-01")).facts[0].effective_on == DAY("2024-03-01")


def test_several_kinds_come_in_one_order():
    facts = on_file(RANK, "{post_removed: , on: 2021-01-01}")
    found = assemble(facts, question("2024-06-01")).of(PostRemoved, RankAwarded)
    assert [f.effective_on.year for f in found] == [2021, 2021]
