"""Which cases concern a draft, which stands for which, and what a red one says."""

from dataclasses import replace

from services.gateway.publication.regression import (
    CASES_MAX,
    OWN,
    concerning,
    read_book,
    reds,
    standing,
)
from tests.gateway.on_file import SHELF
from tests.gateway.publication.texts import case

GRADES = (
    case("60")
    .replace("decide: pay", "decide: dismissal")
    .replace(
        "runs: [{month: 2024-02, expect: {lines: {夜班: 60}}}]",
        "as_of: 2024-02-29\n    expect: REJECT",
    )
)


def book(text: str, source: str = OWN, bureau: str = "r0"):
    found, mistakes = read_book(text, source, bureau)
    assert not mistakes, mistakes
    return found


def test_a_later_case_of_the_same_id_stands_in_its_place_and_other_bureaus_are_left_out():
    shipped = [replace(one, bureau=None) for one in book(case("60"), "a.yaml")]
    foreign = [replace(one, bureau="nine") for one in shipped]
    other = book(case("60", name="OWN-2"), "published-1")
    own = book(case("70"))
    found = standing([[*shipped, *foreign], other, own], "r0")

    assert [(one.id, one.source) for one in found] == [("OWN-1", OWN), ("OWN-2", "published-1")]
    assert [one.source for one in standing([foreign], "nine")] == ["a.yaml"]
    assert standing([shipped], "nine") == []


def test_cases_concern_a_policy_that_their_question_reads():
    found = [*book(case("60"), "a.yaml"), *book(GRADES, "b.yaml")]

    assert [one.source for one in concerning(found, "auxiliary_pay")] == ["a.yaml"]
    assert [one.source for one in concerning(found, "dismissal")] == ["b.yaml"]
    assert concerning(book(case("60")), "approval") != []  # The draft's own are always played.


def test_a_red_case_says_where_what_was_expected_and_what_was_found():
    (red,) = reds(book(case("70")), SHELF)

    assert (red.source, red.line, red.id, red.is_own) == (OWN, 8, "OWN-1", True)
    assert red.told().en == "cases:8: OWN-1 夜班按次计发: lines.夜班: expected 70.00, found 60.00"
    assert list(reds(book(case("60")), SHELF)) == []


def test_a_draft_that_a_case_cannot_be_played_with_is_red_too(monkeypatch):
    def misfit(*_: object) -> None:
        raise KeyError(5)

    monkeypatch.setattr("services.gateway.publication.regression.play", misfit)
    (red,) = reds(book(case("60")), SHELF)

    assert red.found == "KeyError 5"


def test_mistakes_in_cases_are_told_by_line():
    wrong = read_book(case("60") + "---\n" + case("60").replace("夜班:", "夜宵:"), OWN, "r0")[1]
    foreign = read_book("bureau: nine\n" + case("60"), OWN, "r0")[1]
    many = read_book("---\n".join([case("60")] * (CASES_MAX + 1)), OWN, "r0")[1]

    assert [mistake.line > 9 for mistake in wrong] == [True]
    assert "bureau must be r0" in foreign[0].text.en
    assert "at most 200" in many[0].text.en
    for name in ("X" * 61, '"\\u200b"'):
        ((mistake,),) = (read_book(case("60", name=name), OWN, "r0")[1],)
        assert "visible characters" in mistake.text.en
