"""Ways up and the day each takes effect: the later of due day, free day, pass, lift."""

from datetime import date, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.rank.posts import admits, spell_on
from services.gateway.rank.surroundings import Surroundings
from services.gateway.rank.ways import by_post, by_time, lands, ways
from services.kernel.policy import Sourced
from services.roster.events import PoliceRank
from services.training.events import CourseKind
from tests.gateway.on_file import DAY, around, held

HELD = held(PoliceRank.SUPERINTENDENT_2, "2021-06-01")


def landing(closing: str, *lines: str):
    s = around(closing, *lines)
    return lands(s, HELD, by_time(s, HELD), DAY(closing))


def chosen(s: Surroundings, **choices: object) -> Surroundings:
    """The same surroundings where the bureau chose otherwise."""
    update = {k: Sourced[object](value=v, source="choice") for k, v in choices.items()}
    choice = s.choice.model_copy(update=update)
    return Surroundings(s.dossier, s.law, choice, s.posts, s.blocks, s.passes)


def test_a_block_ending_before_the_due_day_moves_nothing():
    assert str(landing("2024-06-01", "{sanction_imposed: 警告, on: 2023-11-01}").on) == "2024-06-01"


def test_a_block_on_the_due_day_moves_to_the_first_free_day():
    found = landing("2024-12-01", "{sanction_imposed: 警告, on: 2024-03-10}")
    assert (str(found.on), str(found.blocked_until)) == ("2024-09-10", "2024-09-09")
    assert [name for name, _ in found.held_up_by] == ["SANCTION"]


def test_a_block_between_due_day_and_order_applies_unless_a_bureau_says_otherwise():
    line = "{sanction_imposed: 警告, on: 2024-06-05}"
    assert str(landing("2024-06-10", line).on) == "2024-12-05"
    s = chosen(around("2024-06-10", line), order_needed=False)
    assert str(lands(s, HELD, by_time(s, HELD), DAY("2024-06-10")).on) == "2024-06-01"


def test_a_ceiling_lifted_is_effective_on_the_lift_unless_a_bureau_says_otherwise():
    lines = ("{post_assigned: 办事员, on: 2021-06-01}", "{post_assigned: 科员, on: 2025-05-06}")
    low = held(PoliceRank.SUPERINTENDENT_1, "2020-06-01")
    passed = "{course_passed: 晋督训练, on: 2020-01-01}"
    s = around("2025-06-01", *lines, passed)
    assert str(lands(s, low, by_time(s, low), DAY("2025-06-01")).on) == "2025-05-06"
    s = chosen(s, ceiling_lifted="back_to_due_date")
    assert str(lands(s, low, by_time(s, low), DAY("2025-06-01")).on) == "2024-06-01"


def test_nobody_can_say_while_training_is_missing_or_the_ceiling_lasts():
    low = held(PoliceRank.SUPERINTENDENT_1, "2020-06-01")
    s = around("2025-06-01")
    assert lands(s, low, by_time(s, low), DAY("2025-06-01")).on is None
    s = around("2025-06-01", "{post_removed: , on: 2024-01-01}")
    assert lands(s, HELD, by_time(s, HELD), DAY("2025-06-01")).on is None


def test_a_new_post_restarts_the_clock_only_where_a_bureau_says_so():
    s = around(
        "2024-06-01",
        "{post_assigned: 科员, on: 2021-06-01}",
        "{post_assigned: 科副, on: 2023-01-01}",
    )
    assert str(by_time(s, HELD).due_on) == "2024-06-01"
    assert str(by_time(chosen(s, new_post_restarts_clock="always"), HELD).due_on) == "2026-01-01"


def test_time_in_a_sanction_counts_unless_a_bureau_says_otherwise():
    s = around("2024-06-01", "{sanction_imposed: 警告, on: 2023-01-01}")
    assert str(by_time(s, HELD).due_on) == "2024-06-01"
    assert str(by_time(chosen(s, time_in_sanction_counts=False), HELD).due_on) == "2024-11-29"


def test_the_post_commands_only_what_it_requires():
    s = around("2024-06-01", "{post_assigned: 科副, on: 2022-01-01}")
    assert by_post(s, HELD, DAY("2024-06-01")) is None
    low = held(PoliceRank.SUPERINTENDENT_3, "2021-06-01")
    assert str(by_post(s, low, DAY("2024-06-01")).due_on) == "2022-01-01"
    lowered = held(PoliceRank.SUPERINTENDENT_3, "2023-01-01", lowered_on=DAY("2023-01-01"))
    assert by_post(s, lowered, DAY("2024-06-01")) is None


def test_nobody_above_the_periods_is_promoted_by_time():
    for rank in list(PoliceRank)[7:]:
        assert ways(around("2030-01-01"), held(rank, "2000-01-01"), DAY("2030-01-01")) == []


days = st.dates(DAY("2021-06-01"), DAY("2025-06-01"))


@given(st.lists(days, max_size=4), days)
@settings(max_examples=60)
def test_the_day_is_never_inside_a_block_and_never_before_it_is_due(sanctions, closing):
    lines = [f"{{sanction_imposed: 警告, on: {day}}}" for day in sanctions]
    s = around("2040-01-01", *lines)
    way = by_time(s, HELD)
    on = lands(s, HELD, way, closing).on
    assert on >= way.due_on
    assert not any(b.covers(on) for b in s.blocks)
    assert not any(b.covers(closing) for b in s.blocks) or on > closing or closing < way.due_on
    assert msgspec.to_builtins(on)


def by_definition(s: Surroundings, due: date, closing: date) -> date | None:
    """The first day from which on, up to `closing`, nothing stands against 三级警督."""
    passed = s.passes.get(CourseKind.RANK_SUPERVISOR)

    def stands_against(day: date) -> bool:
        untrained = passed is None or passed.effective_on > day
        ceiling = not admits(s.law, spell_on(s.posts, day), PoliceRank.SUPERVISOR_3)
        return untrained or ceiling or any(b.covers(day) for b in s.blocks)

    days = [due + timedelta(days=n) for n in range((closing - due).days + 1)]
    bad = [day for day in days if stands_against(day)]
    first = bad[-1] + timedelta(days=1) if bad else due
    return first if first <= closing else None


events = st.one_of(
    st.builds("{{sanction_imposed: 警告, on: {}}}".format, days),
    st.builds("{{post_assigned: 办事员, on: {}}}".format, days),
    st.builds("{{post_assigned: 科副, on: {}}}".format, days),
    st.builds("{{course_passed: 晋督训练, on: {}}}".format, days),
    st.builds("{{annual_grade_decided: 2022 不称职, on: {}}}".format, days),
)


@given(st.lists(events, max_size=5), st.dates(DAY("2024-06-01"), DAY("2025-06-01")))
@settings(max_examples=150)
def test_the_day_is_what_its_definition_says(lines, closing):
    s = around(str(closing), *lines)
    low = held(PoliceRank.SUPERINTENDENT_1, "2020-06-01")
    way = by_time(s, low)
    found = lands(s, low, way, closing).on
    expected = by_definition(s, way.due_on, closing)
    assert expected == (found if found is not None and found <= closing else None)
