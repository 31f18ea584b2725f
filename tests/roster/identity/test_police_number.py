"""From when to when a number is held: another one, a last day, and leaving end it."""

from datetime import UTC, date, datetime
from uuid import UUID

from services.kernel.event import decode_fast, encode
from services.kernel.fact import Fact
from services.roster import events as e
from services.roster.identity.police_number import NumberTerm, terms_of


def _facts(*told):
    return [
        Fact(
            event_id=UUID(int=number),
            type=data.TYPE,
            effective_on=date.fromisoformat(day),
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
            subject_seq=number,
            corrects=None,
            revokes=None,
            basis="",
            data=decode_fast(data.TYPE, encode(data)),
        )
        for number, (day, data) in enumerate(sorted(told, key=lambda one: one[0]), start=1)
    ]


def _registered(number="012345"):
    return e.PersonRegistered(name="张三", sex="male", category="officer", police_number=number)


ENTERED = e.ServiceEntered(category="officer")
LEFT = e.ServiceLeft(kind="resigned")


def test_the_next_number_ends_the_one_before():
    terms = terms_of(
        _facts(
            ("2010-01-01", _registered()),
            ("2015-06-01", e.PoliceNumberAssigned(police_number="012346", last_day="2016-05-31")),
        )
    )

    assert terms == [
        NumberTerm("012345", date(2010, 1, 1), date(2015, 5, 31)),
        NumberTerm("012346", date(2015, 6, 1), date(2016, 5, 31)),
    ]


def test_leaving_gives_it_back_and_coming_again_is_no_claim():
    before = [("2010-01-01", _registered()), ("2010-01-01", ENTERED)]

    assert terms_of(_facts(*before))[0].last_day is None
    left = [*before, ("2015-06-30", LEFT), ("2018-01-01", ENTERED)]
    assert terms_of(_facts(*left))[0].last_day == date(2015, 6, 30)
    again = terms_of(_facts(*left, ("2018-01-01", e.PoliceNumberAssigned(police_number="012345"))))
    assert again[1] == NumberTerm("012345", date(2018, 1, 1))


def test_without_a_gap_the_service_goes_on():
    terms = terms_of(
        _facts(
            ("2010-01-01", _registered()),
            ("2010-01-01", ENTERED),
            ("2015-06-30", LEFT),
            ("2015-07-01", ENTERED),
        )
    )

    assert terms == [NumberTerm("012345", date(2010, 1, 1))]


def test_who_had_left_before_never_held_it_in_service():
    told = [("2010-01-01", ENTERED), ("2015-06-30", LEFT), ("2016-01-01", _registered())]

    assert terms_of(_facts(*told)) == terms_of(_facts(told[0])) == []
