"""Every mistake pydantic finds has our code and a sentence of what is right."""

import string
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from services.kernel.right import SENTENCES
from services.kernel.web.strict_model import StrictModel
from services.kernel.web.validation_sentences import field_errors, pointer_of, wrong


class Cat(StrictModel):
    kind: Literal["cat"]
    lives: Annotated[int, Field(ge=1, le=9, multiple_of=1)]


class Dog(StrictModel):
    kind: Literal["dog"]
    tricks: list[str]


class Home(StrictModel):
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]
    note: int | str | None = None
    code: Annotated[str, Field(pattern=r"^[A-Z]{3}$", min_length=3)] = "ABC"


def errors_of(model, body):
    with pytest.raises(ValidationError) as found:
        model.model_validate(body)
    return [(e.pointer, e.code) for e in field_errors(request_errors(found.value), body)]


def request_errors(error):
    return [{**e, "loc": ("body", *e["loc"])} for e in error.errors()]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"pet": {"kind": "cat"}}, [("/pet/lives", "missing")]),
        ({"pet": {"kind": "cat", "lives": 10}}, [("/pet/lives", "too_big")]),
        ({"pet": {"kind": "cat", "lives": 0}}, [("/pet/lives", "too_small")]),
        ({"pet": {"kind": "cow"}}, [("/pet", "not_a_choice")]),
        ({"pet": {}}, [("/pet", "missing")]),
        ({"pet": {"kind": "dog", "tricks": [1]}}, [("/pet/tricks/0", "string_required")]),
        ({"pet": {"kind": "dog", "tricks": []}, "note": []},
         [("/note", "integer_required"), ("/note", "string_required")]),
        ({"pet": {"kind": "dog", "tricks": []}, "code": "abc"}, [("/code", "wrong_form")]),
        ({}, [("/pet", "missing")]),
    ],
)  # fmt: skip
def test_places_skip_the_names_of_union_branches(body, expected):
    assert errors_of(Home, body) == expected


def test_a_rooms_own_sentence_reaches_the_caller():
    class Range(BaseModel):
        first: int

        @field_validator("first")
        @classmethod
        def check(cls, _value):
            raise wrong("after_last", "不得晚于末日", "must not be after the last day")

    with pytest.raises(ValidationError) as found:
        Range(first=1)
    [error] = field_errors(request_errors(found.value), {"first": 1})
    assert (error.pointer, error.code) == ("/first", "after_last")
    assert (error.text.zh, error.text.en) == ("不得晚于末日", "must not be after the last day")


def test_a_value_error_is_not_quoted():
    class Secret(BaseModel):
        number: str

        @field_validator("number")
        @classmethod
        def check(cls, value):
            raise ValueError(f"{value} is no good")

    with pytest.raises(ValidationError) as found:
        Secret(number="110105")
    [error] = field_errors(request_errors(found.value), {"number": "110105"})
    assert "110105" not in f"{error}"


def test_parameters_are_named_by_place():
    assert pointer_of(("query", "limit"), None, missing=False) == "query/limit"
    assert pointer_of(("header", "If-Match"), None, missing=True) == "header/if-match"


def test_both_languages_use_the_same_words_of_the_rule():
    for code, zh, en in SENTENCES.values():
        words = [{name for _, name, _, _ in string.Formatter().parse(s) if name} for s in (zh, en)]
        assert words[0] == words[1], code
