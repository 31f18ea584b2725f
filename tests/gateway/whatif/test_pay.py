"""Months of pay by both sides: exact sums, and no difference without a change."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.pay.months import name_of
from services.gateway.whatif.pay import compare, units
from services.gateway.whatif.person import Direction, Ground
from services.gateway.whatif.sums import Sums
from services.roster.events import AuxiliaryLevelAwarded
from tests.gateway.on_file import on_file
from tests.gateway.pay.payee import AUXILIARY, files
from tests.gateway.whatif.pure import MONTHS, REAL, any_raise, dearer, pay_question, supposed

DAYS = st.sampled_from(["2023-06-15", "2024-01-01", "2024-02-15", "2024-04-01", "2024-09-01"])


@settings(max_examples=40, deadline=None)
@given(st.lists(files(), min_size=1, max_size=3), st.integers(0, 4_000), DAYS)
def test_lines_add_up_to_persons_and_persons_to_the_cells(people, new, on):
    asked = pay_question(any_raise(new, on), dearer(on))
    answers = [compare(f"p{n}", facts, asked) for n, facts in enumerate(people)]
    sums = Sums()
    sums.add(answers)

    for answer in answers:
        changes = [change for month in answer.months for change in month.changes]
        assert sum(change.net_fen for change in changes) == answer.difference_fen
        costs = [c for c in changes if c.part in {"gross", "unit"}]
        cost = sum(c.now_fen - c.before_fen for c in costs)
        assert cost == sum(share.after_fen - share.before_fen for share in answer.shares)
    before, after = sums.cost_fen()
    assert after - before == sum(cell.difference_fen for cell in sums.cells())
    assert sums.after_fen - sums.before_fen == sum(a.difference_fen for a in answers)


@settings(max_examples=30, deadline=None)
@given(files())
def test_an_empty_change_gives_no_difference(facts):
    answer = compare("person", facts, pay_question())
    asked = dataclasses.replace(pay_question(), after=dataclasses.replace(REAL))
    again = compare("person", facts, dataclasses.replace(asked, changed_from=MONTHS.start))

    for one in (answer, again):
        assert one.direction is Direction.UNCHANGED
        assert (one.months, one.reasons, one.difference_fen) == ((), (), 0)


@settings(max_examples=30, deadline=None)
@given(files(), st.integers(0, 4_000), DAYS)
def test_sharing_the_months_before_a_draft_changes_nothing(facts, new, on):
    asked = pay_question(any_raise(new, on))
    alone = dataclasses.replace(asked, changed_from=0)

    assert compare("person", facts, asked) == compare("person", facts, alone)


def test_a_supposed_level_is_paid_from_its_month_and_named_as_supposed():
    level = supposed(AuxiliaryLevelAwarded(level=4), "2024-03-10")
    answer = compare("person", on_file(*AUXILIARY), pay_question(supposed=level))

    assert answer.direction is Direction.WINNER
    assert [month.month for month in answer.months] == ["2024-04", "2024-05", "2024-06"]
    assert answer.reasons[0].ground is Ground.SUPPOSED
    assert answer.reasons[0].fact.event_id == level["person"][0].event_id
    (first, *_) = answer.months[0].changes
    assert (first.item, first.now_fen - first.before_fen) == ("level_wage", 25_000)


def test_a_person_is_paid_in_the_unit_of_each_month():
    moves = ("{unit_assigned: u1, on: 2024-01-10}", "{unit_assigned: u2, on: 2024-03-31}")

    assert list(units(on_file(*moves), range(MONTHS.start - 1, MONTHS.start + 3))) == [
        None,
        "u1",
        "u1",
        "u2",
    ]
    assert name_of(MONTHS.start) == "2024-01"
