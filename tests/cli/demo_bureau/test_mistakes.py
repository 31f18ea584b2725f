"""What is mended ends up exactly as it truly was."""

from services.cli.demo_bureau.mistakes import spoil
from services.cli.demo_people import person_id
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_mending_gives_back_the_truth(seed, today):
    truth = drawn.rows(seed, today)
    recorded, mends = spoil(drawn.people(seed, today), truth, today)
    left = list(recorded)
    for mend in mends:
        left.remove(mend.wrong)
        if mend.right is not None:
            left.append(mend.right)

    assert sorted(map(repr, left)) == sorted(map(repr, truth))
    assert sum(mend.right is None for mend in mends) == 3
    assert len(mends) == 10


@every_draw
def test_the_first_person_is_mended_last(seed, today):
    _, mends = spoil(drawn.people(seed, today), drawn.rows(seed, today), today)
    assert mends[-1].wrong.subject == person_id(0)
    assert all(mend.wrong.subject != person_id(0) for mend in mends[:-1])


@every_draw
def test_a_mistake_is_no_later_than_today(seed, today):
    _, mends = spoil(drawn.people(seed, today), drawn.rows(seed, today), today)
    assert all(mend.wrong.effective_on <= today for mend in mends)
    assert all(mend.right is None or mend.right != mend.wrong for mend in mends)
