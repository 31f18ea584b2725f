"""Samples made from a schema: the least and the most of every published type, both readable."""

import json

import pytest

import services.assessment.events
import services.gateway.record.events
import services.roster.events
import services.training.events  # noqa: F401  the language is registered by being imported
from services.kernel.event import Event, decode, encode, event_types
from services.kernel.language.samples import samples
from services.kernel.values import Flag, ShortText
from services.training.events import CoursePassed

PUBLISHED = [name for name in event_types() if not name.startswith("test.")]


class OddThing(Event, room="test", zh="怪"):
    ratio: float


class Simple(Event, room="test", zh="简"):
    text: ShortText
    flag: Flag


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_sample_is_valid_canonical_and_covers_the_fields(name):
    event = event_types()[name]
    made = samples(event)
    for line in made:
        assert encode(decode(name, line)) == line
    least, most = json.loads(made[0]), json.loads(made[-1])
    required = {field for field, info in event.model_fields.items() if info.is_required()}

    assert required <= set(least)
    assert set(most) == set(event.model_fields)


def test_the_least_comes_first_and_says_no_more_than_it_must():
    least, most = samples(CoursePassed)

    assert json.loads(least)["course"] == "special"
    assert "score" not in json.loads(least)
    assert json.loads(most)["score"] == 7


def test_a_type_without_options_has_one_sample():
    assert samples(Simple) == ['{"flag":true,"text":"甲"}']


def test_a_kind_of_value_nobody_has_thought_of_is_said_so():
    with pytest.raises(ValueError, match="number"):
        samples(OddThing)
