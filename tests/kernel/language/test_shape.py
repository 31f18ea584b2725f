"""Whether a shape accepts a payload, judged by the jsonschema library and by our own classes."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from services.cli.published import published
from services.kernel.language.compatibility import _probes_of_object
from services.kernel.language.shape import UnknownKeyword, accepts, shape_of
from services.kernel.values import Flag, ShortText
from services.training.events import CoursePassed
from tests.kernel.language.heavy import each

TYPES = published()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.text(max_size=4) | st.just("2024-03-10"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=6,
)
SHAPES = st.sampled_from(
    [
        {"type": "string", "minLength": 1, "maxLength": 3},
        {"type": "integer", "minimum": 0, "maximum": 9},
        {"type": "boolean"},
        {"enum": ["a", 1, True, None]},
        {"const": 1},
        {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
        {"minItems": 1, "minLength": 2, "minimum": 3, "required": ["a"], "maxItems": 2},
        {"pattern": "^a"},
        {
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"type": "array"}},
            "required": ["a"],
            "additionalProperties": False,
        },
    ]
)


class Within(BaseModel):
    flag: Flag


class Holder(BaseModel):
    within: list[Within]
    title: ShortText | None = None


@given(SHAPES, VALUES)
@settings(max_examples=400)
def test_it_judges_as_jsonschema_does(shape, value):
    assert accepts(shape, value) == jsonschema.Draft202012Validator(shape).is_valid(value)


def _by_library(shape: dict[str, Any], payload: Any) -> bool:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(shape, format_checker=checker).is_valid(payload)


@pytest.mark.parametrize("name", each(TYPES))
def test_on_every_published_type_library_and_class_agree_with_it(name):
    """Payloads at the edges of the shape: accepted by all three, or by none.

    Our classes also read Chinese words, and refuse hidden characters and names made of digits,
    which a schema cannot say.
    """
    shape = shape_of(TYPES[name])
    counted = [0, 0]
    for payload in _probes_of_object(shape, shape):
        if any(len(value) > 2000 for value in payload.values() if isinstance(value, str)):
            continue
        verdict = accepts(shape, payload)
        counted[verdict] += 1
        assert verdict == _by_library(shape, payload), payload
        try:
            TYPES[name].model_validate_json(json.dumps(payload))
        except ValidationError as refused:
            unsaid = {error["type"] for error in refused.errors()} == {"not_a_name"}
            assert unsaid or not verdict, payload
        else:
            assert verdict, payload
    assert counted[True] > 0
    assert counted[False] > 0


def test_prose_is_left_out_and_references_are_written_out():
    shape = shape_of(CoursePassed)

    assert set(shape) == {"type", "properties", "required", "additionalProperties"}
    assert "title" in shape["properties"]  # A field may be called title.
    assert shape["properties"]["course"]["enum"][0] == "entry"
    assert "description" not in json.dumps(shape)


def test_shapes_within_shapes_are_written_out_too():
    shape = shape_of(Holder)

    assert "$ref" not in json.dumps(shape)
    assert accepts(shape, {"within": [{"flag": True}], "title": None})
    assert not accepts(shape, {"within": [{"flag": "true"}]})
    assert not accepts(shape, {"within": [{}]})


def test_a_tolerant_reader_passes_over_unknown_fields_and_nothing_else():
    shape = shape_of(CoursePassed)

    assert not accepts(shape, {"course": "entry", "new": 1})
    assert accepts(shape, {"course": "entry", "new": 1}, unknown_fields=True)
    assert not accepts(shape, {"course": "nonsense", "new": 1}, unknown_fields=True)
    assert not accepts(shape, {"new": 1}, unknown_fields=True)


@pytest.mark.parametrize(
    ("value", "good"),
    [("2024-02-29", True), ("2023-02-29", False), ("20240229", False), ("2024-2-9", False)],
)
def test_a_day_has_one_spelling(value, good):
    assert accepts({"type": "string", "format": "date"}, value) is good


def test_a_keyword_it_does_not_know_is_not_passed_over():
    with pytest.raises(UnknownKeyword, match="multipleOf"):
        accepts({"type": "integer", "multipleOf": 2}, 4)
