"""Bars: their days, chains of them, open ones, only those the law names, and what is not known."""

import pytest

from services.gateway.dismissal.bars import (
    bar_findings,
    first_free_day,
    not_barred,
    open_bars,
    standing_bars,
)
from tests.gateway.dismissal.files import DISMISSAL, TERMINATION, around
from tests.gateway.on_file import DAY

SEALED = "sealed: {alg: aes-256-gcm, mark: bWFyaw, text: dGV4dA}"
ILL = "{dismissal_bar_began: 医疗期内, on: 2024-01-01, last_day: 2024-03-31}"
PREGNANT = "{dismissal_bar_began: 孕期产期哺乳期, on: 2024-03-15, last_day: 2024-12-31}"
RETIRING = "{dismissal_bar_began: 连续工作满十五年且距退休不足五年, on: 2024-01-01}"


@pytest.mark.parametrize(
    ("lines", "day", "free"),
    [
        ((ILL,), "2023-12-31", "2023-12-31"),
        ((ILL,), "2024-01-01", "2024-04-01"),
        ((ILL,), "2024-03-31", "2024-04-01"),
        ((ILL, PREGNANT), "2024-01-01", "2025-01-01"),
        ((ILL, RETIRING), "2024-01-01", None),
    ],
)
def test_the_first_free_day_comes_after_every_bar(lines, day, free):
    found = first_free_day(around("2026-01-01", *lines), DAY(day))
    assert found == (DAY(free) if free else None)


def test_only_the_kinds_the_law_names_bar():
    day = DAY("2024-06-01")
    assert standing_bars(around("2026-01-01", RETIRING, law=DISMISSAL), day) == []
    assert len(standing_bars(around("2026-01-01", RETIRING), day)) == 1


def test_the_finding_tells_the_last_day_unless_one_is_open():
    bars = standing_bars(around("2026-01-01", ILL, RETIRING), DAY("2024-02-01"))
    assert not_barred(bars, TERMINATION).until is None
    assert not_barred(bars[:1], TERMINATION).until == DAY("2024-03-31")
    assert not_barred([], TERMINATION).met is True


@pytest.mark.parametrize(
    ("grade", "on", "standing", "still_open"),
    [
        (10, "2022-03-01", 1, 0),
        (None, "2022-07-01", 0, 1),
        (None, "2022-03-01", 0, 0),
        (5, "2024-06-02", 0, 0),
    ],
)
def test_an_injury_bars_once_graded_and_is_open_while_it_may_be(grade, on, standing, still_open):
    told = f"disability_grade: {grade or 'null'}, {SEALED}"
    for law in (TERMINATION, DISMISSAL):
        line = f"{{duty_injury_recognised: {{{told}}}, on: {on}}}"
        s = around("2026-01-01", line, law=law)
        assert len(standing_bars(s, DAY("2024-06-01"))) == standing
        assert len(open_bars(s, DAY("2024-06-01"))) == still_open


def test_what_is_open_is_settled_by_a_recorded_bar_of_its_kind():
    birth = "{leave_taken: {kind: 产假, last_day: 2024-04-07, half_days: 196}, on: 2024-01-01}"
    assert len(open_bars(around("2026-01-01", birth), DAY("2024-06-01"))) == 1
    other = "{dismissal_bar_began: 医疗期内, on: 2024-01-01, last_day: 2024-05-31}"
    assert len(open_bars(around("2026-01-01", birth, other), DAY("2024-06-01"))) == 1
    ended = "{dismissal_bar_began: 孕期产期哺乳期, on: 2024-01-01, last_day: 2024-05-31}"
    assert open_bars(around("2026-01-01", birth, ended), DAY("2024-06-01")) == []


def test_what_no_file_shows_is_named_for_a_person_to_ask():
    who = "{name: 甲, sex: 男, category: 勤务辅警, birth_on: 1990-01-01}"
    man = f"{{person_registered: {who}, on: 2019-01-01}}"
    entered = "{service_entered: 勤务辅警, on: 2019-01-01}"
    unknown, known = around("2024-06-01"), around("2024-06-01", man, entered)
    assert _asked(unknown) == {
        "pregnancy", "medical_period", "duty_disabled", "near_retirement",
        "occupational_exposure", "other_law",
    }  # fmt: skip
    assert _asked(known) == _asked(unknown) - {"pregnancy", "near_retirement"}


def _asked(s):
    found = bar_findings(s, DAY("2024-06-01"))
    assert found[-1].claim == "not_barred"
    return {f.found["bar"] for f in found if f.claim == "bar_asked_about"}
