"""What pydantic found wrong, as a stable code, a place and a sentence that says what is right."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from pydantic_core import PydanticCustomError

from services.kernel.errors import FieldError, Text
from services.kernel.web.strict_json import join

ERRORS_MAX = 50  # A batch of ten thousand wrong rows is not answered with ten thousand sentences.

# pydantic's error type -> our code, zh, en. Words in braces come from the error's own limits,
# never from what was sent.
_SENTENCES: dict[str, tuple[str, str, str]] = {
    "missing": ("missing", "必填", "is required"),
    "extra_forbidden": ("unknown_field", "没有这个字段", "is not a field of this request"),
    "int_type": ("integer_required", "应为整数", "must be an integer"),
    "int_parsing": ("integer_required", "应为整数", "must be an integer"),
    "int_from_float": ("integer_required", "应为整数", "must be an integer"),
    "float_type": ("number_required", "应为数字", "must be a number"),
    "bool_type": ("boolean_required", "应为 true 或 false", "must be true or false"),
    "bool_parsing": ("boolean_required", "应为 true 或 false", "must be true or false"),
    "string_type": ("string_required", "应为字符串", "must be a string"),
    "list_type": ("array_required", "应为数组", "must be an array"),
    "tuple_type": ("array_required", "应为数组", "must be an array"),
    "dict_type": ("object_required", "应为对象", "must be an object"),
    "mapping_type": ("object_required", "应为对象", "must be an object"),
    "model_type": ("object_required", "应为对象", "must be an object"),
    "model_attributes_type": ("object_required", "应为对象", "must be an object"),
    "none_required": ("null_required", "应为 null", "must be null"),
    "string_too_short": (
        "too_short",
        "至少 {min_length} 个字符",
        "at least {min_length} characters",
    ),
    "string_too_long": ("too_long", "最多 {max_length} 个字符", "at most {max_length} characters"),
    "too_short": ("too_few", "至少 {min_length} 项", "at least {min_length} items"),
    "too_long": ("too_many_items", "最多 {max_length} 项", "at most {max_length} items"),
    "greater_than": ("too_small", "应大于 {gt}", "must be greater than {gt}"),
    "greater_than_equal": ("too_small", "应不小于 {ge}", "must be {ge} or more"),
    "less_than": ("too_big", "应小于 {lt}", "must be less than {lt}"),
    "less_than_equal": ("too_big", "应不大于 {le}", "must be {le} or less"),
    "multiple_of": (
        "not_a_multiple",
        "应为 {multiple_of} 的倍数",
        "must be a multiple of {multiple_of}",
    ),
    "string_pattern_mismatch": ("wrong_form", "格式应为 {pattern}", "must match {pattern}"),
    "literal_error": ("not_a_choice", "应为以下之一：{expected}", "must be one of: {expected}"),
    "enum": ("not_a_choice", "应为以下之一：{expected}", "must be one of: {expected}"),
    "union_tag_invalid": (
        "not_a_choice",
        "{discriminator} 应为以下之一：{expected_tags}",
        "{discriminator} must be one of: {expected_tags}",
    ),
    "union_tag_not_found": ("missing", "缺少 {discriminator}", "lacks {discriminator}"),
    "json_invalid": ("not_json", "不是有效的 JSON", "is not valid JSON"),
    "frozen_set_type": ("array_required", "应为数组", "must be an array"),
    "set_type": ("array_required", "应为数组", "must be an array"),
    "decimal_type": ("number_required", "应为十进制数", "must be a decimal number"),
    "uuid_parsing": ("uuid_required", "应为 UUID", "must be a UUID"),
    "uuid_type": ("uuid_required", "应为 UUID", "must be a UUID"),
}
_UNKNOWN = ("invalid_value", "不符合要求", "is not acceptable")


def wrong(code: LiteralString, zh: str, en: str) -> PydanticCustomError:
    """What a room's validator raises, so that its own sentence reaches the caller."""
    return PydanticCustomError(code, "{en}", {"zh": zh, "en": en})


def field_errors(errors: Sequence[Mapping[str, Any]], body: object) -> tuple[FieldError, ...]:
    """Pydantic's `errors()` in their order, at most `ERRORS_MAX`."""
    return tuple(_field_error(error, body) for error in errors[:ERRORS_MAX])


def _field_error(error: Mapping[str, Any], body: object) -> FieldError:
    kind, context = error["type"], error.get("ctx") or {}
    pointer = pointer_of(error["loc"], body, missing=kind == "missing")
    if "zh" in context and "en" in context:
        return FieldError(pointer, kind, Text(context["zh"], context["en"]))
    code, zh, en = _SENTENCES.get(kind, _UNKNOWN)
    return FieldError(pointer, code, Text(zh.format_map(context), en.format_map(context)))


def pointer_of(loc: Sequence[str | int], body: object, *, missing: bool) -> str:
    """A JSON pointer into the body; for a parameter its place and name, as `query/limit`.

    The leading slash tells the two apart. Steps that are not in the body (pydantic's names for
    the branch of a union) are left out, except the last one of a missing field.
    """
    if not loc or loc[0] != "body":
        return "/".join(str(step) for step in loc).lower()[:200]
    pointer, here = "", body
    for depth, step in enumerate(loc[1:], start=2):
        if _holds(here, step):
            here, pointer = here[step], join(pointer, str(step))  # type: ignore[index]  # Just asked.
        elif missing and depth == len(loc):
            pointer = join(pointer, str(step))
    return pointer


def _holds(here: object, step: str | int) -> bool:
    if isinstance(here, dict):
        return step in here
    return isinstance(here, list) and isinstance(step, int) and step < len(here)
