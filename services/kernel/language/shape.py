"""The JSON schema of a payload as the wire knows it, without prose; and whether it accepts. Pure.

Only the keywords our payloads use are known; any other raises, so that nothing is passed over.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.kernel.event import Event

Shape = Mapping[str, Any]
Value = Any  # JSON, decoded.

_PROSE = {"title", "description", "examples", "$defs"}


def shape_of(event: type[Event]) -> dict[str, Any]:
    """References written out, titles and descriptions left out: what a payload must be."""
    schema = event.model_json_schema()
    return _bare(schema, schema.get("$defs", {}))


def _bare(schema: Shape, known: Mapping[str, Shape]) -> dict[str, Any]:
    if "$ref" in schema:
        beside = {name: value for name, value in schema.items() if name != "$ref"}
        return _bare(known[schema["$ref"].rsplit("/", 1)[1]], known) | _bare(beside, known)
    made: dict[str, Any] = {}
    for name, value in schema.items():
        if name in _PROSE:
            continue
        if name == "properties":
            made[name] = {field: _bare(part, known) for field, part in value.items()}
        elif name == "anyOf":
            made[name] = [_bare(part, known) for part in value]
        elif name == "items":
            made[name] = _bare(value, known)
        else:
            made[name] = value
    return made


class UnknownKeyword(ValueError):
    """A schema says something this reader does not understand."""


def accepts(shape: Shape, value: Value, *, unknown_fields: bool = False) -> bool:
    """Whether a payload is what a shape says. Raises UnknownKeyword.

    `unknown_fields=True` reads as a tolerant consumer does: fields it has not heard of are let
    pass. Of texts and days our code asks more (no control characters, 1900 to 2100).
    """
    rules = [name for name in shape if name not in {"default", "properties", *_PROSE}]
    if "properties" in shape and unknown_fields:
        rules = [name for name in rules if name != "additionalProperties"]
    return all(
        _RULES.get(name, _unknown)(shape, value, name, unknown_fields) for name in rules
    ) and (_fields_accepted(shape, value, unknown_fields=unknown_fields))


def _fields_accepted(shape: Shape, value: Value, *, unknown_fields: bool) -> bool:
    if not isinstance(value, dict):
        return True
    return all(
        accepts(part, value[field], unknown_fields=unknown_fields)
        for field, part in shape.get("properties", {}).items()
        if field in value
    )


def _unknown(_shape: Shape, _value: Value, name: str, _tolerant: bool) -> bool:  # noqa: FBT001
    raise UnknownKeyword(name)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: Mapping[str, Callable[[Value], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
}


def _reads(make: Callable[[str], object], value: str) -> bool:
    try:
        made = make(value)
    except ValueError:
        return False
    return str(made) == value.lower()


_FORMATS: Mapping[str, Callable[[str], object]] = {"date": date.fromisoformat, "uuid": UUID}

# Keyword -> (shape, value, keyword, tolerant) -> holds. A keyword about another type holds.
_RULES: Mapping[str, Callable[[Shape, Value, str, bool], bool]] = {
    "type": lambda s, v, _k, _t: _TYPES[s["type"]](v),
    "enum": lambda s, v, _k, _t: any(v == one and type(v) is type(one) for one in s["enum"]),
    "const": lambda s, v, _k, _t: v == s["const"] and type(v) is type(s["const"]),
    "minimum": lambda s, v, k, _t: not _is_number(v) or v >= s[k],
    "maximum": lambda s, v, k, _t: not _is_number(v) or v <= s[k],
    "minLength": lambda s, v, k, _t: not isinstance(v, str) or len(v) >= s[k],
    "maxLength": lambda s, v, k, _t: not isinstance(v, str) or len(v) <= s[k],
    "pattern": lambda s, v, k, _t: not isinstance(v, str) or bool(re.search(s[k], v)),
    "format": lambda s, v, k, _t: not isinstance(v, str) or _reads(_FORMATS[s[k]], v),
    "required": lambda s, v, k, _t: not isinstance(v, dict) or set(s[k]) <= set(v),
    "additionalProperties": lambda s, v, k, _t: (
        s[k] is not False or not isinstance(v, dict) or set(v) <= set(s.get("properties", {}))
    ),
    "minItems": lambda s, v, k, _t: not isinstance(v, list) or len(v) >= s[k],
    "maxItems": lambda s, v, k, _t: not isinstance(v, list) or len(v) <= s[k],
    "items": lambda s, v, k, t: (
        not isinstance(v, list) or all(accepts(s[k], one, unknown_fields=t) for one in v)
    ),
    "anyOf": lambda s, v, k, t: any(accepts(part, v, unknown_fields=t) for part in s[k]),
}
