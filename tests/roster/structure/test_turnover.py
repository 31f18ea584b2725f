"""Coming and going between two days; what was at the start and what is at the end add up."""

from hypothesis import given
from hypothesis import strategies as st

from services.roster import events as e
from services.roster.structure.profile import profile_of
from services.roster.structure.turnover import Turnover
from tests.roster.structure.files import TODAY, day, entered, left, placed, stand

EVENTS = st.one_of(
    st.just(entered()),
    st.just(left()),
    st.sampled_from(["a", "b"]).map(placed),
)
DAYS = st.sampled_from([f"2024-01-{n:02}" for n in range(1, 10)])


def _turnover(profile, units=None):
    found = Turnover(day("2024-01-03"), day("2024-01-07"), units)
    found.add(profile)
    return found


@given(st.lists(st.tuples(EVENTS, DAYS), max_size=8))
def test_the_two_ends_and_what_happened_between_add_up(lines):
    profile = profile_of(stand(*lines), TODAY)
    for units in (None, frozenset({"a"}), frozenset({"a", "b"})):
        t = _turnover(profile, units)
        gone = sum(line.total for line in t.lines())

        came = t.entered.total() + t.moved_in
        assert t.at_start + came - gone - t.moved_out == t.at_end


def test_a_leaving_counts_with_its_reason_where_it_happened():
    profile = profile_of(
        stand(
            (entered(), "2020-01-01"),
            (placed("a"), "2020-01-01"),
            (placed("b"), "2024-01-05"),
            (left(e.LeavingKind.RETIRED), "2024-01-07"),
        ),
        TODAY,
    )

    at_b = _turnover(profile, frozenset({"b"}))
    assert [(line.key, line.total) for line in at_b.lines()] == [("retired", 1)]
    assert (at_b.at_start, at_b.moved_in, at_b.at_end) == (0, 1, 0)
    at_a = _turnover(profile, frozenset({"a"}))
    assert (at_a.at_start, at_a.moved_out, at_a.lines()) == (1, 1, [])
