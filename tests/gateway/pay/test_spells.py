"""Spells of service: from entry to leaving, and what a new one takes over from the last."""

from services.gateway.pay.months import month_named
from services.gateway.pay.spells import spell_in, spells
from services.roster.events import Category
from tests.gateway.on_file import DAY, on_file
from tests.gateway.pay.payee import timeline

TWICE = (
    "{入职: 勤务辅警, on: 2018-01-01}",
    "{离职: 辞职, on: 2024-01-31}",
    "{入职: 民警, on: 2024-03-10}",
)


def found(*lines):
    return spells(timeline("2024-06", *lines).dossier)


def test_two_spells_with_their_days():
    first, second = found(*TWICE)
    assert (first.joined_on, first.left_on) == (DAY("2018-01-01"), DAY("2024-01-31"))
    assert (second.category, second.left_on) == (Category.OFFICER, None)


def test_a_month_between_two_spells_is_nobodys():
    both = found(*TWICE)
    served = [spell_in(both, month_named(m)) for m in ("2024-01", "2024-02", "2024-03")]
    assert served == [both[0], None, both[1]]


def test_what_was_fixed_before_leaving_is_not_of_the_new_spell():
    first, second = found(*TWICE)
    (fact,) = on_file("{auxiliary_level_awarded: 5, on: 2024-01-31}")
    assert (first.owns(fact), second.owns(fact)) == (True, False)


def test_an_entry_during_a_spell_ends_it_the_day_before():
    first, second = found("{入职: 勤务辅警, on: 2018-01-01}", "{入职: 民警, on: 2024-03-10}")
    assert (first.left_on, second.joined_on) == (DAY("2024-03-09"), DAY("2024-03-10"))


def test_a_file_without_an_entry_is_of_somebody_who_serves():
    (only,) = found("{rank_awarded: 二级警司, on: 2021-03-15}")
    assert (only.category, only.joined_on) == (Category.OFFICER, DAY("2021-03-15"))
    (other,) = found("{duty_post_assigned: 窗口, on: 2021-03-15}", "{离职: 辞职, on: 2024-01-31}")
    assert (other.is_auxiliary, other.left_on) == (True, DAY("2024-01-31"))


def test_an_empty_file_has_no_spell():
    assert found() == []
