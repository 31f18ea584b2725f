"""A tree against a strict model: where the mistake is, what is allowed, what was perhaps meant."""

import pytest
from pydantic import BaseModel, ConfigDict

from services.kernel.term import Term
from services.kernel.tree_model import canonical_json, nearest, validated
from services.kernel.yaml_tree import SourceWrong, read_one_yaml


class Colour(Term):
    RED = "red", "红"
    BLUE = "blue", "蓝"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    colour: Colour
    size: int = 0


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    parts: list[Part]
    by_colour: dict[Colour, int] = {}


def mistakes(text: str) -> list[str]:
    with pytest.raises(SourceWrong) as refused:
        validated(Whole, read_one_yaml(text, "f"), "f")
    return [str(m) for m in refused.value.mistakes]


def test_terms_are_read_in_both_spellings():
    whole = validated(Whole, read_one_yaml("parts: [{colour: 红}, {colour: blue}]", "f"), "f")
    assert [p.colour for p in whole.parts] == [Colour.RED, Colour.BLUE]


def test_a_wrong_term_says_what_is_allowed_on_its_line():
    (mistake,) = mistakes("parts:\n  - colour: red\n  - colour: bleu\n")
    assert mistake.startswith("f:3: ")
    assert "red 红, blue 蓝" in mistake
    assert "did you mean blue?" in mistake


def test_an_unknown_key_says_which_keys_there_are():
    (mistake,) = mistakes("parts:\n  - colour: red\n    siz: 3\n")
    assert mistake.startswith("f:3: ")
    assert "allowed: colour, size" in mistake
    assert "did you mean size?" in mistake


def test_every_mistake_is_told_in_file_order():
    found = mistakes("parts:\n  - colour: red\n    size: many\n  - {}\nother: 1\n")
    assert [m.split(":")[1] for m in found] == ["3", "4", "5"]


def test_the_same_content_has_the_same_bytes():
    one, other = read_one_yaml("a: 1\nb: 2\n", "f"), read_one_yaml("# x\nb: 2\na: 1\n", "f")
    assert canonical_json(one.value) == canonical_json(other.value)


def test_nothing_near_is_no_suggestion():
    assert nearest("zzz", ["abc"]) == ("", "")


def test_a_wrong_whole_is_not_poured_out_before_the_sentence():
    (mistake,) = mistakes("parts: {colour: red}\n")
    assert mistake == "f:1: parts: 应为数组 / parts: must be an array"
