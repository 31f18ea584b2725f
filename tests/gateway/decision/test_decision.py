"""A decision's bytes: the same for the same evidence, in whatever order facts arrived."""

import json
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.decision import canonical_bytes, read_decision, sha256
from tests.gateway.on_file import ask, on_file

LINES = (
    "{rank_awarded: 一级警司, on: 2020-06-01}",
    "{post_assigned: 科员, on: 2020-06-01}",
    "{course_passed: 晋督训练, on: 2024-05-20}",
    "{rank_awarded: 三级警督, on: 2024-06-01, manner: 按期晋升, recorded: 2024-06-02}",
    "{id: w, sanction_imposed: 警告, on: 2024-05-20, recorded: 2024-09-05}",
    "{annual_grade_decided: 2023 优秀, on: 2024-01-20}",
    "{case_opened: A, on: 2024-10-01}",
    "{sanction_imposed: 记过, corrects: w, recorded: 2024-11-01}",
    "{honour_awarded: 一等功, on: 2022-05-12}",
    "{case_closed: A 未予处分, on: 2024-12-01}",
    "{revokes: w, recorded: 2025-02-01}",
)
FACTS = on_file(*LINES)
days = st.sampled_from(["2024-06-01", "2024-09-05", "2024-11-20", "2025-05-20", "2028-06-01"])


@given(st.permutations(FACTS), st.lists(st.sampled_from(FACTS)), days)
@settings(max_examples=60)
def test_order_and_repetition_of_arrival_are_irrelevant(shuffled, repeated, as_of):
    arrived = ask([*shuffled, *repeated], as_of)
    assert canonical_bytes(arrived) == canonical_bytes(ask(FACTS, as_of))


@given(st.sampled_from([f.recorded_at for f in FACTS]), st.integers(-1, 1), days)
@settings(max_examples=60)
def test_known_at_k_equals_a_file_without_what_came_later(instant, shift, as_of):
    known_at = instant + timedelta(microseconds=shift)
    without_later = [f for f in FACTS if f.recorded_at <= known_at]
    asked = ask(FACTS, as_of, known_at=known_at)
    assert canonical_bytes(asked) == canonical_bytes(ask(without_later, as_of, known_at=known_at))


@given(st.lists(st.sampled_from(FACTS), unique_by=lambda f: f.event_id), days)
@settings(max_examples=60)
def test_every_part_of_a_file_has_an_answer_that_reads_back(part, as_of):
    decision = ask(part, as_of)
    data = canonical_bytes(decision)
    assert canonical_bytes(read_decision(data)) == data


def test_what_counts_as_one_decision_is_its_hash():
    one, other = ask(FACTS, "2024-06-01"), ask(FACTS[:4], "2024-06-01")
    assert sha256(one) != sha256(other)
    assert len(sha256(one)) == 64


def test_the_bytes_are_sorted_and_hold_no_absent_fields():
    tree = json.loads(canonical_bytes(ask(FACTS[:1], "2024-05-31")))
    assert list(tree) == sorted(tree)
    assert "blocked_until" not in tree
    assert tree["evidence"] == [{"facts": 1, "room": "roster", "subject_seq": 1}]
    assert tree["policies"][0]["id"].startswith("police_rank@r0/")


def test_two_facts_out_of_order_give_one_state():
    assert ask(FACTS, "2024-06-01").facts_sha256 == ask(FACTS[::-1], "2024-06-01").facts_sha256
