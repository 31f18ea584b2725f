"""Early promotion: what is a ground, what an approval leads to."""

import pytest

from services.gateway.rank.early import best, grounds, possible_from
from services.roster.events import EarlyPromotionApproved, HonourKind, PoliceRank
from tests.gateway.on_file import around, held

HELD = held(PoliceRank.SUPERINTENDENT_3, "2022-09-01")
YES = {"hero_1", "hero_2", "merit_1", "model_worker", "science_award", "state_allowance"}


@pytest.mark.parametrize("kind", list(HonourKind))
def test_grounds_are_those_of_the_law(kind):
    s = around("2026-01-01", f"{{honour_awarded: {kind.value}, on: 2023-05-12}}")
    assert bool(grounds(s, HELD)) == (kind.value in YES | {"other_outstanding"})


@pytest.mark.parametrize(
    ("honour", "years", "approved", "due"),
    [
        ("2023-05-12", 2, "2023-08-20", "2023-09-01"),
        ("2023-05-12", 1, "2023-08-20", "2024-09-01"),
        ("2022-09-01", 2, "2022-09-01", "2023-09-01"),
        ("2023-05-12", 2, "2023-12-20", "2023-12-20"),
        ("2024-01-05", 2, "2023-12-20", "2024-01-05"),
    ],
)
def test_never_before_ground_or_approval(honour, years, approved, due):
    s = around(
        "2026-01-01",
        f"{{honour_awarded: 一等功, on: {honour}}}",
        f"{{early_promotion_approved: {years}, on: {approved}}}",
    )
    assert str(best(s, HELD, 36).due_on) == due


def test_an_approval_of_the_rank_before_or_already_used_does_not_count():
    lines = (
        "{honour_awarded: 一等功, on: 2023-05-12}",
        "{early_promotion_approved: 2, on: 2022-08-31}",
    )
    assert best(around("2026-01-01", *lines), HELD, 36) is None
    s = around("2026-01-01", lines[0], "{early_promotion_approved: 2, on: 2023-08-20}")
    approval = best(s, HELD, 36).approval
    spent = held(PoliceRank.SUPERINTENDENT_3, "2022-09-01", spent=frozenset({approval.event_id}))
    assert best(s, spent, 36) is None


def test_possible_without_approval_from_the_second_year_before():
    s = around("2026-01-01", "{honour_awarded: 一等功, on: 2023-05-12}")
    assert str(possible_from(s, HELD, 36)[0]) == "2023-09-01"
    assert possible_from(around("2026-01-01"), HELD, 36) is None


def test_of_two_approvals_for_one_day_the_first_by_its_id_is_used_in_whatever_order_they_came():
    approved = "{{early_promotion_approved: 2, on: 2023-08-20, recorded: {}}}"
    s = around(
        "2026-01-01",
        "{honour_awarded: 一等功, on: 2023-05-12}",
        approved.format("2023-09-02"),
        approved.format("2023-09-01"),
    )
    came = [str(f.event_id) for f in s.dossier.of(EarlyPromotionApproved)]
    assert came[0] > came[1]
    assert str(best(s, HELD, 36).approval.event_id) == came[1]
