"""The whole level decision: policies by their day, and invariants for every file."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.decision import Outcome, canonical_bytes
from services.gateway.decision.kinds import decide
from services.gateway.level.policy import AUXILIARY_LEVEL
from services.kernel.policy_files import read_version
from tests.gateway.invariants import auxiliary_facts, days, holds_together
from tests.gateway.level.files import SIX
from tests.gateway.on_file import DAY, POLICIES, SHELF, on_file, question, shelf_of

CHOICE = POLICIES / "bureaus/r0/auxiliary_level/2016-01-11.yaml"


def shorter_from_2025():
    """A choice of 2025 with two years by time."""
    text = CHOICE.read_text(encoding="utf-8").replace("2016-01-11", "2025-01-01")
    text = text.replace("6: 36", "6: 24")
    version = read_version(text, "r0/2025-01-01.yaml", AUXILIARY_LEVEL, bureau="r0")
    return SHELF.with_version("auxiliary_level", "bureau", version)


def ask(as_of, shelf, *lines):
    return decide(question(as_of, kind="auxiliary_level"), on_file(*lines), shelf)


def test_a_decision_of_2024_uses_the_table_of_2024_for_ever():
    before, after = ask("2024-09-01", SHELF, SIX), ask("2024-09-01", shorter_from_2025(), SIX)
    assert canonical_bytes(before) == canonical_bytes(after)


def test_a_decision_of_2025_uses_the_table_of_2025():
    six = "{auxiliary_level_awarded: 6, on: 2023-01-01}"
    assert ask("2025-01-01", SHELF, six).outcome == Outcome.WAIT
    assert ask("2025-01-01", shorter_from_2025(), six).outcome == Outcome.PROMOTE


def test_an_order_is_judged_by_the_table_of_its_day():
    order = "{auxiliary_level_awarded: 5, manner: 年限晋升, on: 2024-09-01}"
    decision = ask("2025-06-01", shorter_from_2025(), SIX, order)
    assert decision.set_aside == ()
    assert len([p for p in decision.policies if p.id.startswith("auxiliary_level")]) == 2


def test_moves_inside_the_bureau_change_no_byte_of_the_result():
    plain = ask("2024-08-31", SHELF, SIX)
    moved = ask("2024-08-31", SHELF, SIX, "{unit_assigned: station-2, on: 2023-06-01}")
    assert (moved.outcome, moved.due_on, moved.from_) == (plain.outcome, plain.due_on, plain.from_)


@given(st.lists(auxiliary_facts, max_size=10), days, st.sampled_from(["r0", "nine"]))
@settings(max_examples=150)
def test_every_file_has_an_answer_that_holds_together(lines, as_of, bureau):
    decision = holds_together("auxiliary_level", lines, as_of, shelf_of(bureau))
    steps = [s.effective_on for s in decision.steps]
    assert steps == sorted(steps)
    assert all(on <= DAY(as_of) for on in steps)
    if decision.outcome in (Outcome.PROMOTE, Outcome.ELIGIBLE):
        assert decision.reasons == ()
        assert decision.to is not None
    if decision.outcome in (Outcome.WAIT, Outcome.BLOCKED, Outcome.HOLD, Outcome.NOT_ELIGIBLE):
        assert decision.reasons != ()
        assert decision.effective_on is None
    if decision.outcome == Outcome.WAIT:
        assert decision.due_on > DAY(as_of)
