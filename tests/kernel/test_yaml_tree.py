"""Strict YAML and JSON Lines: what is text, what is refused, and on which line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.yaml_tree import (
    SourceWrong,
    line_at,
    read_json_lines,
    read_one_yaml,
    read_yaml,
)


def test_only_words_and_whole_numbers_are_more_than_text():
    text = "[true, false, null, ~, 7, -3, 0, yes, NO, on, 012, 1.50, 1e3, 0x1F, 12:30, 2024-01-01]"
    assert read_one_yaml(text, "f").value == [
        *(True, False, None, None, 7, -3, 0),
        *("yes", "NO", "on", "012", "1.50", "1e3", "0x1F", "12:30", "2024-01-01"),
    ]


def test_quoted_words_are_text():
    assert read_one_yaml("""["true", '7', "null"]""", "f").value == ["true", "7", "null"]


def test_every_node_knows_its_line():
    tree = read_one_yaml("# head\na: 1\nb:\n  - x\n  - c: 2\n    d: 3\n", "f").value
    paths = [["a"], ["b"], ["b", 0], ["b", 1, "c"], ["b", 1, "d"], ["b", 1, "zz"], ["none"]]
    assert [line_at(tree, path) for path in paths] == [2, 3, 4, 5, 6, 5, 2]


def test_documents_know_their_line_and_empty_ones_are_left_out():
    documents = read_yaml("a: 1\n---\n---\nb: 2\n", "f", first_line=11)
    assert [(d.value, d.line) for d in documents] == [({"a": 1}, 11), ({"b": 2}, 14)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "a is given twice"),
        ("a: 1\nb: &x [1]\n", 2, "anchors"),
        ("a:\n  - 1\nb: *x\n", 3, "anchors"),
        ("a: !!python/object:os.system x\n", 1, "tags"),
        ("a: !local x\n", 1, "tags"),
        ("a: 1\n? [1, 2]\n: b\n", 2, "a key must be text"),
        ("a: 1\n<<: {b: 2}\n", 2, "merging"),
        ("a: 1\nb: c: d\n", 2, "not valid YAML"),
        ("a: [1, 2\nb: 3\n", 2, "not valid YAML"),
        ("a: '\x01'\n", 1, "not valid YAML"),
        ("[" * 41 + "]" * 41, 1, "nested deeper"),
        ("[" * 100_000, 1, "nesting depth"),
    ],
)
def test_a_file_that_is_not_strict_is_refused_with_its_line(text, line, words):
    with pytest.raises(SourceWrong) as refused:
        read_yaml(text, "f.yaml")
    assert refused.value.mistakes[0].line == line
    assert words in str(refused.value)
    assert str(refused.value).startswith(f"f.yaml:{line}: ")


def test_one_document_means_one():
    for text in ("", "a: 1\n---\nb: 1\n"):
        with pytest.raises(SourceWrong, match="exactly one"):
            read_one_yaml(text, "f")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"a": 1, "a": 2}', "given twice"),
        ('{"a": NaN}', "NaN"),
        ("{a: 1}", "not valid JSON"),
        ("[" * 41 + "]" * 41, "nested deeper"),
        ("[" * 100_000, "nested deeper"),
    ],
)
def test_json_lines_are_strict_too(line, words):
    with pytest.raises(SourceWrong, match=words) as refused:
        read_json_lines(f'{{"ok": 1}}\n\n{line}\n', "f.jsonl")
    assert refused.value.mistakes[0].line == 3


def test_decimals_in_json_stay_as_written():
    document = read_json_lines('\n{"a": 12.50, "b": [1]}\n', "f")[0]
    assert document.value == {"a": "12.50", "b": [1]}
    assert line_at(document.value, ["b"]) == 2


trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text("ab 中#:-'\"\n"),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc中"), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abc中"), trees, min_size=1, max_size=3))
def test_json_is_read_alike_by_both(tree):
    text = json.dumps(tree, ensure_ascii=False)
    assert read_one_yaml(text, "f").value == tree
    assert read_json_lines(text, "f")[0].value == tree
