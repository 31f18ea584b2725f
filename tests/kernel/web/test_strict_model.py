"""One spelling per value: types of bodies used outside of HTTP, too."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from services.kernel.web.strict_model import (
    DAY_MAX,
    DAY_MIN,
    Day,
    Fen,
    Instant,
    Items,
    Name,
    QueryInteger,
    StrictModel,
    UuidText,
)


@given(st.dates(DAY_MIN, DAY_MAX))
def test_every_day_in_range_is_read_back(day):
    assert TypeAdapter(Day).validate_python(day.isoformat()) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_refused(text):
    try:
        TypeAdapter(Day).validate_python(text)
    except ValidationError:
        return
    assert date.fromisoformat(text).isoformat() == text


@given(st.text(max_size=30))
def test_any_text_is_an_instant_or_refused(text):
    try:
        found = TypeAdapter(Instant).validate_python(text)
    except ValidationError:
        return
    assert found.tzinfo is UTC


def test_instants_are_kept_in_utc():
    found = TypeAdapter(Instant).validate_python("2026-01-01T08:00:00+08:00")
    assert found == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.tzinfo is UTC
    east = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))
    assert TypeAdapter(Instant).validate_python(east).tzinfo is UTC


@pytest.mark.parametrize("value", [datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)])  # noqa: DTZ001
def test_an_instant_is_not_a_day(value):
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(value)


def test_a_naive_datetime_is_not_an_instant():
    with pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_python(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("value", [True, 1.0, "1", None, 10**13 + 1, -(10**13) - 1])
def test_what_is_not_fen(value):
    with pytest.raises(ValidationError):
        TypeAdapter(Fen).validate_python(value)


@pytest.mark.parametrize(
    "value", [True, " 1", "1 ", "+1", "1_0", "１", "1.0", "", "-", 1.0, "9" * 19]
)
def test_what_is_not_an_integer_of_a_query(value):
    with pytest.raises(ValidationError):
        TypeAdapter(QueryInteger).validate_python(value)


def test_sixty_code_points_of_any_plane_are_a_name():
    assert TypeAdapter(Name).validate_python("𠮷" * 60)
    with pytest.raises(ValidationError):
        TypeAdapter(Name).validate_python("𠮷" * 61)


def test_uuids_are_one_spelling():
    text = "0196F2C4-0000-7000-8000-00000000000A"
    assert TypeAdapter(UuidText).validate_python(text) == text.lower()
    for other in (text.replace("-", ""), "{" + text + "}", "urn:uuid:" + text, text + "\n"):
        with pytest.raises(ValidationError):
            TypeAdapter(UuidText).validate_python(other)


def test_models_are_closed_strict_and_frozen():
    class Row(StrictModel):
        count: int

    class Batch(StrictModel):
        rows: Annotated[Items[Row], Field(max_length=2)]

    batch = Batch.model_validate({"rows": [{"count": 1}]})
    assert batch.rows == (Row(count=1),)
    with pytest.raises(ValidationError):
        batch.rows = ()
    for wrong in ({"rows": [{"count": "1"}]}, {"rows": [], "x": 1}, {"rows": [{"count": 1}] * 3}):
        with pytest.raises(ValidationError):
            Batch.model_validate(wrong)


def test_schemas_say_what_is_sent():
    assert TypeAdapter(Day).json_schema()["format"] == "date"
    assert TypeAdapter(Instant).json_schema()["format"] == "date-time"
    assert TypeAdapter(Fen).json_schema()["maximum"] == 10**13
    assert TypeAdapter(UuidText).json_schema()["format"] == "uuid"
