"""The rank an allowance follows: orders that stand, and what the law takes away."""

from services.roster.events import PoliceRank
from tests.gateway.on_file import DAY
from tests.gateway.pay.payee import timeline

FIRST = "{rank_awarded: 一级警司, on: 2020-06-01}"
ORDER = "{id: o, rank_awarded: 三级警督, on: 2024-06-01, manner: 按期晋升, issued_on: 2024-06-01}"
TRAINED = ("{post_assigned: 科员, on: 2020-06-01}", "{course_passed: 晋督训练, on: 2024-05-20}")
WARNING = "{sanction_imposed: 警告, on: 2024-05-20}"


def held(*lines):
    return [(s.rank, s.on) for s in timeline("2024-12", *lines).ranks.spans]


def test_an_order_that_stands_is_followed():
    assert held(FIRST, *TRAINED, ORDER)[-1] == (PoliceRank.SUPERVISOR_3, DAY("2024-06-01"))


def test_an_order_that_should_not_stand_is_not_and_what_blocks_it_is_named():
    ranks = timeline("2024-12", FIRST, *TRAINED, ORDER, WARNING).ranks
    assert [f.data.rank for f in ranks.set_aside] == [PoliceRank.SUPERVISOR_3]
    assert [s.rank for s in ranks.spans] == [PoliceRank.SUPERINTENDENT_1]
    assert ranks.spans[0].facts[-1].type == "roster.sanction_imposed.v1"


def test_an_order_given_anew_on_the_lawful_day_is_followed():
    again = "{rank_awarded: 三级警督, on: 2024-11-20, manner: 按期晋升, issued_on: 2024-11-20}"
    assert held(FIRST, *TRAINED, ORDER, WARNING, again)[-1][1] == DAY("2024-11-20")


def test_a_promotion_that_is_due_but_not_ordered_is_not_paid():
    assert held("{rank_awarded: 二级警司, on: 2020-06-01}") == [
        (PoliceRank.SUPERINTENDENT_2, DAY("2020-06-01"))
    ]


def test_a_rank_lost_by_law_ends_without_an_order():
    assert held(FIRST, "{sanction_imposed: 开除, on: 2024-02-10}")[-1] == (None, DAY("2024-02-10"))


def test_a_reduction_that_cannot_be_changes_nothing():
    lowest = "{rank_awarded: 二级警员, on: 2023-01-01}"
    assert held(lowest, "{rank_reduction_imposed: , on: 2024-01-01}") == held(lowest)


def test_whoever_has_no_rank_has_no_spans():
    assert held("{入职: 民警, on: 2024-01-01}") == []
