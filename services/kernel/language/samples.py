"""Payloads of a type made from its own schema: the least it takes, and all it can hold. Pure."""

import re
from typing import Any, NoReturn

from services.kernel.event import Event, encode

_TEXTS = {
    "date": "2024-03-10",
    "uuid": "01a20f9d-365a-7051-a117-0dcbbf8f4d41",
}
# For a text with a pattern: the first of these that it lets through.
_PATTERNED = (
    "2024-06",
    "012345",
    "0123456789abcdef" * 4,
    "2024-03-10T08:00:00.000000Z",
    "6217000000000000000",
    _TEXTS["uuid"],
)


def samples(event: type[Event]) -> list[str]:
    """Canonical JSON, the least first; one line when the type has no optional field."""
    schema = event.model_json_schema()
    required = set(schema.get("required", []))
    least = _object(schema, schema, required)
    most = _object(schema, schema, set(schema.get("properties", {})))
    lines = [encode(event.model_validate(tree)) for tree in (least, most)]
    return list(dict.fromkeys(lines))


def _object(root: dict[str, Any], schema: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {
        name: _value(root, part)
        for name, part in schema.get("properties", {}).items()
        if name in names
    }


def _value(root: dict[str, Any], schema: dict[str, Any]) -> Any:  # noqa: ANN401  JSON
    if "$ref" in schema:
        return _value(root, root["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in schema:
        return _value(root, next(part for part in schema["anyOf"] if part.get("type") != "null"))
    if "enum" in schema:
        return schema["enum"][-1]
    match schema.get("type"):
        case "object":
            return _object(root, schema, set(schema.get("properties", {})))
        case "array":
            return [_value(root, schema["items"])]
    return _scalar(schema)


def _scalar(schema: dict[str, Any]) -> str | int | bool:
    """Raises ValueError for a kind of value nobody has needed yet."""
    match schema.get("type"):
        case "string":
            if "pattern" in schema:
                fitting = (text for text in _PATTERNED if re.search(schema["pattern"], text))
                return next(fitting, None) or _none_for(schema)
            return _TEXTS.get(schema.get("format", "")) or "甲" * int(schema.get("minLength", 1))
        case "integer":
            return int(max(schema.get("minimum", 1), min(7, schema.get("maximum", 7))))
        case "boolean":
            return True
    return _none_for(schema)


def _none_for(schema: dict[str, Any]) -> NoReturn:
    msg = f"no sample for {schema}"
    raise ValueError(msg)
