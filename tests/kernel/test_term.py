"""Terms read code and Chinese, write the code, and name what is allowed."""

import pytest
from pydantic import BaseModel, ValidationError

from services.kernel.term import Term


class Colour(Term):
    RED = "red", "红", "赤"
    BLUE = "blue", "蓝"


class Thing(BaseModel):
    colour: Colour


@pytest.mark.parametrize("spelling", ["red", "红", "赤"])
def test_each_spelling_is_read_and_the_code_written(spelling):
    assert Thing.model_validate_json(f'{{"colour":"{spelling}"}}').model_dump_json() == (
        '{"colour":"red"}'
    )


def test_a_wrong_word_names_what_is_allowed():
    with pytest.raises(ValidationError) as caught:
        Thing(colour="green")

    error = caught.value.errors()[0]
    assert error["type"] == "not_a_choice"
    assert error["ctx"]["zh"] == "应为以下之一: red 红, blue 蓝"


def test_the_schema_lists_the_codes():
    assert Thing.model_json_schema()["$defs"]["Colour"]["enum"] == ["red", "blue"]
