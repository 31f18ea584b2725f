"""Bureau grades of a pool: the golden lists, and what holds for every pool."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assessment.events import BureauGrade
from services.assessment.grading.candidate import Candidate
from services.assessment.grading.distribution import after_fault, distribute
from services.kernel.yaml_tree import read_yaml
from tests.assessment.grading.choices import choice

FILES = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))
PERSON = {"name", "score", "deductions", "review", "fault"}
KEYS = {"id", "title", "bureau", "scores", "people", "waiver", "leaders", "expect"}


def cases():
    for path in FILES:
        for document in read_yaml(path.read_text(encoding="utf-8"), str(path)):
            yield pytest.param(document.value, id=document.value["id"])


def hundredths(text):
    whole, _, rest = str(text).partition(".")
    return int(whole) * 100 + int((rest + "00")[:2])


def pool_of(case):
    """`scores` makes people named 1, 2 ... in order; `people` name themselves."""
    listed = [
        Candidate(str(n), hundredths(score))
        for n, score in enumerate(str(case.get("scores", "")).split(), 1)
    ]
    for person in case.get("people", []):
        assert set(person) <= PERSON
        listed.append(
            Candidate(
                str(person["name"]),
                hundredths(person["score"]),
                deductions=person.get("deductions", 0),
                public_review=person.get("review", 0),
                hard_fault=person.get("fault", ""),
            )
        )
    return listed


@pytest.mark.parametrize("case", list(cases()))
def test_scenario(case):
    assert set(case) <= KEYS
    found = distribute(
        pool_of(case),
        choice(case.get("bureau", "r0")),
        waiver=case.get("waiver"),
        jointly_responsible=str(case.get("leaders", "")).split(),
    )
    for name, expected in case["expect"].items():
        if name == "needs_human":
            assert found.needs_human is expected
        elif name in ("level_1_max", "level_4_min"):
            assert getattr(found, name) == expected
        elif isinstance(expected, int):
            assert len(found.persons(BureauGrade(name))) == expected, name
        else:
            by_name = {one.person: one.score for one in found.graded}
            have = [f"{by_name[p] / 100:g}" for p in found.persons(BureauGrade(name))]
            assert have == str(expected).split(), name
    assert found.waiver == case.get("waiver")


def test_a_fault_takes_thirty_points_and_never_more_than_there_are():
    assert after_fault(8800, choice()) == 5800
    assert after_fault(1000, choice()) == 0


def test_a_person_twice_in_a_pool_is_refused():
    with pytest.raises(ValueError, match="twice"):
        distribute([Candidate("a", 1), Candidate("a", 2)], choice())


def test_reasons_are_named_in_order():
    pool = [Candidate(str(n), 9000 - n) for n in range(10)]
    found = distribute(pool, choice(), jointly_responsible=["0"])
    assert found.graded[0].why == ("best_share", "joint_responsibility")
    assert found.graded[-1].why == ("lowest_share",)


pools = st.lists(
    st.builds(
        Candidate,
        st.uuids().map(str),
        st.integers(5_000, 9_900).map(lambda n: n // 100 * 100),
        st.integers(0, 2),
        st.integers(0, 1),
        st.sampled_from(["", "", "", "", "escaped"]),
    ),
    max_size=40,
    unique_by=lambda c: c.person,
)


@given(pools, st.booleans(), st.sampled_from(["r0", "nine"]), st.randoms())
def test_quotas_hold_and_everybody_is_graded_once(pool, waived, bureau, random):
    found = distribute(pool, choice(bureau), waiver="w" if waived else None)
    assert sorted(one.person for one in found.graded) == sorted(c.person for c in pool)
    assert len(found.persons(BureauGrade.LEVEL_1)) <= found.level_1_max
    lowest = found.persons(BureauGrade.LEVEL_4)
    assert found.needs_human or len(lowest) >= min(found.level_4_min, len(pool))
    faults = {c.person for c in pool if c.hard_fault}
    assert faults <= set(lowest)
    assert not waived or set(lowest) == faults
    shuffled = list(pool)
    random.shuffle(shuffled)
    assert distribute(shuffled, choice(bureau), waiver="w" if waived else None) == found


@given(pools, st.data())
def test_a_higher_score_is_never_graded_lower(pool, data):
    leaders = data.draw(st.sets(st.sampled_from([c.person for c in pool]))) if pool else set()
    plain = {one.person: one for one in distribute(pool, choice()).graded}
    order = list(BureauGrade)
    clean = [c for c in pool if not c.hard_fault]
    for one in clean:
        for other in clean:
            if one.score > other.score:
                assert order.index(plain[one.person].grade) <= order.index(
                    plain[other.person].grade
                )
    for one in distribute(pool, choice(), jointly_responsible=leaders).graded:
        moved = order.index(one.grade) - order.index(plain[one.person].grade)
        lowest = plain[one.person].grade == order[-1]
        assert moved == (1 if one.person in leaders and not lowest else 0)
