"""Files cut into pieces: nothing lost, lines right, one wrong case hides no other."""

import pytest

from services.gateway.cases.chunks import cases, chunks

ONE = "title: t\nfacts: []\nask: {decide: police_rank, as_of: 2024-06-01, expect: NOT_ELIGIBLE}\n"
LINE = (
    '{"title": "t", "facts": [], "ask": '
    '{"decide": "police_rank", "as_of": "2024-06-01", "expect": "NOT_ELIGIBLE"}}\n'
)


@pytest.mark.parametrize("count", [1, 199, 200, 201, 450])
def test_every_case_of_a_yaml_stream_is_read_once_with_its_line(count):
    text = "---\n".join([ONE] * count)
    found = [c for chunk in chunks(text, "f.yaml") for c in cases(chunk)[0]]
    assert [c.line for c in found] == [1 + 4 * n for n in range(count)]


@pytest.mark.parametrize("count", [1, 200, 401])
def test_every_line_of_json_lines_is_read_once(count):
    found = [c for chunk in chunks(LINE * count, "f.jsonl") for c in cases(chunk)[0]]
    assert [c.line for c in found] == list(range(1, count + 1))


def test_a_wrong_case_does_not_hide_the_others():
    (chunk,) = chunks(ONE + "---\ntitle: 1\n---\n" + ONE, "f.yaml")
    found, mistakes = cases(chunk)
    assert len(found) == 2
    assert [m.line for m in mistakes] == [5, 5]


def test_text_that_is_no_yaml_is_one_mistake():
    (chunk,) = chunks("a: [\n", "f.yaml")
    assert cases(chunk)[0] == []
    assert cases(chunk)[1][0].source == "f.yaml"


@pytest.mark.parametrize(
    ("source", "text", "wrong_lines"),
    [
        ("f.yaml", ONE + "---\na: [\n---\n" + ONE + "---\nb: }\n---\n" + ONE, [5, 11]),
        ("f.jsonl", f"{LINE}{{\n{LINE}[1,]\n{LINE}", [2, 4]),
    ],
)
def test_what_cannot_be_parsed_does_not_hide_the_others(source, text, wrong_lines):
    (chunk,) = chunks(text, source)
    found, mistakes = cases(chunk)

    assert len(found) == 3
    assert len(mistakes) == 2
    assert [abs(m.line - at) <= 1 for m, at in zip(mistakes, wrong_lines, strict=True)] == [
        True
    ] * 2
