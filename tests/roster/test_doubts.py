"""Doubts do not depend on the order of arrival, are told in both languages, and mended away."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.kernel.fact import read_fact, standing
from services.kernel.protect.sealing import SealedSection
from services.roster import events as e
from services.roster.doubts import doubts_among
from tests.kernel.samples import recorded
from tests.roster.on_file import bounds, doubts, told

BORN = e.PersonRegistered(
    name="张三", sex=e.Sex.MALE, category=e.Category.AUXILIARY_DUTY, birth_on=date(1990, 5, 1)
)
ENTERED = e.ServiceEntered(category=e.Category.AUXILIARY_DUTY)
LEFT = e.ServiceLeft(kind=e.LeavingKind.RESIGNED)
TANGLED = [
    ("2002-05-02", BORN),
    ("2002-05-02", ENTERED),
    ("2012-05-02", ENTERED),
    ("2013-01-01", e.RankAwarded(rank=e.PoliceRank.CONSTABLE_2)),
    ("2014-01-01", LEFT),
    ("2015-01-01", e.ServiceLeft(kind=e.LeavingKind.DIED)),
    ("2016-01-01", e.UnitAssigned(unit_id="team-1")),
]


@given(st.permutations(range(len(TANGLED))))
def test_the_order_of_arrival_does_not_matter(order):
    arrived = []
    for pos, line in enumerate(order, start=1):
        day, event = TANGLED[line]
        fact = recorded(pos, event=event, effective_on=date.fromisoformat(day))
        arrived.append((line, read_fact(fact)))
    lines = {fact.event_id: line for line, fact in arrived}
    found = {
        (one.code, tuple(sorted(lines[event_id] for event_id in one.facts)))
        for one in doubts_among(standing(fact for _, fact in arrived), bounds())
    }

    assert found == {
        ("entered_too_young", (0, 1)),
        ("entered_twice", (1, 2)),
        ("not_of_this_category", (2, 3)),
        ("left_twice", (4, 5)),
        ("after_leaving", (5, 6)),
        ("after_death", (5, 6)),
    }


def test_each_is_told_in_both_languages_and_names_who_mends_it():
    for one in doubts(*TANGLED):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in one.text.zh)
        assert one.text.en
        assert len(set(one.facts)) == len(one.facts)


def test_a_correction_ends_the_doubt():
    events = [
        recorded(1, event=BORN, effective_on=date(2012, 5, 2)),
        recorded(2, event=ENTERED, effective_on=date(2002, 5, 2)),
        recorded(3, event=ENTERED, effective_on=date(2012, 5, 2), corrects=UUID(int=2)),
    ]

    assert doubts_among(standing(map(read_fact, events[:2])), bounds())
    assert doubts_among(standing(map(read_fact, events)), bounds()) == []


def test_two_id_numbers_in_one_file_and_the_same_one_twice():
    def said(mark: str) -> e.IdentityRecorded:
        section = SealedSection(alg="sm4-gcm", mark=mark, text="t")
        return e.IdentityRecorded(birth_on=date(1990, 5, 1), sex=e.Sex.MALE, sealed=section)

    first = ("2020-01-01", said("m"))
    assert told(first, ("2021-01-01", said("n"))) == {("two_id_numbers", (1, 2))}
    assert told(first, ("2021-01-01", said("m"))) == set()
