"""What the process answers: everything green, what is red, what is misspelt."""

from services.gateway.publication.child import answer
from services.gateway.publication.playing import CASES
from tests.gateway.on_file import POLICIES
from tests.gateway.publication.texts import case, raised


def asked(text: str, cases: str = "", published: tuple[tuple[str, str], ...] = ()) -> dict:
    return {
        "bureau": "r0",
        "policies": str(POLICIES),
        "folder": str(CASES),
        "published": [
            {"policy": "auxiliary_pay", "text": text, "cases": cases} for text, cases in published
        ],
        "policy": "auxiliary_pay",
        "text": text,
        "cases": cases,
    }


def test_green_with_the_regression_cases_and_red_where_they_or_its_own_are():
    green = answer(asked(raised(), case("70")))
    own = answer(asked(raised(), case("60")))
    shipped = answer(asked(raised(on="2024-01-01")))
    wrong = answer(asked(raised(), "title: x\n"))

    assert green["red"] == 0
    assert green["played"] > 90
    assert [one["source"] for one in own["reds"]] == ["cases"]
    assert shipped["red"] >= 1
    assert any(one["source"] == "pay/reference.yaml" for one in shipped["reds"])
    assert wrong["mistakes"][0][0] == 1


def test_earlier_publications_and_their_cases_are_what_a_draft_is_played_on():
    first = (raised(), case("70"))
    kept = answer(asked(raised("40", "2024-05-01"), "", (first,)))
    broken = answer(asked(raised("40"), "", (first,)))
    restated = answer(asked(raised("40"), case("80"), (first,)))

    assert kept["red"] == restated["red"] == 0
    assert (kept["restated"], restated["restated"]) == ([], ["OWN-1"])
    assert [(one["source"], one["found"]) for one in broken["reds"]] == [("published-1", "80.00")]
