"""Lines that differ, in both directions, and in words."""

from hypothesis import given
from hypothesis import strategies as st

from services.gateway.shelf.difference import line_changes, lines_of

LINES = st.lists(st.sampled_from(["a: 1", "b: 2", "c: 3", ""]), max_size=8)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(one.told().zh, one.told().en) for one in line_changes(before, after)]


def test_in_words():
    assert told("a\nb\nc", "a\nx\nc") == [("第 2 行: b 改为 x", "line 2: b becomes x")]
    assert told("a\nc", "a\nb\nc") == [("新增第 2 行: b", "line 2 added: b")]
    assert told("a\nb\nc\nd", "a\nd") == [
        ("删去第 2 至 3 行: b\nc", "lines 2 to 3 taken out: b\nc")
    ]
    assert told("a", "a") == []


@given(LINES, LINES)
def test_the_changes_make_the_new_text_of_the_old_one(before, after):
    made, at, old = [], 0, lines_of("\n".join(before))
    for one in line_changes("\n".join(before), "\n".join(after)):
        made += old[at : one.before_at - 1]
        assert len(made) == one.after_at - 1
        made += one.after
        at = one.before_at - 1 + len(one.before)
    made += old[at:]

    assert made == lines_of("\n".join(after))
