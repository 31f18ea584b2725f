"""Directions and reasons of one person."""

from uuid import UUID

from services.gateway.decision.finding import Cited
from services.gateway.whatif.person import Direction, Ground, Reason, by_amount, each_once
from tests.gateway.on_file import DAY


def test_the_amount_decides_and_a_change_without_one_is_neither_gain_nor_loss():
    assert by_amount(1, 2, differs=True) is Direction.WINNER
    assert by_amount(2, 1, differs=True) is Direction.LOSER
    assert by_amount(2, 2, differs=True) is Direction.CHANGED
    assert by_amount(2, 2, differs=False) is Direction.UNCHANGED


def test_each_reason_is_told_once_and_what_is_supposed_first():
    cited = Cited(
        event_id=UUID(int=1), type="roster.rank_awarded.v1", effective_on=DAY("2024-01-01")
    )
    known, supposed = (Reason(ground=g, fact=cited) for g in (Ground.FACT, Ground.SUPPOSED))

    assert each_once([known, supposed, known]) == (supposed, known)
