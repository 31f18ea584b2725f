"""Orders on file judged: which stand, which are set aside, what is owed instead."""

import pytest

from services.gateway.rank.walk import judge, walk
from services.roster.events import PoliceRank
from tests.gateway.on_file import around, dossier, held, on_file

BASE = "{rank_awarded: 二级警司, on: 2021-06-01}"
HELD = held(PoliceRank.SUPERINTENDENT_2, "2021-06-01")


def order(rank: str, on: str, more: str = ", manner: 按期晋升") -> str:
    return f"{{rank_awarded: {rank}, on: {on}{more}}}"


def walked(as_of: str, *lines: str, as_ordered: bool = False):
    file = dossier(as_of, *lines)
    return walk(file, lambda _: around(as_of, *lines), as_ordered=as_ordered)


@pytest.mark.parametrize(
    ("line", "others", "stands", "why"),
    [
        (order("一级警司", "2024-06-01"), [], True, ()),
        (order("一级警司", "2024-05-31"), [], False, ("NOT_DUE",)),
        (order("一级警司", "2024-06-02"), [], False, ("WRONG_DATE",)),
        (order("三级警督", "2024-06-01"), [], False, ("NO_SUCH_STEP",)),
        (order("三级警司", "2024-06-01"), [], False, ("LOWER_RANK",)),
        (order("三级警司", "2024-06-01", ", manner: 警衔降级"), [], True, ()),
        (order("三级警司", "2024-06-01", ""), [], True, ()),  # As it was.
        (order("三级警司", "2024-06-01", ", issued_on: 2024-06-01"), [], False, ("LOWER_RANK",)),
        (order("二级警司", "2023-06-01"), [], True, ()),
        (order("一级警司", "2024-05-31", ""), [], True, ("NOT_DUE",)),  # History: kept, named.
        (order("一级警司", "2024-05-31", ", issued_on: 2024-05-31"), [], False, ("NOT_DUE",)),
        (
            order("一级警司", "2024-05-31", ""),
            ["{sanction_imposed: 警告, on: 2024-05-31}"],
            False,
            ("SANCTION",),
        ),
        (
            order("一级警司", "2024-05-31", ""),
            ["{sanction_imposed: 警告, on: 2023-12-01}"],  # Its last day.
            False,
            ("SANCTION",),
        ),
        (
            order("一级警司", "2024-05-31", ""),
            ["{sanction_imposed: 警告, on: 2022-01-01}"],  # Long over.
            True,
            ("NOT_DUE",),
        ),
        (
            order("一级警司", "2024-05-31"),
            ["{case_opened: A, on: 2024-05-01}"],
            False,
            ("NOT_DUE",),
        ),
        (
            order("一级警司", "2024-06-01", ", manner: 按期晋升, issued_on: 2024-06-03"),
            ["{sanction_imposed: 警告, on: 2024-06-04}"],
            True,
            (),
        ),
        (
            order("一级警司", "2024-06-01", ", manner: 按期晋升, issued_on: 2024-06-04"),
            ["{sanction_imposed: 警告, on: 2024-06-04}"],
            False,
            ("SANCTION",),
        ),
        (
            order("一级警司", "2024-06-01"),
            ["{case_opened: A, on: 2024-05-01}"],  # Practice, not law.
            True,
            (),
        ),
        (
            order("一级警司", "2024-06-01"),
            ["{post_removed: , on: 2024-05-01}"],
            False,
            ("CEILING",),
        ),
        (order("一级警司", "2023-06-01", ", manner: 提前晋升"), [], False, ("NOT_DUE",)),
        (
            order("一级警司", "2023-06-01", ", manner: 提前晋升"),
            [
                "{honour_awarded: 一等功, on: 2022-05-12}",
                "{early_promotion_approved: 1, on: 2023-01-01}",
            ],
            True,
            (),
        ),
    ],
)
def test_judging_an_order(line, others, stands, why):
    (fact,) = on_file(line)
    verdict = judge(around("2026-01-01", *others), HELD, fact)
    assert (verdict.stands, verdict.why) == (stands, why)


def test_a_selection_order_stands_on_any_day_its_conditions_are_met():
    high = held(PoliceRank.SUPERVISOR_1, "2018-01-01")
    lines = (
        "{post_assigned: 处正, on: 2018-01-01}",
        "{annual_grade_decided: 2022 优秀, on: 2023-01-10}",
        "{course_passed: 晋监训练, on: 2022-01-01}",
    )
    (fact,) = on_file(order("三级警监", "2023-04-17", ", manner: 选升"))
    assert judge(around("2026-01-01", *lines), high, fact).stands
    assert not judge(around("2026-01-01", *lines[:2]), high, fact).stands
    # An open case stops what is still to be ordered, not what was.
    case = "{case_opened: A, on: 2023-01-01}"
    assert judge(around("2026-01-01", *lines, case), high, fact).stands
    (two_steps,) = on_file(order("二级警监", "2023-04-17", ", manner: 选升"))
    assert not judge(around("2026-01-01", *lines), high, two_steps).stands


def test_a_wrong_order_takes_all_later_ones_with_it():
    lines = (
        BASE,
        order("一级警司", "2024-05-01"),
        order("三级警督", "2028-05-01"),
        order("二级警督", "2032-05-01"),
    )
    found = walked("2033-01-01", *lines)
    assert [w.why[0] for w in found.wrong] == ["NOT_DUE", "EARLIER_ORDER", "EARLIER_ORDER"]
    assert [str(o.on) for o in found.owed] == ["2024-06-01"]
    trusted = walked("2033-01-01", *lines, as_ordered=True)
    assert trusted.wrong == []
    assert trusted.held.rank is PoliceRank.SUPERVISOR_2


def test_a_cancellation_after_a_wrong_order_stands_and_later_awards_do_not():
    lines = (
        BASE,
        order("一级警司", "2024-05-01"),
        "{rank_cancelled: , on: 2025-01-01}",
        order("三级警督", "2028-05-01"),
    )
    found = walked("2029-01-01", *lines)
    assert (found.held, found.lost.type) == (None, "roster.rank_cancelled.v1")
    assert len(found.wrong) == 2


def test_the_same_order_registered_twice_is_one():
    twice = order("一级警司", "2024-06-01")
    assert walked("2024-07-01", BASE, twice, twice).wrong == []


def test_a_lowering_is_owed_until_an_order_with_its_day_is_there():
    reduced = "{rank_reduction_imposed: , on: 2023-04-01}"
    found = walked("2024-07-01", BASE, reduced)
    assert [(o.outcome.value, str(o.on)) for o in found.owed] == [("ADJUST", "2023-04-01")]
    late = order("三级警司", "2023-04-02", ", manner: 警衔降级")
    assert walked("2024-07-01", BASE, reduced, late).owed
    right = order("三级警司", "2023-04-01", ", manner: 警衔降级")
    assert walked("2024-07-01", BASE, reduced, right).owed == []


def test_after_a_loss_a_new_award_is_a_new_beginning():
    found = walked(
        "2024-07-01",
        BASE,
        "{service_left: 辞职, on: 2022-01-01}",
        "{rank_cancelled: , on: 2022-01-01}",
        "{rank_awarded: 三级警司, manner: 首次授予, on: 2023-01-01}",
    )
    assert (found.owed, found.held.rank) == ([], PoliceRank.SUPERINTENDENT_3)


def test_an_approval_is_used_once():
    lines = (
        "{rank_awarded: 三级警司, on: 2022-09-01}",
        "{honour_awarded: 一等功, on: 2023-09-01}",
        "{early_promotion_approved: 2, on: 2023-09-01}",
    )
    found = walked("2025-09-01", *lines)
    assert [(o.ground, str(o.on)) for o in found.owed] == [("early", "2023-09-01")]


def test_an_approval_is_used_once_by_an_order_too():
    lines = (
        "{rank_awarded: 三级警司, on: 2022-09-01}",
        "{honour_awarded: 一等功, on: 2023-09-01}",
        "{early_promotion_approved: 2, on: 2023-09-01}",
        order("二级警司", "2023-09-01", ", manner: 提前晋升"),
    )
    found = walked("2025-09-01", *lines)
    assert (found.wrong, found.owed) == ([], [])
    lowered = walked("2025-09-01", *lines, "{rank_reduction_imposed: , on: 2024-04-01}")
    assert lowered.held.spent == found.held.spent != frozenset()


def test_orders_and_days_of_law_are_taken_in_the_order_of_their_days():
    found = walked(
        "2025-07-01",
        BASE,
        order("一级警司", "2024-06-01"),
        "{rank_reduction_imposed: , on: 2025-04-01}",
    )
    (owed,) = found.owed
    assert (owed.from_, owed.to) == (PoliceRank.SUPERINTENDENT_1, PoliceRank.SUPERINTENDENT_2)
    assert owed.held.rank is PoliceRank.SUPERINTENDENT_1


def test_a_day_of_law_without_a_rank_does_not_hide_the_new_beginning():
    found = walked(
        "2024-07-01",
        BASE,
        "{rank_cancelled: , on: 2022-01-01}",
        "{sanction_imposed: 撤职, on: 2022-06-01}",
        "{rank_awarded: 三级警司, manner: 首次授予, on: 2023-01-01}",
    )
    assert (found.owed, found.held.rank) == ([], PoliceRank.SUPERINTENDENT_3)


def test_a_rank_cancelled_and_given_on_one_day_are_two_orders():
    found = walked(
        "2023-07-01",
        BASE,
        "{rank_cancelled: , on: 2023-01-01}",
        "{rank_awarded: 三级警司, manner: 首次授予, on: 2023-01-01}",
    )
    assert found.held.rank is PoliceRank.SUPERINTENDENT_3


def test_a_lowering_that_was_ordered_names_the_order_and_its_ground():
    found = walked(
        "2023-07-01",
        BASE,
        "{rank_reduction_imposed: , on: 2023-04-01}",
        order("三级警司", "2023-04-01", ", manner: 警衔降级"),
    )
    assert [f.type.split(".")[1] for f in found.held.facts] == [
        "rank_awarded",
        "rank_reduction_imposed",
    ]


def test_a_promotion_keeps_the_day_of_the_latest_lowering():
    found = walked(
        "2027-07-01",
        BASE,
        "{rank_reduction_imposed: , on: 2023-04-01}",
        order("三级警司", "2023-04-01", ", manner: 警衔降级"),
        order("二级警司", "2026-04-01"),
    )
    assert found.wrong == []
    assert str(found.held.lowered_on) == "2023-04-01"


def test_two_ways_to_one_rank_on_one_day_are_one_promotion():
    found = walked("2024-07-01", BASE, "{post_assigned: 科正, on: 2024-06-01}")
    assert [(o.to, str(o.on)) for o in found.owed] == [(PoliceRank.SUPERINTENDENT_1, "2024-06-01")]


def test_history_that_no_rule_leads_to_is_kept_and_named():
    file = (
        "{post_assigned: 科员, on: 2017-06-01}",
        "{rank_awarded: 三级警司, on: 2017-06-01}",
        "{rank_awarded: 二级警司, on: 2020-06-01}",  # On its day: follows.
        "{rank_awarded: 一级警司, on: 2023-05-31}",  # A day early.
    )
    done = walked("2024-01-01", *file)
    assert [(str(t.order.effective_on), t.why) for t in done.taken] == [
        ("2023-05-31", ("NOT_DUE",))
    ]
    assert done.wrong == []
