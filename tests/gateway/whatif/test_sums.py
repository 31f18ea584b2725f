"""Sums over persons: moves between units, people without an answer, the greatest first."""

from services.gateway.whatif.person import Direction, PersonAnswer, Share
from services.gateway.whatif.sums import Sums


def answer(person: str, before: int, after: int, *shares: Share, why: str = "") -> PersonAnswer:
    direction = Direction.WINNER if after > before else Direction.UNCHANGED
    return PersonAnswer(
        person=person,
        direction=direction,
        before_fen=before,
        after_fen=after,
        shares=shares,
        unanswered=why,
    )


def test_who_moves_is_taken_from_one_unit_and_added_to_the_other():
    sums = Sums()
    sums.add(
        [
            answer(
                "a",
                5,
                9,
                Share(month="2024-01", unit="u2", before_fen=7),
                Share(month="2024-01", unit=None, after_fen=11),
            ),
            answer("b", 5, 5, Share(month="2024-01", unit="u2", before_fen=3, after_fen=3)),
            answer("c", 1, 99, why="fact_unreadable"),
        ]
    )

    assert [(c.unit_id, c.people, c.before_fen, c.after_fen) for c in sums.cells()] == [
        ("u2", 1, 10, 3),
        (None, 1, 0, 11),
    ]
    assert sums.cost_fen() == (10, 14)
    assert (sums.people, sums.counts[Direction.WINNER], len(sums.unanswered)) == (2, 1, 1)
    assert (sums.before_fen, sums.after_fen) == (10, 14)


def test_the_greatest_differences_come_first_and_no_more_than_asked_for():
    sums = Sums()
    sums.add([answer("a", 0, 1), answer("c", 0, 5), answer("b", 0, 5), answer("d", 3, 3)])

    assert [one.person for one in sums.most_changed(2)] == ["b", "c"]
    assert len(sums.most_changed(9)) == 3
