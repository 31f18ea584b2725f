"""One decision by both sides: which way it goes, and which fact or rule it rests on."""

import pytest

from services.gateway.decision.kinds import find
from services.gateway.whatif.decisions import DayQuestion, compare
from services.gateway.whatif.person import Direction, Ground
from services.gateway.whatif.side import Side
from services.roster.events import SanctionImposed
from tests.gateway.on_file import DAY, SHELF, on_file
from tests.gateway.whatif.pure import KNOWN_AT, REAL, supposed

OFFICER = (
    "{入职: 民警, on: 2010-01-01}",
    "{rank_awarded: 二级警司, on: 2021-06-01}",
    "{post_assigned: 科员, on: 2021-06-01}",
)
WARNING = SanctionImposed.model_validate({"kind": "警告"})


def asked(as_of: str, **people: object) -> DayQuestion:
    return DayQuestion(find("police_rank"), DAY(as_of), REAL, Side(SHELF, KNOWN_AT, people))


@pytest.mark.parametrize("as_of", ["2024-06-01", "2024-04-01"])
def test_a_supposed_sanction_is_to_the_officers_loss_and_named_first(as_of):
    sanction = supposed(WARNING, "2024-03-10")
    answer = compare("person", on_file(*OFFICER), asked(as_of, **sanction))

    assert answer.direction is Direction.LOSER
    assert answer.reasons[0].ground is Ground.SUPPOSED
    assert answer.reasons[0].fact.event_id == sanction["person"][0].event_id
    assert answer.difference.results


def test_without_a_change_nothing_differs_and_the_amount_is_in_both_sums():
    answer = compare("person", on_file(*OFFICER), asked("2024-06-01"))

    assert answer.direction is Direction.UNCHANGED
    assert answer.before_fen == answer.after_fen > 0
    assert sum(share.after_fen - share.before_fen for share in answer.shares) == 0


def test_the_other_way_round_it_is_a_gain():
    before = Side(SHELF, KNOWN_AT, supposed(WARNING, "2024-03-10"))
    question = DayQuestion(find("police_rank"), DAY("2024-06-01"), before, REAL)

    assert compare("person", on_file(*OFFICER), question).direction is Direction.WINNER
