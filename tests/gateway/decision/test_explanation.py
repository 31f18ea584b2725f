"""Decisions told: what, until when, because of which clause and event, in both languages."""

from services.gateway.cases.chunks import cases, chunks
from services.gateway.cases.play import play
from services.gateway.decision.explanation import explain
from services.gateway.decision.kinds import KINDS
from tests.gateway.cases.files import SCENARIOS
from tests.gateway.on_file import ask, on_file, shelf_of

KIND = KINDS["police_rank"]
BLOCKED = (
    "{rank_awarded: 二级警司, on: 2021-06-01}",
    "{sanction_imposed: 警告, on: 2024-03-10}",
)


def test_why_not_and_when_names_clause_and_event():
    facts = on_file(*BLOCKED)
    told = explain(ask(facts, "2024-06-01"), KIND)
    assert "blocked until 9 September 2024, because a sanction is running" in told.en
    assert "至 2024-09-09, 因为 处分影响期内" in told.zh
    assert "政务处分法第八条" in told.zh
    assert f"处分 2024-03-10 ({facts[1].event_id})" in told.zh


def test_obstacles_come_first():
    told = explain(ask(on_file(*BLOCKED), "2024-06-01"), KIND).told
    assert [t.met for t in told] == sorted(t.met for t in told)
    assert told[0].zh == "警告处分自 2024-03-10 生效, 至 2024-09-09 不得晋升"


def test_a_promotion_is_told_with_its_day():
    told = explain(ask(on_file(BLOCKED[0]), "2024-06-01"), KIND)
    assert told.zh == "警衔: 晋升 一级警司, 自 2024-06-01 起"
    assert told.en == "police_rank: PROMOTE to superintendent 1, effective 1 June 2024"


def test_waiting_is_told_with_the_day_it_is_due():
    told = explain(ask(on_file(BLOCKED[0]), "2024-05-31"), KIND)
    assert "2024-06-01 到期" in told.zh
    assert "due on 1 June 2024" in told.en


def test_every_finding_of_every_scenario_has_words_in_both_languages():
    """No claim without a sentence, no unfilled place, no half that is empty."""
    for path in SCENARIOS:
        for chunk in chunks(path.read_text(encoding="utf-8"), str(path)):
            found, _ = cases(chunk)
            for played in (p for case in found for p in play(case, shelf_of(case.bureau)).asks):
                kind = played.ask.kind
                told = explain(played.decision, kind)
                for finding, line in zip(
                    [
                        *[f for f in played.decision.findings if not f.met],
                        *[f for f in played.decision.findings if f.met],
                    ],
                    told.told,
                    strict=False,  # Lines of pay follow.
                ):
                    assert finding.claim in kind.sentences
                    assert line.zh, (path, finding)
                    assert line.en, (path, finding)
                    assert "{" not in line.zh + line.en
