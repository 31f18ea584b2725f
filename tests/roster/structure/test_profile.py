"""What stands of a person on a day."""

from services.roster import events as e
from services.roster.structure.profile import profile_of
from tests.roster.structure.files import day, placed, stand


def test_the_highest_education_and_the_last_post_of_the_day_asked_count():
    lines = [
        (e.EducationRecorded(level=e.EducationLevel.COLLEGE), "2010-01-01"),
        (e.EducationRecorded(level=e.EducationLevel.SENIOR_HIGH), "2012-01-01"),
        (e.PostAssigned(post_grade=e.PostGrade.SECTION_MEMBER), "2012-01-01"),
        (e.PostRemoved(), "2020-01-01"),
        (placed("a"), "2012-01-01"),
        (placed("b"), "2021-01-01"),
    ]
    then = profile_of(stand(*lines), day("2019-12-31"))
    now = profile_of(stand(*lines), day("2020-01-01"))

    assert then.education == e.EducationLevel.COLLEGE
    assert (then.post_grade, now.post_grade) == (e.PostGrade.SECTION_MEMBER, None)
    assert [now.unit_on(day(on)) for on in ("2011-12-31", "2020-12-31", "2021-01-01")] == [
        None,
        "a",
        "b",
    ]


def test_a_reduction_is_one_step_also_when_an_order_of_the_day_names_the_rank():
    two, three = e.PoliceRank.SUPERVISOR_2, e.PoliceRank.SUPERVISOR_3
    order = (e.RankAwarded(rank=three, manner=e.RankManner.REDUCED), "2024-04-01")
    penalty = (e.RankReductionImposed(), "2024-04-01")
    award = (e.RankAwarded(rank=two), "2022-05-01")

    for lines in ([award, penalty], [award, penalty, order], [award, order, penalty]):
        assert profile_of(stand(*lines), day("2024-04-01")).rank == three
    cancelled = stand(award, (e.RankCancelled(), "2024-01-01"))
    assert profile_of(cancelled, day("2024-01-01")).rank is None
