"""Every scenario of the repository is green, through real events; a log counts each room."""

import pytest

from services.gateway.cases.chunks import cases, chunks
from services.gateway.cases.play import play
from services.gateway.cases.report import lines
from tests.gateway.cases.files import SCENARIOS, case
from tests.gateway.on_file import SHELF, log, shelf_of


def played():
    for path in SCENARIOS:
        for chunk in chunks(path.read_text(encoding="utf-8"), str(path)):
            found, mistakes = cases(chunk)
            assert not mistakes
            for one in found:
                yield pytest.param(one, id=one.id or f"{path.name}:{one.line}")


@pytest.mark.parametrize("scenario", list(played()))
def test_scenario(scenario):
    result = play(scenario, shelf_of(scenario.bureau))
    assert result.is_green, "\n".join(lines(result, "en"))


def test_events_are_recorded_in_order_of_their_instants():
    events = log(
        "{rank_awarded: 二级警司, on: 2021-06-01, recorded: 2024-02-01}",
        "{post_assigned: 科员, on: 2021-06-01}",
        "{course_passed: 晋督训练, on: 2022-06-01}",
    )
    assert [(e.type.split(".")[1], e.subject_seq) for e in events] == [
        ("post_assigned", 1),
        ("course_passed", 1),
        ("rank_awarded", 2),
    ]


def test_a_question_without_a_policy_is_red_not_a_crash():
    early = case(
        "title: t\nfacts: []\nask: {decide: police_rank, as_of: 1990-01-01, expect: WAIT}\n"
    )
    (asked,) = play(early, SHELF).asks
    assert not asked.is_green
    assert "1992-07-01" in asked.differences[0].found
