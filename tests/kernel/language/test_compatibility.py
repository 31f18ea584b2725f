"""Only optional additions are compatible; every breach is shown by a payload that proves it."""

import json
from typing import Any

import jsonschema
import pytest

from services.cli.published import published
from services.kernel.language.compatibility import breaches, transitive_breaches
from services.kernel.language.shape import shape_of
from tests.kernel.language.heavy import each

OLD: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind", "days"],
    "properties": {
        "kind": {"type": "string", "enum": ["a", "b"]},
        "days": {"type": "integer", "minimum": 0, "maximum": 400},
        "title": {"type": "string", "maxLength": 10, "default": ""},
        "month": {"type": "string", "pattern": "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"},
        "on": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}], "default": None},
    },
}
NEW_FIELD = {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None}
B, F, W = "backward", "forward", "wording"
CHANGES = {
    "a new required field": ({"properties.more": {"type": "boolean"}, "+required": "more"}, {B}),
    "an optional field made required": ({"+required": "title"}, {B}),
    "a required field made optional": ({"-required": "days"}, {F}),
    "a field removed": ({"-properties": "title"}, {B}),
    "a required field removed": ({"-properties": "days", "-required": "days"}, {B, F}),
    "a term removed": ({"properties.kind.enum": ["a"]}, {B}),
    "a term added": ({"properties.kind.enum": ["a", "b", "c"]}, {F}),
    "a term renamed": ({"properties.kind.enum": ["a", "c"]}, {B, F}),
    "a limit tightened": ({"properties.days.maximum": 399}, {B}),
    "a limit widened": ({"properties.days.maximum": 401}, {F}),
    "a lower limit moved": ({"properties.days.minimum": 1}, {B}),
    "a text made shorter": ({"properties.title.maxLength": 9}, {B}),
    "a text made longer": ({"properties.title.maxLength": 11}, {F}),
    "an empty text forbidden": ({"properties.title.minLength": 1}, {B}),
    "another type": ({"properties.days": {"type": "string"}}, {B, F}),
    "null forbidden": ({"properties.on": {"type": "string", "format": "date"}}, {B}),
    "a format dropped": ({"properties.on": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, {F}),
    "a pattern tightened": ({"properties.month.pattern": "^20[0-9]{2}-0[1-9]$"}, {F, W, B}),
    "a pattern dropped": ({"properties.month": {"type": "string"}}, {F}),
    "another default": ({"properties.title.default": "无"}, {W}),
    "unknown fields let in": ({"-": "additionalProperties"}, {W}),
}


def change(old: dict[str, Any], edits: dict[str, Any]) -> dict[str, Any]:
    new = json.loads(json.dumps(old))
    for path, value in edits.items():
        if path == "+required":
            new["required"].append(value)
        elif path == "-required":
            new["required"].remove(value)
        elif path == "-properties":
            del new["properties"][value]
        elif path == "-":
            del new[value]
        else:
            *way, last = path.split(".")
            part = new
            for step in way:
                part = part[step]
            part[last] = value
    return new


def judged(shape: dict[str, Any], payload: Any, *, tolerant: bool = False) -> bool:
    """By the library, not by our own reader."""
    if tolerant:
        shape = shape | {"additionalProperties": True}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(shape, format_checker=checker).is_valid(payload)


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_but_an_addition_is_found_and_proved(name):
    edits, expected = CHANGES[name]
    new = change(OLD, edits)
    found = breaches(OLD, new)

    assert found
    assert {breach.direction for breach in found} <= expected
    for breach in found:
        if breach.direction == "wording":
            assert breach.payload is None
            continue
        payload = json.loads(breach.payload)
        old_takes, new_takes = judged(OLD, payload), judged(new, payload)
        if breach.direction == "backward":
            assert (old_takes, new_takes) == (True, False), breach
        else:
            assert (judged(OLD, payload, tolerant=True), new_takes) == (False, True), breach


@pytest.mark.parametrize("name", [n for n, (e, _) in CHANGES.items() if len(e) == 1])
def test_the_field_at_fault_is_named_and_no_other(name):
    (path,) = CHANGES[name][0]
    value = CHANGES[name][0][path]
    field = value if path[0] in "+-" else path.split(".")[1]
    field = "payload" if field == "additionalProperties" else field

    assert {breach.field for breach in breaches(OLD, change(OLD, CHANGES[name][0]))} == {field}


@pytest.mark.parametrize(
    "edits",
    [
        {"properties.more": NEW_FIELD},
        {"properties.more": {"type": "string", "default": "", "maxLength": 5}},
        {"properties.one": NEW_FIELD, "properties.two": {"type": "boolean"}},
        {},
    ],
)
def test_optional_additions_are_compatible(edits):
    assert breaches(OLD, change(OLD, edits)) == []


def test_an_addition_is_no_addition_the_other_way_round():
    new = change(OLD, {"properties.more": NEW_FIELD})

    assert {breach.direction for breach in breaches(new, OLD)} == {"backward"}


def test_every_pair_that_ever_stood_is_compared():
    """`more` came as a number, went, and comes back as a text: only the oldest pair shows it."""
    first = change(OLD, {"properties.more": {"type": "integer"}})
    back = change(OLD, {"properties.more": {"type": "string"}})
    found = transitive_breaches([first, OLD], back)

    assert {(older, newer) for older, newer, _ in found} == {(0, 1), (0, 2)}
    assert breaches(OLD, back) == []


def test_shapes_within_lists_are_compared_too():
    def of(item: dict[str, Any]) -> dict[str, Any]:
        lines = {"type": "array", "items": item, "minItems": 1}
        return {"type": "object", "required": ["lines"], "properties": {"lines": lines}}

    one = {"type": "object", "properties": {"fen": {"type": "integer"}}, "required": ["fen"]}
    other = {"type": "object", "properties": {"fen": {"type": "integer"}}}
    found = breaches(of(one), of(other))

    assert [breach.direction for breach in found] == ["forward"]
    assert json.loads(found[0].payload) == {"lines": [{}]}
    assert breaches(of(one), of(one)) == []


@pytest.mark.parametrize(
    ("bound", "direction", "lengths"),
    [
        ({"minItems": 2}, "backward", {1}),
        ({"minItems": 0}, "forward", {0}),
        ({"maxItems": 2}, "backward", {3}),
        ({"maxItems": 4}, "forward", {4}),
    ],
)
def test_the_lengths_of_lists_are_compared_too(bound, direction, lengths):
    def of(**bounds: int) -> dict[str, Any]:
        ids = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3} | bounds
        return {"type": "object", "required": ["ids"], "properties": {"ids": ids}}

    (found,) = breaches(of(), of(**bound))

    assert found.direction == direction
    assert {len(json.loads(found.payload)["ids"])} == lengths


@pytest.mark.parametrize("name", each(published()))
def test_any_published_type_can_lose_no_field(name):
    """The probes find real payloads for real types, not only for the table above."""
    shape = shape_of(published()[name])
    for field in shape["properties"]:
        less = change(shape, {"-properties": field})
        less["required"] = [one for one in less.get("required", []) if one != field]
        found = {breach.direction for breach in breaches(shape, less) if breach.field == field}
        assert "backward" in found, field


def test_a_breach_says_what_it_means():
    told = [str(breach) for breach in breaches(OLD, change(OLD, {"properties.kind.enum": ["a"]}))]

    assert told == [
        'kind: accepted when it was written, refused now: {"days": 0, "kind": "b"}',
    ]
    (other,) = breaches(OLD, change(OLD, {"properties.title.default": "无"}))
    assert str(other) == "title: said in other words, and only additions are allowed"
