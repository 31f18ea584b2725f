"""When a person served, in which category; however the facts of one day arrived."""

from services.roster import events as e
from services.roster.person.periods import periods_of
from services.roster.structure.profile import profile_of
from tests.roster.structure.files import day, entered, left, stand

DUTY, OFFICER = e.Category.AUXILIARY_DUTY, e.Category.OFFICER


def _spans(*lines):
    return [
        (p.category.value, str(p.entered_on), str(p.last_day), p.leaving and p.leaving.value)
        for p in periods_of(stand(*lines))
    ]


def test_an_auxiliary_appointed_as_officer_has_two_periods_and_one_identity():
    appointed = e.LeavingKind.APPOINTED_OFFICER
    for lines in (
        [(entered(DUTY), "2020-01-01"), (left(appointed), "2024-01-01")],
        [(left(appointed), "2024-01-01"), (entered(DUTY), "2020-01-01")],
    ):
        assert _spans((entered(), "2024-01-01"), *lines) == [
            ("auxiliary_duty", "2020-01-01", "2024-01-01", "appointed_officer"),
            ("officer", "2024-01-01", "None", None),
        ]
    profile = profile_of(
        stand(
            (entered(DUTY), "2020-01-01"),
            (left(appointed), "2024-01-01"),
            (entered(), "2024-01-01"),
        ),
        day("2024-01-01"),
    )
    assert profile.period_on(day("2024-01-01")).category == OFFICER
    assert profile.period_on(day("2023-12-31")).category == DUTY
    assert profile.period_on(day("2019-12-31")) is None


def test_a_leaving_nobody_wrote_down_ends_the_day_before_and_one_day_is_a_period():
    assert _spans((entered(DUTY), "2020-01-01"), (entered(), "2024-01-01"))[0][2] == "2023-12-31"
    assert _spans((left(), "2020-01-01"), (entered(), "2020-01-01")) == [
        ("officer", "2020-01-01", "2020-01-01", "resigned")
    ]
